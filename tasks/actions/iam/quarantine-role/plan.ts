import { GetRoleCommand, type InstanceProfile, type Role } from '@aws-sdk/client-iam';
import type { BlastRadius } from '../../../../core/plan.ts';
import type { Draft, PlanContext } from '../../action.ts';
import { required } from '../../aws-errors.ts';
import { toFacts } from '../../facts.ts';
import { refused } from '../../refused.ts';
import { listInstanceProfiles } from '../instance-profiles.ts';
import { orMissing } from '../no-such-entity.ts';
import { denyAllFor, weighQuarantine, type QuarantineData } from '../quarantine.ts';
import { findRoleUse, type RoleUse } from '../role-instances.ts';
import { createRolePrincipal } from './role-principal.ts';

const limits = [
  'Every session of the role is denied, not only the stolen one, and whoever assumes it again is denied too',
  'Sessions of other roles that were assumed from this one work on: use iam.revoke-role-sessions on those roles',
  'What the role made stays: users, keys, other roles, instances',
  'IAM takes some moments to carry the policy everywhere',
];

/** Roles that AWS manages are denied by the guardrail `aws-managed-roles`: IAM lets nobody change them. */
export async function planRoleQuarantine(
  { roleName }: { readonly roleName: string },
  { clients: { iam }, regional, target, data }: PlanContext<QuarantineData>,
): Promise<Draft> {
  const found = await orMissing(iam.send(new GetRoleCommand({ RoleName: roleName })));
  const attached = await createRolePrincipal(iam, roleName).listAttached();
  if (found === null || attached === null) {
    const reason = `there is no role ${roleName} in account ${target.account}: it may be deleted, or be elsewhere`;
    return refused('target-gone', reason);
  }
  const role = required(found.Role, 'Role');
  const policyArn = denyAllFor(required(role.Arn, 'Role.Arn'));
  const profiles = await listInstanceProfiles(iam, roleName);
  const why = 'runs with the role: what is on it loses all access to AWS';
  const use = await findRoleUse(regional, roleName, profiles, why);
  return {
    calls: [
      {
        service: 'iam',
        command: 'AttachRolePolicy',
        input: { RoleName: roleName, PolicyArn: policyArn },
      },
    ],
    ...weighQuarantine(attached, data()),
    blastRadius: describeBlast(roleName, role, profiles, use),
    facts: toFacts({ arns: [role.Arn], names: [roleName], tags: role.Tags, cautions: use.cautions }),
  };
}

function describeBlast(
  roleName: string,
  role: Role,
  profiles: readonly InstanceProfile[],
  use: RoleUse,
): BlastRadius {
  const { LastUsedDate, Region } = role.RoleLastUsed ?? {};
  const used = LastUsedDate ? `; last used in ${Region} at ${LastUsedDate.toISOString()}` : '';
  return {
    summary: `every session of ${roleName}, present and future, is denied everything${used}`,
    affected: [
      ...profiles.map(({ InstanceProfileName = '' }) => ({
        kind: 'instance-profile',
        id: InstanceProfileName,
        why: 'what runs on its instances loses all access to AWS until the quarantine is undone',
      })),
      ...use.affected,
    ],
    limits: [...limits, use.limit],
  };
}
