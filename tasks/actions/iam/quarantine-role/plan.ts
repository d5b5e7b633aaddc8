import { GetRoleCommand, ListInstanceProfilesForRoleCommand, type Role } from '@aws-sdk/client-iam';
import type { BlastRadius } from '../../../../core/plan.ts';
import type { Clients } from '../../../aws-clients.ts';
import type { ActionContext, Draft } from '../../action.ts';
import { required } from '../../aws-errors.ts';
import { toFacts } from '../../facts.ts';
import { refused } from '../../refused.ts';
import { orMissing } from '../no-such-entity.ts';
import { denyAllFor, weighQuarantine, type QuarantineData } from '../quarantine.ts';
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
  { clients: { iam }, target, data }: ActionContext<QuarantineData>,
): Promise<Draft> {
  const found = await orMissing(iam.send(new GetRoleCommand({ RoleName: roleName })));
  const attached = await createRolePrincipal(iam, roleName).listAttached();
  if (found === null || attached === null) {
    const reason = `there is no role ${roleName} in account ${target.account}: it may be deleted, or be elsewhere`;
    return refused('target-gone', reason);
  }
  const role = required(found.Role, 'Role');
  const policyArn = denyAllFor(required(role.Arn, 'Role.Arn'));
  return {
    calls: [
      {
        service: 'iam',
        command: 'AttachRolePolicy',
        input: { RoleName: roleName, PolicyArn: policyArn },
      },
    ],
    ...weighQuarantine(attached, data()),
    blastRadius: await describeBlast(iam, roleName, role),
    facts: toFacts({ arns: [role.Arn], names: [roleName], tags: role.Tags }),
  };
}

async function describeBlast(iam: Clients['iam'], roleName: string, role: Role): Promise<BlastRadius> {
  const { InstanceProfiles = [] } = await iam.send(
    new ListInstanceProfilesForRoleCommand({ RoleName: roleName }),
  );
  const { LastUsedDate, Region } = role.RoleLastUsed ?? {};
  const used = LastUsedDate ? `; last used in ${Region} at ${LastUsedDate.toISOString()}` : '';
  return {
    summary: `every session of ${roleName}, present and future, is denied everything${used}`,
    affected: InstanceProfiles.map(({ InstanceProfileName = '' }) => ({
      kind: 'instance-profile',
      id: InstanceProfileName,
      why: 'what runs on its instances loses all access to AWS until the quarantine is undone',
    })),
    limits,
  };
}
