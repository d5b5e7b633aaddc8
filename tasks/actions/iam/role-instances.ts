import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import type { InstanceProfile } from '@aws-sdk/client-iam';
import type { TargetFacts } from '../../../core/guardrails/facts.ts';
import type { BlastRadius } from '../../../core/plan.ts';
import type { Clients } from '../../aws-clients.ts';
import { isAwsError } from '../aws-errors.ts';
import { messageOf } from '../errors.ts';
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
 * asked: whoever is contained, the others lose the role with it. Fails closed: people are asked also where the role
 * has profiles whose instances could not be counted.
 * @param why what happens to such an instance
 */
export async function findRoleUse(
  regional: PlanContext<unknown>['regional'],
  roleName: string,
  profiles: readonly InstanceProfile[],
  why: string,
): Promise<RoleUse> {
  const found = await countInstances(regional, profiles);
  if (typeof found === 'string') {
    const reason = `instances may run with ${roleName}, and were not counted: ${found}`;
    const limit = `The instances that run with the role were not counted: ${found}`;
    return { affected: [], limit, cautions: [{ id: 'unknown-blast-radius', others: 1, reason }] };
  }
  const { region, ids } = found;
  const shared = `${ids.length} instances in ${region} run with ${roleName}`;
  return {
    affected: nameSome(ids, () => ({ kind: 'ec2-instance', why })),
    limit: `Only instances in ${region} were counted: those of other Regions, functions, tasks and people with the role are not seen`,
    cautions: ids.length < 2 ? [] : [{ id: 'shared-role', others: ids.length - 1, reason: shared }],
  };
}

/** @returns why they could not be counted, where they could not */
async function countInstances(
  regional: PlanContext<unknown>['regional'],
  profiles: readonly InstanceProfile[],
) {
  const arns = profiles.flatMap(({ Arn }) => Arn ?? []);
  const region = regional?.region ?? 'any Region';
  if (arns.length === 0) return { region, ids: [] };
  if (regional === null) return 'their Region is not an allowed one';
  if (arns.length > mostProfiles) return `it has ${arns.length} instance profiles`;
  try {
    return { region, ids: await listInstances(regional.clients.ec2, arns) };
  } catch (error) {
    if (!isAwsError(error, 'UnauthorizedOperation', 'AccessDenied', 'AccessDeniedException')) throw error;
    return messageOf(error);
  }
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
