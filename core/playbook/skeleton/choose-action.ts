import type { ActionSpec, Catalog } from '../../action-spec.ts';
import { InvalidInput } from '../../errors.ts';
import type { ResourceKind } from '../../finding.ts';
import { suggest } from '../../problem/nearest-name.ts';

/** What one would do first about a resource. */
const usual: { readonly [K in ResourceKind]?: string } = {
  'ec2-instance': 'ec2.isolate-instance',
  'iam-access-key': 'iam.disable-access-key',
  'iam-user': 'iam.quarantine-user',
  'iam-role': 'iam.revoke-role-sessions',
  's3-bucket': 's3.block-public-access',
  'lambda-function': 'lambda.throttle-function',
};

/** The type of finding with which one would try an action, by the resource that it acts on. */
const typesByKind: { readonly [K in ResourceKind]?: string } = {
  'ec2-instance': 'CryptoCurrency:EC2/',
  'iam-access-key': 'CredentialAccess:IAMUser/',
  'iam-user': 'CredentialAccess:IAMUser/',
  'iam-role': 'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration',
  's3-bucket': 'Policy:S3/',
  'lambda-function': 'Backdoor:Lambda/',
};

const fallback = 'CryptoCurrency:EC2/';

/** The kind of resource that an action's own example acts on; null: it needs none. */
export function kindOfAction({ guide }: ActionSpec): ResourceKind | null {
  const [, kind] = /\$resource\('([\w-]+)'\)/.exec(JSON.stringify(guide.example)) ?? [];
  return (kind as ResourceKind | undefined) ?? null;
}

/** @throws InvalidInput when the catalog has no such action. */
export function findSpec(id: string, catalog: Catalog): ActionSpec {
  const spec = catalog.get(id);
  if (spec !== undefined) return spec;
  throw new InvalidInput(
    `${id} is not an action of the catalog; ${suggest(id, catalog.keys(), 'choose another')}`,
  );
}

/** The finding type to begin with where only an action, or nothing, was named. */
export function typeFor(action: ActionSpec | null): string {
  const kind = action === null ? null : kindOfAction(action);
  return kind === null ? fallback : (typesByKind[kind] ?? fallback);
}

/**
 * The action of a new playbook: the one asked for, else the usual one for the first resource that has one; null: none.
 * @throws InvalidInput when findings of the type name nothing that the action acts on, with those that fit.
 */
export function chooseActionFor(
  kinds: readonly ResourceKind[],
  asked: ActionSpec | null,
  catalog: Catalog,
): ActionSpec | null {
  if (asked === null) {
    const id = kinds.flatMap((kind) => usual[kind] ?? [])[0];
    return id === undefined ? null : (catalog.get(id) ?? null);
  }
  const needed = kindOfAction(asked);
  if (needed === null || kinds.includes(needed)) return asked;
  const fitting = [...catalog.values()].filter((spec) => {
    const kind = kindOfAction(spec);
    return kind === null || kinds.includes(kind);
  });
  throw new InvalidInput(
    `${asked.id} acts on resources of kind ${needed}, and such findings name ${kinds.join(', ') || 'none'}; use one of ${fitting.map(({ id }) => id).join(', ')}`,
  );
}
