import type { ReadContext } from '../command.ts';
import type { InlinePolicy, RoleRecord, UserRecord } from '../records.ts';
import { limitExceeded, need, noSuchEntity, unmodifiable } from './iam-error.ts';
import { isManagedPolicy } from './managed-policies.ts';

/** Users and roles hold policies in the same way; this says what differs. */
export interface PrincipalKind {
  readonly kind: 'user' | 'role';
  readonly label: string;
  /** Quota for all inline policies together, white space aside. */
  readonly inlineLimit: number;
}

export const userKind: PrincipalKind = { kind: 'user', label: 'user', inlineLimit: 2048 };
export const roleKind: PrincipalKind = { kind: 'role', label: 'role', inlineLimit: 10_240 };

type PrincipalRecord = UserRecord | RoleRecord;

export function findPrincipal(
  { kind, label }: PrincipalKind,
  name: string | undefined,
  context: ReadContext,
): PrincipalRecord {
  const wanted = need(name, `${label}Name`);
  const record = context.get(kind, wanted);
  if (!record) throw noSuchEntity(`The ${label} with name ${wanted} cannot be found.`);
  return record;
}

export function findUser(name: string | undefined, context: ReadContext): UserRecord {
  return findPrincipal(userKind, name, context) as UserRecord;
}

export function findRole(name: string | undefined, context: ReadContext): RoleRecord {
  return findPrincipal(roleKind, name, context) as RoleRecord;
}

/** Roles that belong to AWS services or to IAM Identity Center cannot be changed by anyone else. */
export function checkModifiable(record: PrincipalRecord): void {
  if (!('roleName' in record)) return;
  if (/^\/(aws-service-role|aws-reserved)\//.test(record.path)) {
    throw unmodifiable(
      `Cannot perform the operation on the protected role '${record.roleName}' - this role is only modifiable by AWS`,
    );
  }
}

/** The policies with this one added, or replaced in its place. */
export function withInline(
  { label, inlineLimit }: PrincipalKind,
  old: readonly InlinePolicy[],
  added: InlinePolicy,
): InlinePolicy[] {
  const exists = old.some(({ name }) => name === added.name);
  const all = exists ? old.map((policy) => (policy.name === added.name ? added : policy)) : [...old, added];
  const size = all.reduce((sum, { document }) => sum + document.replaceAll(/\s/g, '').length, 0);
  if (size > inlineLimit)
    throw limitExceeded(`Maximum policy size of ${inlineLimit} bytes exceeded for ${label}`);
  return all;
}

const attachedLimit = 10;

/** The ARNs with this one added; attaching again is no error. */
export function withAttached(
  { label }: PrincipalKind,
  old: readonly string[],
  policyArn: string | undefined,
  context: ReadContext,
): readonly string[] {
  const arn = need(policyArn, 'policyArn');
  if (!isManagedPolicy(arn, context))
    throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  if (old.includes(arn)) return old;
  if (old.length >= attachedLimit) {
    const kind = label === 'user' ? 'User' : 'Role';
    throw limitExceeded(`Cannot exceed quota for PoliciesPer${kind}: ${attachedLimit}`);
  }
  return [...old, arn];
}
