import { StopInstancesCommand } from '@aws-sdk/client-ec2';
import { Busy, NotFound } from '../../../../core/errors.ts';
import type { VerifyReply } from '../../../../core/playbook/protocol.ts';
import { defineAction, type ActionContext, type ChangeContext } from '../../action.ts';
import { findLiving } from '../instances.ts';
import { planStop } from './plan.ts';
import { isStoppedByUs, isUp, launchOf, StopData } from './run-state.ts';
import { spec } from './spec.ts';
import { undoStop } from './undo.ts';

async function applyStop(instanceId: string, { clients: { ec2 }, data, record }: ChangeContext<StopData>) {
  const instance = await findLiving(ec2, instanceId);
  if (instance === null) {
    throw new NotFound(`${instanceId} was terminated since it was planned; plan again`);
  }
  if (instance.State?.Name === 'pending') {
    throw new Busy(`${instanceId} is still starting, and EC2 cannot stop it yet; try again shortly`);
  }
  const running = isUp(instance);
  if (!isStoppedByUs(instance, data())) await record({ before: { running, launchedAt: launchOf(instance) } });
  if (running) await ec2.send(new StopInstancesCommand({ InstanceIds: [instanceId] }));
  return { instance: instanceId };
}

async function verifyStop(
  instanceId: string,
  { clients: { ec2 } }: ActionContext<StopData>,
): Promise<VerifyReply> {
  const instance = await findLiving(ec2, instanceId);
  if (instance === null) {
    return { verified: 'contained', reason: `${instanceId} is terminated` };
  }
  const reason = `${instanceId} is ${instance.State?.Name}`;
  if (instance.State?.Name === 'stopping') return { verified: 'pending', reason, retryAfter: 15 };
  return { verified: isUp(instance) ? 'not' : 'contained', reason };
}

export const stopInstance = defineAction(spec, {
  data: StopData,
  plan: planStop,
  apply: ({ parameters }, context) => applyStop(parameters.instanceId, context),
  verify: ({ parameters }, context) => verifyStop(parameters.instanceId, context),
  undo: ({ instanceId }, context) => undoStop(instanceId, context),
});
