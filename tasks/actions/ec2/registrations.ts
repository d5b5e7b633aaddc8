import type { Instance } from '@aws-sdk/client-ec2';
import type { TargetFacts } from '../../../core/guardrails/facts.ts';
import type { Clients } from '../../aws-clients.ts';
import { isLastOf, listBalancersOf } from './classic-balancers.ts';
import { listTargetGroups, readGroup, targetIdsOf, type GroupTargets } from './target-groups.ts';

/** Where an instance is behind load balancers. */
export interface Registrations {
  readonly groups: readonly GroupTargets[];
  /** Names of classic load balancers. */
  readonly balancers: readonly string[];
  /** Target groups of the VPC that were not looked into, because there are too many. */
  readonly unread: number;
}

type Balancing = Pick<Clients, 'elb' | 'elbv2'>;

/** So many groups are asked at a time: ELB throttles reads by account and Region. */
const atATime = 10;

/**
 * Asks every target group of the instance's VPC, and the classic load balancers.
 * @param mostGroups so many are asked, one call each; the rest is counted in `unread`
 */
export async function findRegistrations(
  { elb, elbv2 }: Balancing,
  instance: Instance,
  mostGroups: number,
): Promise<Registrations> {
  const ids = targetIdsOf(instance);
  const [arns, balancers] = await Promise.all([
    listTargetGroups(elbv2, instance.VpcId),
    listBalancersOf(elb, instance.InstanceId ?? ''),
  ]);
  const asked = arns.slice(0, mostGroups);
  const groups: GroupTargets[] = [];
  for (let start = 0; start < asked.length; start += atATime) {
    const batch = asked.slice(start, start + atATime);
    // A few at a time, not to be throttled.
    // oxlint-disable-next-line no-await-in-loop
    const read = await Promise.all(batch.map((arn) => readGroup(elbv2, arn, ids)));
    groups.push(...read.filter((group) => group !== null));
  }
  const behind = groups.filter(({ registered, draining }) => registered.length + draining.length > 0);
  return { groups: behind, balancers, unread: arns.length - asked.length };
}

/** The load balancers and target groups that are left without a target when the instance no longer answers. */
export async function findEmptied(
  { elb }: Balancing,
  instanceId: string,
  { groups, balancers }: Registrations,
): Promise<string[]> {
  const isLast = await Promise.all(balancers.map((name) => isLastOf(elb, name, instanceId)));
  return [
    ...groups.flatMap(({ group, isLast: last }) => (last ? nameOfGroup(group) : [])),
    ...balancers.filter((_, index) => isLast[index]),
  ];
}

/** `web` of `arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/0123456789abcdef`. */
const nameOfGroup = (arn: string): string => arn.split('/').at(-2) ?? arn;

export const cautionsOf = (instanceId: string, emptied: readonly string[]): TargetFacts['cautions'] =>
  emptied.length === 0
    ? []
    : [
        {
          id: 'last-target',
          others: emptied.length,
          reason: `${instanceId} is the last healthy target of ${emptied.join(', ')}`,
        },
      ];
