import { GetRoleCommand } from '@aws-sdk/client-iam';
import type { Draft, PlanContext } from '../../action.ts';
import { required } from '../../aws-errors.ts';
import { toFacts } from '../../facts.ts';
import { refused } from '../../refused.ts';
import { listInstanceProfiles } from '../instance-profiles.ts';
import { orMissing } from '../no-such-entity.ts';
import { findRoleUse } from '../role-instances.ts';
import { documentFor, readPolicy } from './policy.ts';
import { isCovered, revocationKey, timeOf, type RevocationData } from './revocation-data.ts';
import { policyName } from './spec.ts';

const limits = [
  'Every session of the role ends, not only the stolen one; what assumes the role again works on, an intruder too if the way in is still open',
  'IAM takes a few minutes to carry the policy everywhere',
  'Access that a resource policy grants to the session itself, rather than the role, is denied only where that policy denies it too',
];

export async function planRevocation(
  { roleName }: { readonly roleName: string },
  context: PlanContext<RevocationData>,
): Promise<Draft> {
  const { clients, target } = context;
  const { iam } = clients;
  const found = await orMissing(iam.send(new GetRoleCommand({ RoleName: roleName })));
  if (found === null) {
    const reason = `there is no role ${roleName} in account ${target.account}: it may be deleted, or be elsewhere`;
    return refused('target-gone', reason);
  }
  const role = required(found.Role, 'Role');
  const [document, profiles] = await Promise.all([
    readPolicy(iam, roleName),
    listInstanceProfiles(iam, roleName),
  ]);
  const why = 'loses what its credentials allow until it gets new ones, within hours';
  const use = await findRoleUse(context.regional, roleName, profiles, why);
  const data = context.data();
  const ours = timeOf(document, data) !== null;
  return {
    calls: [
      {
        service: 'iam',
        command: 'PutRolePolicy',
        input: { RoleName: roleName, PolicyName: policyName, PolicyDocument: documentFor('<now>') },
      },
    ],
    before: { policy: ours ? (data.before?.document ?? null) : document },
    after: { policy: documentFor('<now>') },
    blastRadius: {
      summary: `every session of ${roleName} that was issued before now loses all access`,
      affected: [
        ...profiles.map(({ InstanceProfileName = '' }) => ({
          kind: 'instance-profile',
          id: InstanceProfileName,
          why: 'its instances are denied everything until they get new credentials, within hours',
        })),
        ...use.affected,
      ],
      limits: [...limits, use.limit],
    },
    inPlace: isCovered(document, revocationKey(context), data),
    facts: toFacts({ arns: [role.Arn], names: [roleName], tags: role.Tags, cautions: use.cautions }),
  };
}
