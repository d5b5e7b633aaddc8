import * as z from 'zod';
import type { Clock } from '../../core/ports/clock.ts';
import type { Digest } from '../../core/ports/digest.ts';
import { DeliveryRef, occurrenceId } from '../../core/records/deliveries.ts';
import type { Stores } from '../../core/records/stores.ts';
import { messageInCause } from '../lambda-cause.ts';
import type { Task } from '../task.ts';

/** What a Catch of triage hands over. The cause of a Lambda error is text. */
const Request = z.object({
  stage: z.string(),
  ref: DeliveryRef,
  finding: z.string(),
  error: z.string(),
  cause: z.string(),
});

export interface DeadLetterPorts {
  readonly stores: Stores;
  readonly clock: Clock;
  readonly digest: Digest;
}

/** Records a finding whose triage could not go on, with the error and the way to its original. */
export function createDeadLetter({ stores, clock, digest }: DeadLetterPorts): Task {
  return async (payload) => {
    const { stage, ref, finding, error, cause } = Request.parse(payload);
    const received = await stores.deliveries.get(ref);
    const id = digest(`${occurrenceId(ref)}/${stage}`).slice(0, 24);
    await stores.deadLetters.put({
      id,
      at: new Date(clock.now()).toISOString(),
      stage,
      reason: `${error}: ${messageInCause(cause).slice(0, 1000)}`,
      delivery: ref.delivery,
      raw: received?.finding.raw ?? null,
      label: finding,
    });
    return { id };
  };
}
