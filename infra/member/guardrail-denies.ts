import type { Catalog } from '../../core/action-spec.ts';
import type { GuardrailConfig } from '../../core/guardrails/config.ts';
import { isRead } from '../../tasks/actions/runner/permissions.ts';
import { permissionsByPurpose } from '../../tasks/aws/purposes.ts';
import { arnPatterns, toIamPattern } from './guardrail-patterns.ts';
import type { Statement } from './statement.ts';

type Condition = NonNullable<Statement['Condition']>;

/**
 * The guardrails again, as far as IAM can say them: protected tags, ARNs, names and principals, the opt-out, Regions and
 * accounts. As there, what was contained before may be given back. IAM tells upper from lower case where guardrails do
 * not; it sees the tags of what a call names, not those of its owner, and of buckets only where they are set to; and it
 * knows neither budgets, nor the kill switch, nor which instances forward traffic.
 */
export function guardrailDenies(catalog: Catalog, guardrails: GuardrailConfig): readonly Statement[] {
  const { protected: kept, optOutTag, allowedAccounts, allowedRegions } = guardrails;
  const reads = readsOf(catalog);
  const spared = [...reads, ...givesBack(catalog)];
  const deny = (Sid: string, NotAction: readonly string[], rest: Partial<Statement>): Statement => ({
    Sid,
    Effect: 'Deny',
    NotAction,
    Resource: '*',
    ...rest,
  });
  const outside = (Sid: string, key: string, allowed: readonly string[], also: readonly string[] = []) =>
    allowed.includes('*')
      ? []
      : [
          deny(Sid, [...reads, ...also], {
            Condition: { StringNotLike: { [key]: allowed.map(toIamPattern) } },
          }),
        ];
  const resources = arnPatterns(kept);
  return [
    ...(resources.length === 0 ? [] : [deny('Protected', spared, { Resource: resources })]),
    ...tagConditions(kept, optOutTag).map((Condition, n) => deny(`Tagged${n + 1}`, spared, { Condition })),
    ...keepTags(kept, optOutTag),
    ...outside('Regions', 'aws:RequestedRegion', allowedRegions, everywhere(catalog)),
    ...outside('Accounts', 'aws:PrincipalAccount', allowedAccounts),
  ];
}

const splitTag = (tag: string): { readonly key: string; readonly value: string } => {
  const [, key = '', value = ''] = /^([^=]+)=(.*)$/s.exec(tag) ?? [];
  return { key, value };
};

const protectedTags = ({ tags }: GuardrailConfig['protected']) =>
  tags.map(splitTag).filter(({ key }) => !key.includes('*'));

function tagConditions(
  kept: GuardrailConfig['protected'],
  optOutTag: GuardrailConfig['optOutTag'],
): readonly Condition[] {
  const tagged = (key: string) => `aws:ResourceTag/${key}`;
  const named = kept.names.map((value) => ({ key: 'Name', value }));
  const optedOut = (key: string): Condition => ({
    Null: { [tagged(key)]: 'false' },
    StringNotEquals: { [tagged(key)]: 'false' },
  });
  const like = Map.groupBy([...protectedTags(kept), ...named], ({ key, value }) =>
    value.includes('*') ? `StringLike ${key}` : `StringEqualsIgnoreCase ${key}`,
  );
  return [
    ...[...like].map(([name, tags]): Condition => {
      const [operator = '', key = ''] = name.split(/ (.*)/s);
      return { [operator]: { [tagged(key)]: tags.map(({ value }) => toIamPattern(value)) } };
    }),
    ...(optOutTag === null ? [] : [optedOut(optOutTag)]),
  ];
}

/** Whoever can take the tag away is not held by it. */
function keepTags(
  kept: GuardrailConfig['protected'],
  optOutTag: GuardrailConfig['optOutTag'],
): readonly Statement[] {
  const keys = [...protectedTags(kept).map(({ key }) => key), ...(optOutTag === null ? [] : [optOutTag])];
  if (keys.length === 0) return [];
  return [
    {
      Sid: 'KeepTags',
      Effect: 'Deny',
      Action: ['ec2:CreateTags', 'ec2:DeleteTags'],
      Resource: '*',
      Condition: { 'ForAnyValue:StringLike': { 'aws:TagKeys': keys.map(toIamPattern) } },
    },
  ];
}

const unique = (values: Iterable<string>): readonly string[] => [...new Set(values)].toSorted();
const used = (catalog: Catalog): readonly string[] =>
  unique([...permissionsByPurpose(catalog).values()].flat());
const operation = (permission: string): string => permission.split(':')[1] ?? '';

/** `ec2:Describe*` for all that begin so: policies have to be short. */
const readsOf = (catalog: Catalog): readonly string[] =>
  unique(
    used(catalog)
      .filter((permission) => isRead(operation(permission)))
      .map((permission) => permission.replace(/(:[A-Z][a-z]+).*/, '$1*')),
  );

/** Undo needs them, and one could give something new with them. */
const notOnlyGivingBack: ReadonlySet<string> = new Set([
  'ec2:AssociateIamInstanceProfile',
  'ec2:DeleteTags',
  'iam:DeleteRolePolicy',
  'iam:PassRole',
]);

/** What undo alone does. */
function givesBack(catalog: Catalog): readonly string[] {
  const specs = [...catalog.values()].map(({ permissions }) => permissions);
  const applied = new Set(specs.flatMap(({ apply }) => apply));
  return unique(specs.flatMap(({ undo }) => undo)).filter(
    (permission) =>
      !applied.has(permission) && !isRead(operation(permission)) && !notOnlyGivingBack.has(permission),
  );
}

/** What knows no Region, though it is asked in one. */
const everywhere = (catalog: Catalog): readonly string[] =>
  unique([
    'iam:*',
    ...[...catalog.values()]
      .filter(({ scope }) => scope === 'global')
      .flatMap(({ permissions: { apply, undo } }) => [...apply, ...undo])
      .filter((permission) => !permission.startsWith('iam:') && !isRead(operation(permission))),
  ]);
