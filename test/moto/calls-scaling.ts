import * as autoscaling from '@aws-sdk/client-auto-scaling';
import * as elb from '@aws-sdk/client-elastic-load-balancing';
import * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Names } from './both.ts';
import { type ComparedCall, on } from './compared-call.ts';

const onScaling = on('autoscaling');
const onTargets = on('elbv2');
const onClassic = on('elb');

const noGroup = { AutoScalingGroupName: 'no-such-group' };
const minimum = (MinSize: number) => (names: Names) =>
  new autoscaling.UpdateAutoScalingGroupCommand({ AutoScalingGroupName: names.groupName, MinSize });
const standby = ({ groupName, instanceId }: Names) =>
  new autoscaling.EnterStandbyCommand({
    AutoScalingGroupName: groupName,
    InstanceIds: [instanceId],
    ShouldDecrementDesiredCapacity: true,
  });
const back = ({ groupName, instanceId }: Names) =>
  new autoscaling.ExitStandbyCommand({ AutoScalingGroupName: groupName, InstanceIds: [instanceId] });

/** On a group of one, at its minimum. */
export const scalingCalls: readonly ComparedCall[] = [
  onScaling(
    'groups',
    ({ groupName }) =>
      new autoscaling.DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [groupName] }),
  ),
  onScaling(
    'an unknown group',
    () => new autoscaling.DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: ['no-such-group'] }),
  ),
  onScaling(
    'members',
    ({ instanceId }) => new autoscaling.DescribeAutoScalingInstancesCommand({ InstanceIds: [instanceId] }),
  ),
  onScaling('a lower minimum', minimum(0)),
  onScaling(
    'the minimum of an unknown group',
    () => new autoscaling.UpdateAutoScalingGroupCommand({ ...noGroup, MinSize: 0 }),
  ),
  onScaling('standby', standby),
  onScaling(
    'members afterwards',
    ({ instanceId }) => new autoscaling.DescribeAutoScalingInstancesCommand({ InstanceIds: [instanceId] }),
  ),
  onScaling('back in service', back),
  onScaling('back in service again', back),
  onScaling('the minimum again', minimum(1)),
  onScaling('standby below the minimum', standby),
  onScaling(
    'standby in an unknown group',
    ({ instanceId }) =>
      new autoscaling.EnterStandbyCommand({
        ...noGroup,
        InstanceIds: [instanceId],
        ShouldDecrementDesiredCapacity: true,
      }),
  ),
];

const Targets = ({ instanceId }: Names) => [{ Id: instanceId, Port: 80 }];
const gone = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/gone/0123456789abcdef';

/** On an instance behind a target group and a classic load balancer. */
export const balancerCalls: readonly ComparedCall[] = [
  onTargets('target groups', () => new elbv2.DescribeTargetGroupsCommand({})),
  onTargets(
    'targets',
    ({ targetGroupArn: TargetGroupArn }) => new elbv2.DescribeTargetHealthCommand({ TargetGroupArn }),
  ),
  onTargets(
    'targets of an unknown group',
    () => new elbv2.DescribeTargetHealthCommand({ TargetGroupArn: gone }),
  ),
  onTargets(
    'taking it off',
    (names) =>
      new elbv2.DeregisterTargetsCommand({ TargetGroupArn: names.targetGroupArn, Targets: Targets(names) }),
  ),
  onTargets(
    'taking it off again',
    (names) =>
      new elbv2.DeregisterTargetsCommand({ TargetGroupArn: names.targetGroupArn, Targets: Targets(names) }),
  ),
  onTargets(
    'putting it back',
    (names) =>
      new elbv2.RegisterTargetsCommand({ TargetGroupArn: names.targetGroupArn, Targets: Targets(names) }),
  ),
  onTargets(
    'putting it into an unknown group',
    (names) => new elbv2.RegisterTargetsCommand({ TargetGroupArn: gone, Targets: Targets(names) }),
  ),
  onClassic(
    'load balancers',
    ({ balancerName }) => new elb.DescribeLoadBalancersCommand({ LoadBalancerNames: [balancerName] }),
  ),
  onClassic(
    'an unknown load balancer',
    () => new elb.DescribeLoadBalancersCommand({ LoadBalancerNames: ['no-such-balancer'] }),
  ),
  onClassic(
    'health',
    ({ balancerName }) => new elb.DescribeInstanceHealthCommand({ LoadBalancerName: balancerName }),
  ),
  onClassic(
    'taking it off',
    ({ balancerName, instanceId }) =>
      new elb.DeregisterInstancesFromLoadBalancerCommand({
        LoadBalancerName: balancerName,
        Instances: [{ InstanceId: instanceId }],
      }),
  ),
  onClassic(
    'putting it back',
    ({ balancerName, instanceId }) =>
      new elb.RegisterInstancesWithLoadBalancerCommand({
        LoadBalancerName: balancerName,
        Instances: [{ InstanceId: instanceId }],
      }),
  ),
  onClassic(
    'putting it into an unknown one',
    ({ instanceId }) =>
      new elb.RegisterInstancesWithLoadBalancerCommand({
        LoadBalancerName: 'no-such-balancer',
        Instances: [{ InstanceId: instanceId }],
      }),
  ),
];
