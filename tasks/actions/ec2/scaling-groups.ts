import {
  DescribeAutoScalingGroupsCommand,
  DescribeAutoScalingInstancesCommand,
} from '@aws-sdk/client-auto-scaling';
import type { Clients } from '../../aws-clients.ts';
import { required } from '../aws-errors.ts';

/** An instance's place in its Auto Scaling group. */
export interface Membership {
  readonly group: string;
  /** https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html */
  readonly state: string;
  readonly minSize: number;
  readonly desired: number;
  /** Of its other instances, how many are in service. */
  readonly othersInService: number;
  readonly targetGroupArns: readonly string[];
  readonly loadBalancers: readonly string[];
}

const hasLeft = (state: string | undefined): boolean => state === 'Detached' || state === 'Terminated';

/** Null where the instance is in no group. */
export async function findMembership(
  autoscaling: Clients['autoscaling'],
  instanceId: string,
): Promise<Membership | null> {
  const { AutoScalingInstances = [] } = await autoscaling.send(
    new DescribeAutoScalingInstancesCommand({ InstanceIds: [instanceId] }),
  );
  const member = AutoScalingInstances.find(({ LifecycleState }) => !hasLeft(LifecycleState));
  if (member === undefined) return null;
  const name = required(member.AutoScalingGroupName, 'AutoScalingGroupName');
  const { AutoScalingGroups = [] } = await autoscaling.send(
    new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] }),
  );
  const [group] = AutoScalingGroups;
  if (group === undefined) return null;
  return {
    group: name,
    state: required(member.LifecycleState, 'LifecycleState'),
    minSize: required(group.MinSize, 'MinSize'),
    desired: required(group.DesiredCapacity, 'DesiredCapacity'),
    othersInService: (group.Instances ?? []).filter(
      ({ InstanceId, LifecycleState }) => InstanceId !== instanceId && LifecycleState === 'InService',
    ).length,
    targetGroupArns: group.TargetGroupARNs ?? [],
    loadBalancers: group.LoadBalancerNames ?? [],
  };
}
