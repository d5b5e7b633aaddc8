import { DescribeInstancesCommand, type Instance } from '@aws-sdk/client-ec2';
import type { TargetFacts } from '../../../core/guardrails/facts.ts';
import type { BlastRadius, Target } from '../../../core/plan.ts';
import type { Clients } from '../../aws-clients.ts';
import type { Draft } from '../action.ts';
import { orNull } from '../aws-errors.ts';
import { toFacts } from '../facts.ts';
import { partitionOf } from '../partition.ts';
import { refused } from '../refused.ts';

/** Null where there is none of that id, or where it cannot be an id. */
export async function findInstance(ec2: Clients['ec2'], instanceId: string): Promise<Instance | null> {
  const described = await orNull(
    ec2.send(new DescribeInstancesCommand({ InstanceIds: [instanceId] })),
    'InvalidInstanceID.NotFound',
    'InvalidInstanceID.Malformed',
  );
  return described?.Reservations?.[0]?.Instances?.[0] ?? null;
}

/** The others that run with the same instance profile. */
export async function findRoleSharers(ec2: Clients['ec2'], { InstanceId, IamInstanceProfile }: Instance) {
  const arn = IamInstanceProfile?.Arn;
  if (arn === undefined) return [];
  const { Reservations = [] } = await ec2.send(
    new DescribeInstancesCommand({ Filters: [{ Name: 'iam-instance-profile.arn', Values: [arn] }] }),
  );
  return Reservations.flatMap(({ Instances = [] }) => Instances)
    .filter((other) => other.InstanceId !== InstanceId && !isGone(other))
    .flatMap((other) => other.InstanceId ?? []);
}

const maxNamed = 20;

/**
 * The first of them, always in one order: a role can be shared by thousands, and a plan stays readable, and small.
 * @param describe what is said of each
 */
export function nameSome(
  ids: readonly string[],
  describe: (id: string) => Omit<BlastRadius['affected'][number], 'id'>,
): BlastRadius['affected'] {
  const sorted = ids.toSorted();
  const named = sorted.slice(0, maxNamed).map((id) => ({ id, ...describe(id) }));
  const [next] = sorted.slice(maxNamed);
  if (next === undefined) return named;
  const more = sorted.length - maxNamed;
  return [...named, { id: `and ${more} more`, ...describe(next), more }];
}

/** Terminated instances can be described for about an hour. */
export const isGone = ({ State }: Instance): boolean =>
  State?.Name === 'terminated' || State?.Name === 'shutting-down';

/** As `findInstance`, but null also where it is terminated. */
export async function findLiving(ec2: Clients['ec2'], instanceId: string): Promise<Instance | null> {
  const instance = await findInstance(ec2, instanceId);
  return instance === null || isGone(instance) ? null : instance;
}

export function refuseGone({ id, account, region }: Target, instance: Instance | null): Draft | null {
  if (instance === null) {
    const reason = `there is no instance ${id} in account ${account}, ${region}: it may be terminated, or be elsewhere`;
    return refused('target-gone', reason);
  }
  if (!isGone(instance)) return null;
  return refused('target-gone', `${id} is ${instance.State?.Name}: there is nothing left to contain`);
}

export function tagOf({ Tags = [] }: Instance, key: string): string | undefined {
  return Tags.find(({ Key }) => Key === key)?.Value;
}

export function factsOfInstance({ account, region, id }: Target, instance: Instance): TargetFacts {
  const { IamInstanceProfile, NetworkInterfaces = [], Tags } = instance;
  const forwards = [instance, ...NetworkInterfaces].some(({ SourceDestCheck }) => SourceDestCheck === false);
  return toFacts({
    arns: [`arn:${partitionOf(region)}:ec2:${region}:${account}:instance/${id}`, IamInstanceProfile?.Arn],
    names: [tagOf(instance, 'Name')],
    tags: Tags,
    traits: forwards ? ['forwards-traffic'] : [],
  });
}
