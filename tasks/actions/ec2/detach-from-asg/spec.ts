import * as z from 'zod';
import type { ActionSpec } from '../../../../core/action-spec.ts';
import { identifier, regionalPlace } from '../../parameters.ts';
import { hostReads } from '../host-reads.ts';

const parameters = z.strictObject({ instanceId: identifier, ...regionalPlace });

const groups = ['autoscaling:DescribeAutoScalingInstances', 'autoscaling:DescribeAutoScalingGroups'] as const;
const read = ['ec2:DescribeInstances', ...groups] as const;

/**
 * Puts an instance of an Auto Scaling group on standby: the group takes it off its load balancers, and no
 * longer terminates it, and the evidence on it, for being unhealthy. So it comes before ec2.isolate-instance
 * and ec2.stop-instance.
 *
 * Standby rather than DetachInstances, because it stays a member and can be put back. The desired capacity is
 * decremented: the group goes on with one instance less, and with its policies may scale out at will. Not
 * decremented, it would launch a replacement at once, from the same image with the same hole, and undo would
 * leave it one instance too many, that it terminates some day, or fail where it is full. Where the group is
 * at its minimum, that is lowered by one first, and raised again in undo.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-enter-exit-standby.html
 */
export const spec = {
  id: 'ec2.detach-from-asg',
  version: 1,
  title: 'Put an instance of an Auto Scaling group on standby',
  parameters,
  target: ({ instanceId }: z.infer<typeof parameters>) => ({ kind: 'ec2-instance', id: instanceId }),
  scope: 'regional',
  impact: 'disruptive',
  permissions: {
    plan: [...read, ...hostReads],
    apply: [...groups, 'autoscaling:UpdateAutoScalingGroup', 'autoscaling:EnterStandby'],
    verify: groups,
    undo: [...groups, 'autoscaling:ExitStandby', 'autoscaling:UpdateAutoScalingGroup'],
  },
  undo: 'reversible',
  // Network Isolation, the nearest there is: standby takes it off the load balancers.
  d3fend: ['D3-NI'],
  guide: {
    does: 'Puts the instance on standby in its Auto Scaling group, which takes it off its load balancers, and no longer terminates it, and the evidence on it, for being unhealthy: put it before `ec2.isolate-instance` and `ec2.stop-instance`. The desired capacity falls by one, so no replacement is launched, which would come from the same image with the same hole; a group at its minimum has that lowered by one first. Refuses where the instance is in no group (`nothing-to-do`). Asks whatever the mode where it is the last one in service.',
    undoes:
      'Puts the instance back in service, then the minimum back up, unless somebody took it out of the group or changed the minimum since. Of several instances of one group, release the newest first, or the minimum stays lower; the report says so.',
    result: { group: 'the Auto Scaling group' },
    example: { instanceId: "{% $resource('ec2-instance').instanceId %}" },
    sources: [
      'https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-enter-exit-standby.html',
      'https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_EnterStandby.html',
    ],
  },
} as const satisfies ActionSpec<z.infer<typeof parameters>>;
