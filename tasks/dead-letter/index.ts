import * as z from 'zod';
import type { Clock } from '../../core/ports/clock.ts';
import type { Digest } from '../../core/ports/digest.ts';
import { DeliveryRef, occurrenceId } from '../../core/records/deliveries.ts';
import type { Stores } from '../../core/records/stores.ts';
import { readRedrive } from '../redrive-letter/redrive-name.ts';
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
    const { stage, ref, finding: label, error, cause } = Request.parse(payload);
    const received = await stores.deliveries.get(ref);
    const again = readRedrive(ref.delivery);
    const id = again?.letter ?? digest(`${occurrenceId(ref)}/${stage}`).slice(0, 24);
    const failed = {
      id,
      at: new Date(clock.now()).toISOString(),
      queue: 'processing',
      stage,
      reason: `${error}: ${messageInCause(cause).slice(0, 1000)}`,
      delivery: ref.delivery,
      index: ref.index,
      raw: received?.finding.raw ?? null,
      label,
      origin: received?.finding.origin ?? unknownOrigin,
      attempts: again?.attempt ?? 1,
    } as const;
    // What was tried again and failed again is the letter that it was.
    if (again === null) await stores.deadLetters.put(failed);
    else
      await stores.deadLetters.change(id, (letter) =>
        letter !== null && letter.attempts === again.attempt && letter.ended === undefined
          ? letter
          : { ...failed, ...(letter?.tried && { tried: letter.tried }) },
      );
    return { id };
  };
}

const unknownOrigin = { via: 'file', account: null, trusted: false } as const;
