import { ExitStandbyCommand, UpdateAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import { Busy } from '../../../../core/errors.ts';
import type { Clients } from '../../../aws-clients.ts';
import type { ChangeContext, UndoReport } from '../../action.ts';
import { whyNot } from '../../aws-errors.ts';
import { findMembership, type Membership } from '../scaling-groups.ts';
import { isComing, type StandbyData } from './standby.ts';

const nothing: UndoReport = { undone: [], left: [] };

const both = (one: UndoReport, other: UndoReport): UndoReport => ({
  undone: [...one.undone, ...other.undone],
  left: [...one.left, ...other.left],
});

/**
 * Puts the instance back in service, and then the minimum back up: the other way round the group would launch
 * an instance to reach it.
 * @throws Busy while the instance is on its way, in or out.
 */
export async function undoStandby(
  instanceId: string,
  { clients: { autoscaling }, data }: ChangeContext<StandbyData>,
): Promise<UndoReport> {
  const { before, loweredTo } = data();
  if (before === null) return nothing;
  const found = await findMembership(autoscaling, instanceId);
  if (found === null || found.group !== before.group) {
    const why = `somebody took it out of ${before.group} since, or the group is gone`;
    return { undone: [], left: [{ what: instanceId, why }] };
  }
  const exit = before.standby ? nothing : await exitStandby(autoscaling, instanceId, found);
  if (loweredTo === null || exit.left.length > 0) return exit;
  // ExitStandby raises the desired capacity by one before it answers.
  const now = { ...found, desired: found.desired + exit.undone.length };
  return both(exit, await raiseMinimum(autoscaling, now, { minSize: before.minSize, loweredTo }));
}

async function exitStandby(
  autoscaling: Clients['autoscaling'],
  instanceId: string,
  { group, state }: Membership,
): Promise<UndoReport> {
  if (state === 'EnteringStandby') {
    throw new Busy(`${instanceId} is still on its way to standby in ${group}; try again shortly`);
  }
  if (state !== 'Standby') return nothing;
  const failed = await whyNot(
    autoscaling.send(new ExitStandbyCommand({ AutoScalingGroupName: group, InstanceIds: [instanceId] })),
    'ValidationError',
  );
  if (failed === null) return { undone: [`${instanceId} is in service in ${group} again`], left: [] };
  // Still held, so that it can be undone once there is room.
  throw new Busy(
    `${instanceId} stays on standby in ${group}: ${failed}; make room for it, then undo it again`,
  );
}

async function raiseMinimum(
  autoscaling: Clients['autoscaling'],
  membership: Membership,
  { minSize, loweredTo }: { readonly minSize: number; readonly loweredTo: number },
): Promise<UndoReport> {
  const { group, desired } = membership;
  const left = (why: string): UndoReport => ({
    undone: [],
    left: [{ what: `the minimum of ${group}`, why }],
  });
  if (membership.minSize === minSize) return nothing;
  if (membership.minSize !== loweredTo) {
    return left(
      `somebody, or another containment in this group, made it ${membership.minSize} since; it was ${minSize}, and ${loweredTo} by us`,
    );
  }
  if (desired < minSize) {
    if (isComing(membership)) throw new Busy(`${group} is still taking its instance back; try again shortly`);
    return left(
      `it stays ${loweredTo}: somebody made the group smaller since, and at ${minSize} it would launch`,
    );
  }
  await autoscaling.send(
    new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: group, MinSize: minSize }),
  );
  return { undone: [`the minimum of ${group} is ${minSize} again`], left: [] };
}
