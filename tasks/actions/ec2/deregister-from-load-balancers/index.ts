import { DeregisterInstancesFromLoadBalancerCommand } from '@aws-sdk/client-elastic-load-balancing';
import { DeregisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { NotFound } from '../../../../core/errors.ts';
import type { VerifyReply } from '../../../../core/playbook/protocol.ts';
import type { Clients } from '../../../aws-clients.ts';
import { defineAction, type ActionContext, type ChangeContext } from '../../action.ts';
import { orNull } from '../../aws-errors.ts';
import { findLiving } from '../instances.ts';
import { findRegistrations, type Registrations } from '../registrations.ts';
import { toTarget } from '../target-groups.ts';
import { BehindData, beforeUs, mostGroups, toBehind } from './behind.ts';
import { describeUnread, planDeregistration } from './plan.ts';
import { spec } from './spec.ts';
import { undoDeregistration } from './undo.ts';

async function applyDeregistration(instanceId: string, { clients, data, record }: ChangeContext<BehindData>) {
  const instance = await findLiving(clients.ec2, instanceId);
  if (instance === null) {
    throw new NotFound(`${instanceId} was terminated since it was planned; plan again`);
  }
  const found = await findRegistrations(clients, instance, mostGroups);
  const before = beforeUs(toBehind(found), data().before);
  await record({ before });
  await deregister(clients, instanceId, found);
  return { targets: before.targets.map((item) => ({ ...item })), loadBalancers: before.balancers };
}

/** One call after another: a crash between any two is carried on from. What is gone meanwhile is off, too. */
async function deregister(
  { elb, elbv2 }: Clients,
  instanceId: string,
  { groups, balancers }: Registrations,
): Promise<void> {
  for (const { group, registered } of groups) {
    if (registered.length === 0) continue;
    const off = { TargetGroupArn: group, Targets: registered.map(toTarget) };
    // oxlint-disable-next-line no-await-in-loop
    await orNull(elbv2.send(new DeregisterTargetsCommand(off)), 'TargetGroupNotFoundException');
  }
  for (const name of balancers) {
    const off = { LoadBalancerName: name, Instances: [{ InstanceId: instanceId }] };
    // oxlint-disable-next-line no-await-in-loop
    await orNull(
      elb.send(new DeregisterInstancesFromLoadBalancerCommand(off)),
      'AccessPointNotFoundException',
    );
  }
}

async function verifyDeregistration(
  instanceId: string,
  { clients }: ActionContext<BehindData>,
): Promise<VerifyReply> {
  const instance = await findLiving(clients.ec2, instanceId);
  if (instance === null) return { verified: 'contained', reason: `${instanceId} is terminated` };
  const found = await findRegistrations(clients, instance, mostGroups);
  const { targets, balancers } = toBehind(found);
  const still = [...new Set(targets.map(({ group }) => group)), ...balancers];
  if (still.length > 0) return { verified: 'not', reason: `${instanceId} is behind ${still.join(', ')}` };
  if (found.unread > 0) return { verified: 'partial', reason: describeUnread(found.unread) };
  const draining = found.groups.length > 0 ? '; what is under way is being drained' : '';
  return { verified: 'contained', reason: `${instanceId} is behind no load balancer${draining}` };
}

export const deregisterFromLoadBalancers = defineAction(spec, {
  data: BehindData,
  plan: planDeregistration,
  apply: ({ parameters }, context) => applyDeregistration(parameters.instanceId, context),
  verify: ({ parameters }, context) => verifyDeregistration(parameters.instanceId, context),
  undo: ({ instanceId }, context) => undoDeregistration(instanceId, context),
});
