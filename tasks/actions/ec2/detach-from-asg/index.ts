import { EnterStandbyCommand, UpdateAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import { Busy, NotFound } from '../../../../core/errors.ts';
import type { VerifyReply } from '../../../../core/playbook/protocol.ts';
import { defineAction, type ActionContext, type ChangeContext } from '../../action.ts';
import { findMembership } from '../scaling-groups.ts';
import { planStandby } from './plan.ts';
import { spec } from './spec.ts';
import { isComing, isOurs, isStandby, StandbyData, weigh } from './standby.ts';
import { undoStandby } from './undo.ts';

async function applyStandby(
  instanceId: string,
  { clients: { autoscaling }, data, record }: ChangeContext<StandbyData>,
) {
  const membership = await findMembership(autoscaling, instanceId);
  if (membership === null) {
    throw new NotFound(`${instanceId} left its Auto Scaling group since it was planned; plan again`);
  }
  const { group } = membership;
  if (isComing(membership)) {
    throw new Busy(`${instanceId} is ${membership.state} in ${group}, not in service yet; try again shortly`);
  }
  const recorded = data();
  if (isOurs(membership, recorded)) return { group };
  const weighed = weigh(membership, recorded);
  await record(weighed);
  if (isStandby(membership)) return { group };
  const { loweredTo } = weighed;
  if (loweredTo !== null) {
    await autoscaling.send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: group, MinSize: loweredTo }),
    );
  }
  await autoscaling.send(
    new EnterStandbyCommand({
      AutoScalingGroupName: group,
      InstanceIds: [instanceId],
      ShouldDecrementDesiredCapacity: true,
    }),
  );
  return { group };
}

async function verifyStandby(
  instanceId: string,
  { clients: { autoscaling } }: ActionContext<StandbyData>,
): Promise<VerifyReply> {
  const membership = await findMembership(autoscaling, instanceId);
  if (membership === null) {
    return { verified: 'contained', reason: `${instanceId} is in no Auto Scaling group` };
  }
  const reason = `${instanceId} is ${membership.state} in ${membership.group}`;
  if (membership.state === 'EnteringStandby') return { verified: 'pending', reason, retryAfter: 10 };
  return { verified: isStandby(membership) ? 'contained' : 'not', reason };
}

export const detachFromAsg = defineAction(spec, {
  data: StandbyData,
  plan: planStandby,
  apply: ({ parameters }, context) => applyStandby(parameters.instanceId, context),
  verify: ({ parameters }, context) => verifyStandby(parameters.instanceId, context),
  undo: ({ instanceId }, context) => undoStandby(instanceId, context),
});
