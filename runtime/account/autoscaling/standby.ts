import type {
  Activity,
  EnterStandbyCommandInput,
  EnterStandbyCommandOutput,
  ExitStandbyCommandInput,
  ExitStandbyCommandOutput,
} from '@aws-sdk/client-auto-scaling';
import type { CommandTable, WriteContext } from '../command.ts';
import { NotSimulated, writes } from '../command.ts';
import type { GroupMember, ScalingGroupRecord } from '../records.ts';
import { need, validationError } from './autoscaling-error.ts';
import { findGroup, findMembers } from './find-group.ts';
import { moveTraffic } from './traffic.ts';

/** Members move at once: nothing is launched, terminated or waited for. */
function enterStandby(input: EnterStandbyCommandInput, context: WriteContext) {
  const group = findGroup(input.AutoScalingGroupName, context);
  const members = findMembers(group, input.InstanceIds, 'InService');
  if (!need(input.ShouldDecrementDesiredCapacity, 'shouldDecrementDesiredCapacity')) {
    throw new NotSimulated('the simulated account launches no replacements: decrement the desired capacity');
  }
  const { name, minSize, maxSize, desiredCapacity } = group;
  if (desiredCapacity - members.length < minSize) {
    throw validationError(
      `AutoScalingGroup ${name} has min-size=${minSize}, max-size=${maxSize}, and desired-size=${desiredCapacity}. To place into standby ${members.length} instance, please update the AutoScalingGroup sizes appropriately.`,
    );
  }
  return { Activities: move(group, members, 'Standby', context) };
}

function exitStandby(input: ExitStandbyCommandInput, context: WriteContext) {
  const group = findGroup(input.AutoScalingGroupName, context);
  const members = findMembers(group, input.InstanceIds, 'Standby');
  const { name, minSize, maxSize, desiredCapacity } = group;
  if (desiredCapacity + members.length > maxSize) {
    throw validationError(
      `AutoScalingGroup ${name} has min-size=${minSize}, max-size=${maxSize}, and desired-size=${desiredCapacity}. To place into service ${members.length} instance, please update the AutoScalingGroup sizes appropriately.`,
    );
  }
  return { Activities: move(group, members, 'InService', context) };
}

function move(
  group: ScalingGroupRecord,
  moving: readonly GroupMember[],
  lifecycleState: 'Standby' | 'InService',
  context: WriteContext,
): Activity[] {
  const { name, desiredCapacity } = group;
  const step = lifecycleState === 'Standby' ? -1 : 1;
  const changed = desiredCapacity + step * moving.length;
  context.put('scaling-group', {
    ...group,
    desiredCapacity: changed,
    members: group.members.map((member) =>
      moving.includes(member) ? { ...member, lifecycleState } : member,
    ),
  });
  const ids = moving.map(({ instanceId }) => instanceId);
  moveTraffic(group, ids, lifecycleState, context);
  const at = new Date(context.now);
  const [to, how] = step < 0 ? ['to Standby', 'shrinking'] : ['out of Standby', 'increasing'];
  return moving.map(({ instanceId }) => ({
    ActivityId: context.newId('activity'),
    AutoScalingGroupName: name,
    Description: `Moving EC2 instance ${to}: ${instanceId}`,
    Cause: `At ${at.toISOString()} instance ${instanceId} was moved ${to.toLowerCase()} in response to a user request, ${how} the capacity from ${desiredCapacity} to ${changed}.`,
    StartTime: at,
    StatusCode: step < 0 ? 'InProgress' : 'PreInService',
    Progress: step < 0 ? 50 : 30,
  }));
}

export const standbyCommands: CommandTable = {
  EnterStandby: writes<EnterStandbyCommandInput, EnterStandbyCommandOutput>(
    ['AutoScalingGroupName', 'InstanceIds', 'ShouldDecrementDesiredCapacity'],
    enterStandby,
  ),
  ExitStandby: writes<ExitStandbyCommandInput, ExitStandbyCommandOutput>(
    ['AutoScalingGroupName', 'InstanceIds'],
    exitStandby,
  ),
};
