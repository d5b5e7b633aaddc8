import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import type { InstanceProfile } from '@aws-sdk/client-iam';
import type { TargetFacts } from '../../../core/guardrails/facts.ts';
import type { BlastRadius } from '../../../core/plan.ts';
import type { Clients } from '../../aws-clients.ts';
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
  const ids = await listInstances(clients.ec2, arns);
  return {
    affected: nameSome(ids, () => ({ kind: 'ec2-instance', why })),
    limit,
    cautions:
      ids.length < 2
        ? []
        : [
            {
              id: 'shared-role',
              others: ids.length - 1,
              reason: `${ids.length} instances in ${region} run with ${roleName}`,
            },
          ],
  };
}

/** To the last page: with filters, EC2 may answer with a page that has few or none, and more to come. */
async function listInstances(ec2: Clients['ec2'], profileArns: string[]): Promise<readonly string[]> {
  const found: string[] = [];
  let NextToken: string | undefined;
  do {
    const command = new DescribeInstancesCommand({
      Filters: [
        { Name: 'iam-instance-profile.arn', Values: profileArns },
        { Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped'] },
      ],
      MaxResults: 1000,
      NextToken,
    });
    // Each page names the next.
    // oxlint-disable-next-line no-await-in-loop
    const page = await ec2.send(command);
    const instances = (page.Reservations ?? []).flatMap(({ Instances = [] }) => Instances);
    found.push(...instances.flatMap(({ InstanceId }) => InstanceId ?? []));
    ({ NextToken } = page);
  } while (NextToken);
  return found;
}
