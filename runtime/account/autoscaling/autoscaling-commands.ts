import type {
  AutoScalingGroup,
  DescribeAutoScalingGroupsCommandInput,
  DescribeAutoScalingGroupsCommandOutput,
  DescribeAutoScalingInstancesCommandInput,
  DescribeAutoScalingInstancesCommandOutput,
  UpdateAutoScalingGroupCommandInput,
  UpdateAutoScalingGroupCommandOutput,
} from '@aws-sdk/client-auto-scaling';
import type { CommandTable, ReadContext, WriteContext } from '../command.ts';
import { reads, writes } from '../command.ts';
import type { GroupMember, ScalingGroupRecord } from '../records.ts';
import { validationError } from './autoscaling-error.ts';
import { findGroup } from './find-group.ts';
import { standbyCommands } from './standby.ts';

const toMember = (member: GroupMember) => ({
  InstanceId: member.instanceId,
  AvailabilityZone: member.availabilityZone,
  LifecycleState: member.lifecycleState,
  HealthStatus: 'Healthy',
  ProtectedFromScaleIn: false,
});

const toGroup = (group: ScalingGroupRecord): AutoScalingGroup => ({
  AutoScalingGroupName: group.name,
  AutoScalingGroupARN: group.arn,
  MinSize: group.minSize,
  MaxSize: group.maxSize,
  DesiredCapacity: group.desiredCapacity,
  DefaultCooldown: 300,
  AvailabilityZones: [...new Set(group.members.map(({ availabilityZone }) => availabilityZone))],
  TargetGroupARNs: [...group.targetGroupArns],
  LoadBalancerNames: [...group.loadBalancerNames],
  HealthCheckType: group.healthCheckType,
  CreatedTime: new Date(group.createdAt),
  Instances: group.members.map(toMember),
});

/** Names and ids that nobody has are passed over. */
function describeGroups(
  { AutoScalingGroupNames: names }: DescribeAutoScalingGroupsCommandInput,
  context: ReadContext,
) {
  const found = names
    ? names.flatMap((name) => context.get('scaling-group', name) ?? [])
    : [...context.list('scaling-group')];
  return { AutoScalingGroups: found.map(toGroup) };
}

function describeInstances({ InstanceIds }: DescribeAutoScalingInstancesCommandInput, context: ReadContext) {
  const groups = InstanceIds
    ? new Set(InstanceIds.flatMap((id) => context.find('scaling-group', 'instance-id', id)))
    : context.list('scaling-group');
  const AutoScalingInstances = Array.from(groups).flatMap(({ name, members }) =>
    members
      .filter(({ instanceId }) => InstanceIds?.includes(instanceId) ?? true)
      // Here the health is in capitals: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_AutoScalingInstanceDetails.html
      .map((member) => ({ ...toMember(member), AutoScalingGroupName: name, HealthStatus: 'HEALTHY' })),
  );
  return { AutoScalingInstances };
}

/** A minimum above the desired capacity raises that too, as on AWS; nothing is launched. */
function updateGroup(input: UpdateAutoScalingGroupCommandInput, context: WriteContext) {
  const group = findGroup(input.AutoScalingGroupName, context);
  const minSize = input.MinSize ?? group.minSize;
  const maxSize = input.MaxSize ?? group.maxSize;
  const desiredCapacity = input.DesiredCapacity ?? Math.max(group.desiredCapacity, minSize);
  if (minSize < 0 || minSize > maxSize) {
    throw validationError(`Max bound, ${maxSize}, must be greater than or equal to min bound, ${minSize}`);
  }
  if (desiredCapacity < minSize || desiredCapacity > maxSize) {
    throw validationError(
      `Desired capacity:${desiredCapacity} must be between the specified min size:${minSize} and max size:${maxSize}`,
    );
  }
  context.put('scaling-group', { ...group, minSize, maxSize, desiredCapacity });
  return {};
}

/** @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Operations.html */
export const autoscalingCommands: CommandTable = {
  DescribeAutoScalingGroups: reads<
    DescribeAutoScalingGroupsCommandInput,
    DescribeAutoScalingGroupsCommandOutput
  >(['AutoScalingGroupNames'], describeGroups),
  DescribeAutoScalingInstances: reads<
    DescribeAutoScalingInstancesCommandInput,
    DescribeAutoScalingInstancesCommandOutput
  >(['InstanceIds'], describeInstances),
  UpdateAutoScalingGroup: writes<UpdateAutoScalingGroupCommandInput, UpdateAutoScalingGroupCommandOutput>(
    ['AutoScalingGroupName', 'MinSize', 'MaxSize', 'DesiredCapacity'],
    updateGroup,
  ),
  ...standbyCommands,
};
