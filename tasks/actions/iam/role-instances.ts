import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import type { InstanceProfile } from '@aws-sdk/client-iam';
import type { TargetFacts } from '../../../core/guardrails/facts.ts';
import type { BlastRadius } from '../../../core/plan.ts';
import type { PlanContext } from '../action.ts';
import { nameSome } from '../ec2/instances.ts';

/** What hangs on a role through its instance profiles. */
export interface RoleUse {
  readonly affected: BlastRadius['affected'];
  readonly limit: string;
  readonly cautions: TargetFacts['cautions'];
}

/** EC2 takes so many values in a filter. */
const mostProfiles = 200;

/**
 * The instances that run with a role in the Region that the plan may look into. More than one, and people are
 * asked: whoever is contained, the others lose the role with it.
 * @param why what happens to such an instance
 */
export async function findRoleUse(
  regional: PlanContext<unknown>['regional'],
  roleName: string,
  profiles: readonly InstanceProfile[],
  why: string,
): Promise<RoleUse> {
  if (regional === null) {
    const limit = 'The instances that run with the role were not counted: their Region is not an allowed one';
    return { affected: [], limit, cautions: [] };
  }
  const { region, clients } = regional;
  const limit = `Only instances in ${region} were counted: those of other Regions, functions, tasks and people with the role are not seen`;
  const arns = profiles.flatMap(({ Arn }) => Arn ?? []).slice(0, mostProfiles);
  if (arns.length === 0) return { affected: [], limit, cautions: [] };
  const { Reservations = [], NextToken } = await clients.ec2.send(
    new DescribeInstancesCommand({
      Filters: [
        { Name: 'iam-instance-profile.arn', Values: arns },
        { Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped'] },
      ],
      MaxResults: 1000,
    }),
  );
  const ids = Reservations.flatMap(({ Instances = [] }) => Instances).flatMap(
    ({ InstanceId }) => InstanceId ?? [],
  );
  const count = `${ids.length}${NextToken === undefined ? '' : ' or more'}`;
  return {
    affected: nameSome(ids).map((id) => ({ kind: 'ec2-instance', id, why })),
    limit,
    cautions:
      ids.length < 2
        ? []
        : [
            {
              id: 'shared-role',
              others: ids.length - 1,
              reason: `${count} instances in ${region} run with ${roleName}`,
            },
          ],
  };
}
