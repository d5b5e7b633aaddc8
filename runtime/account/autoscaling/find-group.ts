import type { ReadContext } from '../command.ts';
import type { GroupMember, ScalingGroupRecord } from '../records.ts';
import { need, validationError } from './autoscaling-error.ts';

export function findGroup(given: string | undefined, context: ReadContext): ScalingGroupRecord {
  const name = need(given, 'autoScalingGroupName');
  const group = context.get('scaling-group', name);
  if (group) return group;
  throw validationError(`AutoScalingGroup name not found - AutoScalingGroup ${name} not found`);
}

/** Members by their ids, each of which must be in the wanted state. */
export function findMembers(
  { name, members }: ScalingGroupRecord,
  ids: readonly string[] | undefined,
  state: GroupMember['lifecycleState'],
): GroupMember[] {
  const wanted = need(ids, 'instanceIds');
  return wanted.map((id) => {
    const member = members.find(({ instanceId }) => instanceId === id);
    if (!member) throw validationError(`The instance ${id} is not part of Auto Scaling group ${name}.`);
    if (member.lifecycleState !== state) throw validationError(`The instance ${id} is not in ${state}.`);
    return member;
  });
}
