import type { Finding, Resource, ResourceOf } from '../finding.ts';
import { parseArn } from './arn.ts';
import type { Manner } from './remotes.ts';
import { firstOf } from './wire.ts';

/** Whose credentials, as the finding has it. Everything may be missing. */
export interface Principal {
  readonly accessKeyId?: string | undefined;
  /** `AIDA…` for users, `AROA…:session` for assumed roles, the account id for root. */
  readonly principalId?: string | undefined;
  /** The user's name, or the role's for assumed roles. */
  readonly name?: string | undefined;
  /** `IAMUser`, `AssumedRole`, `Root`, … */
  readonly type?: string | undefined;
  readonly roleArn?: string | undefined;
}

type Common = Pick<Resource, 'arn' | 'account' | 'region' | 'tags'>;

/**
 * The key, and the user or role behind it: a playbook can name any of them. The role's name never comes
 * from the session name, which whoever assumes the role may choose.
 */
export function principalResources(principal: Principal, common: Common = {}): Resource[] {
  const { accessKeyId, principalId, name, type } = principal;
  const key: Resource[] =
    accessKeyId === undefined
      ? []
      : [{ kind: 'iam-access-key', accessKeyId, userName: name, userType: type, principalId, ...common }];
  const { arn: _arn, tags: _tags, ...place } = common;
  return [...key, ...ownerResources(principal, place)];
}

function ownerResources(principal: Principal, place: Common): Resource[] {
  const { principalId, name, roleArn } = principal;
  const [id, session] = splitPrincipalId(principalId);
  const owner = ownerOf(principal);
  if (owner === 'role') {
    const roleName = parseArn(roleArn)?.resource.split('/').at(-1) ?? name;
    if (roleName === undefined) return [];
    return [{ kind: 'iam-role', roleName, roleId: id, sessionName: session, arn: roleArn, ...place }];
  }
  return owner === 'user' && name !== undefined
    ? [{ kind: 'iam-user', userName: name, userId: id, ...place }]
    : [];
}

function splitPrincipalId(principalId: string | undefined): [string | undefined, string | undefined] {
  const at = principalId?.indexOf(':') ?? -1;
  if (principalId === undefined || at === -1) return [principalId, undefined];
  return [principalId.slice(0, at), principalId.slice(at + 1) || undefined];
}

const owners = new Map<string, 'user' | 'role' | 'root' | 'service'>([
  ['iamuser', 'user'],
  ['user', 'user'],
  ['assumedrole', 'role'],
  ['role', 'role'],
  ['root', 'root'],
  ['awsservice', 'service'],
]);

/** By the type; without one, by the prefix of the unique id (IAM User Guide, "IAM identifiers"). */
function ownerOf({ type, principalId }: Principal) {
  const known = owners.get(type?.toLowerCase() ?? '');
  if (known !== undefined || type !== undefined) return known;
  if (principalId?.startsWith('AROA')) return 'role';
  return principalId?.startsWith('AIDA') ? 'user' : undefined;
}

/** The one who acted, as far as the resources tell. */
export function actorOf(
  resources: readonly Resource[],
  { userAgent, services }: Manner = {},
): Finding['actor'] {
  const key = resources.find((resource) => resource.kind === 'iam-access-key');
  const role = resources.find((resource) => resource.kind === 'iam-role');
  const user = resources.find((resource) => resource.kind === 'iam-user');
  if (firstOf<Resource>(key, role, user) === undefined) {
    return userAgent === undefined ? undefined : { kind: 'unknown', userAgent };
  }
  const principalId = firstOf(key?.principalId, role?.roleId, user?.userId);
  return {
    ...describeOwner(key, role, user),
    principalId,
    accessKeyId: key?.accessKeyId,
    userAgent,
    services,
  };
}

type OwnerActor = Pick<NonNullable<Finding['actor']>, 'kind' | 'name' | 'sessionName'>;

function describeOwner(
  key: ResourceOf<'iam-access-key'> | undefined,
  role: ResourceOf<'iam-role'> | undefined,
  user: ResourceOf<'iam-user'> | undefined,
): OwnerActor {
  if (role !== undefined) return { kind: 'iam-role', name: role.roleName, sessionName: role.sessionName };
  if (user !== undefined) return { kind: 'iam-user', name: user.userName };
  const owner = ownerOf({ type: key?.userType, principalId: key?.principalId });
  const kinds = { root: 'root', service: 'aws-service', role: 'iam-role', user: 'iam-user' } as const;
  return { kind: owner === undefined ? 'unknown' : kinds[owner], name: key?.userName };
}
