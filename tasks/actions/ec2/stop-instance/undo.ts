import { StartInstancesCommand } from '@aws-sdk/client-ec2';
import { Busy } from '../../../../core/errors.ts';
import type { ChangeContext, UndoReport } from '../../action.ts';
import { findLiving } from '../instances.ts';
import { isStoppedByUs, isUp, type StopData } from './run-state.ts';

const left = (what: string, why: string): UndoReport => ({ undone: [], left: [{ what, why }] });

/**
 * Starts what ran before and nobody started since.
 * @throws Busy while it is still on its way down, for EC2 cannot start it then.
 */
export async function undoStop(instanceId: string, context: ChangeContext<StopData>): Promise<UndoReport> {
  const { ec2 } = context.clients;
  const recorded = context.data();
  if (recorded.before?.running !== true) return { undone: [], left: [] };
  const instance = await findLiving(ec2, instanceId);
  if (instance === null) return left(instanceId, 'somebody terminated it since');
  if (isUp(instance)) return { undone: [], left: [] };
  if (!isStoppedByUs(instance, recorded)) {
    return left(instanceId, 'somebody started it since, and it was stopped again');
  }
  if (instance.State?.Name === 'stopping') {
    throw new Busy(`${instanceId} is still stopping; try again in a minute`);
  }
  await ec2.send(new StartInstancesCommand({ InstanceIds: [instanceId] }));
  return {
    undone: [`${instanceId} is started`],
    left: [],
    note: 'whatever starts with the system runs again, an intruder’s programs too; a public address that AWS lends is another one',
  };
}
