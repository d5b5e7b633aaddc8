import {
  DescribeInstanceHealthCommand,
  DescribeLoadBalancersCommand,
} from '@aws-sdk/client-elastic-load-balancing';
import type { Clients } from '../../aws-clients.ts';
import { orNull } from '../aws-errors.ts';

type Elb = Clients['elb'];

/** The classic load balancers that an instance is registered with. */
export async function listBalancersOf(elb: Elb, instanceId: string): Promise<string[]> {
  const found: string[] = [];
  let Marker: string | undefined;
  do {
    // Each page names the next.
    // oxlint-disable-next-line no-await-in-loop
    const page = await elb.send(new DescribeLoadBalancersCommand({ PageSize: 400, Marker }));
    const holding = (page.LoadBalancerDescriptions ?? []).filter(({ Instances = [] }) =>
      Instances.some(({ InstanceId }) => InstanceId === instanceId),
    );
    found.push(...holding.flatMap(({ LoadBalancerName }) => LoadBalancerName ?? []));
    Marker = page.NextMarker;
  } while (Marker !== undefined);
  return found.toSorted();
}

/** True where the load balancer has no other instance in service. */
export async function isLastOf(elb: Elb, balancer: string, instanceId: string): Promise<boolean> {
  const health = await orNull(
    elb.send(new DescribeInstanceHealthCommand({ LoadBalancerName: balancer })),
    'AccessPointNotFoundException',
  );
  if (health === null) return false;
  const { InstanceStates = [] } = health;
  return !InstanceStates.some(({ InstanceId, State }) => InstanceId !== instanceId && State === 'InService');
}
