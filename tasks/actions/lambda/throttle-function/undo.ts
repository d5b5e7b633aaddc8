import { Busy } from '../../../../core/errors.ts';
import type { ChangeContext, UndoReport } from '../../action.ts';
import { whyNot } from '../../aws-errors.ts';
import {
  describe,
  isThrottled,
  readReservation,
  writeReservation,
  type ConcurrencyData,
} from './concurrency.ts';

/**
 * Gives back the reservation that the function had, or takes ours away where it had none.
 * @throws Busy while the account has too little left for it.
 */
export async function undoThrottling(
  functionName: string,
  { clients: { lambda }, data }: ChangeContext<ConcurrencyData>,
): Promise<UndoReport> {
  const left = (why: string): UndoReport => ({ undone: [], left: [{ what: functionName, why }] });
  const { before } = data();
  if (before === null) return { undone: [], left: [] };
  const now = await readReservation(lambda, functionName);
  if (now === null) return left('somebody deleted it since');
  if (now.reserved === before.reserved) return { undone: [], left: [] };
  if (!isThrottled(now)) return left(`somebody gave it ${describe(now)} since; it had ${describe(before)}`);
  const failed = await whyNot(
    writeReservation(lambda, functionName, before),
    'InvalidParameterValueException',
  );
  if (failed === null) return { undone: [`${functionName} has ${describe(before)} again`], left: [], note };
  // Still held, so that it can be undone once the account has enough left.
  throw new Busy(`${functionName} cannot have ${describe(before)} back: ${failed}; then undo it again`);
}

const note = 'it runs again at once, with what waited for it meanwhile; its code is as it was';
