import { RegisterInstancesWithLoadBalancerCommand } from '@aws-sdk/client-elastic-load-balancing';
import { RegisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Instance } from '@aws-sdk/client-ec2';
import { Busy } from '../../../../core/errors.ts';
import type { Clients } from '../../../aws-clients.ts';
import type { ChangeContext, UndoReport } from '../../action.ts';
import { whyNot } from '../../aws-errors.ts';
import { listBalancersOf } from '../classic-balancers.ts';
import { findLiving } from '../instances.ts';
import { readGroup, sameTarget, toTarget, type TargetRef } from '../target-groups.ts';
import { isBehindNone, isChanged, type BehindData } from './behind.ts';

const nothing: UndoReport = { undone: [], left: [] };

/**
 * Registers what we took off and is still off.
 * @throws Busy while the instance is not running, for load balancers take no other, and while an address is
 *   still being drained, for it cannot be registered again before.
 */
export async function undoDeregistration(
  instanceId: string,
  { clients, data }: ChangeContext<BehindData>,
): Promise<UndoReport> {
  const { before } = data();
  if (before === null || isBehindNone(before)) return nothing;
  const instance = await findLiving(clients.ec2, instanceId);
  if (instance === null) {
    return { undone: [], left: [{ what: instanceId, why: 'somebody terminated it since' }] };
  }
  const reports: UndoReport[] = [];
  for (const group of new Set(before.targets.map((item) => item.group))) {
    const targets = before.targets.filter((item) => item.group === group);
    // One after another, so that each is seen before the next is changed.
    // oxlint-disable-next-line no-await-in-loop
    reports.push(await registerTargets(clients.elbv2, instance, targets));
  }
  reports.push(...(await registerInstance(clients.elb, instance, before.balancers)));
  return {
    undone: reports.flatMap(({ undone }) => undone),
    left: reports.flatMap(({ left }) => left),
  };
}

/** @param targets of one group */
async function registerTargets(
  elbv2: Clients['elbv2'],
  instance: Instance,
  targets: readonly TargetRef[],
): Promise<UndoReport> {
  const [{ group } = { group: '' }] = targets;
  const left = (why: string): UndoReport => ({ undone: [], left: [{ what: group, why }] });
  const found = await readGroup(elbv2, group, new Set(targets.map(({ id }) => id)));
  if (found === null) return left('the target group is gone');
  const { registered, draining } = found;
  if (isChanged(registered, targets)) {
    return left(`somebody registered ${describe(registered)} since; it was ${describe(targets)}`);
  }
  const absent = targets.filter((item) => !registered.some((known) => sameTarget(known, item)));
  if (absent.length === 0) return nothing;
  assertReady(instance, absent, draining);
  const failed = await whyNot(
    elbv2.send(new RegisterTargetsCommand({ TargetGroupArn: group, Targets: absent.map(toTarget) })),
    'InvalidTargetException',
    'TargetGroupNotFoundException',
  );
  if (failed !== null) return left(`${describe(absent)} cannot be registered again: ${failed}`);
  return { undone: [`${describe(absent)} is registered with ${group} again`], left: [] };
}

const describe = (targets: readonly TargetRef[]): string =>
  targets.map(({ id, port }) => `${id} with port ${port}`).join(', ');

function assertReady(instance: Instance, absent: readonly TargetRef[], draining: readonly TargetRef[]): void {
  const { InstanceId } = instance;
  const addresses = absent.filter(({ id }) => id !== InstanceId);
  if (addresses.length < absent.length) assertRunning(instance);
  const waiting = addresses.find((item) => draining.some((other) => sameTarget(other, item)));
  if (waiting === undefined) return;
  throw new Busy(`${waiting.id} is still being drained from ${waiting.group}; try again in some minutes`);
}

function assertRunning({ InstanceId, State }: Instance): void {
  if (State?.Name === 'running') return;
  throw new Busy(
    `${InstanceId} is ${State?.Name}, and load balancers take running instances only: start it, then try again`,
  );
}

async function registerInstance(
  elb: Clients['elb'],
  instance: Instance,
  balancers: readonly string[],
): Promise<UndoReport[]> {
  if (balancers.length === 0) return [];
  const { InstanceId = '' } = instance;
  const now = await listBalancersOf(elb, InstanceId);
  const reports: UndoReport[] = [];
  for (const name of balancers.filter((item) => !now.includes(item))) {
    assertRunning(instance);
    const again = { LoadBalancerName: name, Instances: [{ InstanceId }] };
    // One after another, so that each is seen before the next is changed.
    // oxlint-disable-next-line no-await-in-loop
    const failed = await whyNot(
      elb.send(new RegisterInstancesWithLoadBalancerCommand(again)),
      'AccessPointNotFoundException',
      'InvalidEndPointException',
    );
    reports.push(
      failed === null
        ? { undone: [`${InstanceId} is registered with ${name} again`], left: [] }
        : { undone: [], left: [{ what: name, why: `it cannot be registered again: ${failed}` }] },
    );
  }
  return reports;
}
