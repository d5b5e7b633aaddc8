import { NotFound } from '../../../../core/errors.ts';
import { defineAction } from '../../action.ts';
import { ConcurrencyData, describe, isThrottled, readReservation, writeReservation } from './concurrency.ts';
import { planThrottling } from './plan.ts';
import { spec } from './spec.ts';
import { undoThrottling } from './undo.ts';

export const throttleFunction = defineAction(spec, {
  data: ConcurrencyData,
  plan: planThrottling,
  async apply({ parameters: { functionName } }, { clients: { lambda }, data, record }) {
    const now = await readReservation(lambda, functionName);
    if (now === null) throw new NotFound(`${functionName} was deleted since it was planned; plan again`);
    const known = data().before;
    const throttled = isThrottled(now);
    await record({ before: throttled && known !== null ? known : now });
    if (!throttled) await writeReservation(lambda, functionName, { reserved: 0 });
    return { function: functionName };
  },
  async verify({ parameters: { functionName } }, { clients: { lambda } }) {
    const now = await readReservation(lambda, functionName);
    if (now === null) return { verified: 'contained', reason: `${functionName} does not exist any more` };
    return {
      verified: isThrottled(now) ? 'contained' : 'not',
      reason: `${functionName} has ${describe(now)}`,
    };
  },
  undo: ({ functionName }, context) => undoThrottling(functionName, context),
});
