import type { Clock } from '../../core/ports/clock.ts';
import type { DeadLetter } from '../../core/records/dead-letters.ts';
import type { Stores } from '../../core/records/stores.ts';
import { requireWaiting } from './require-waiting.ts';

interface DropLetterPorts {
  readonly stores: Pick<Stores, 'deadLetters'>;
  readonly clock: Clock;
}

/** @throws NotFound, Conflict where it waits no longer. */
export type DropLetter = (id: string, by: string, reason?: string) => Promise<DeadLetter>;

/** A letter waits no longer, and stays: who dropped it, when and why. */
export function createDropLetter({ stores: { deadLetters }, clock }: DropLetterPorts): DropLetter {
  return async (id, by, reason) => {
    const at = new Date(clock.now()).toISOString();
    const ended = { how: 'dropped', by, at, ...(reason && { reason }) } as const;
    await deadLetters.require(id);
    const dropped = await deadLetters.change(id, (current) => {
      if (current === null) return current;
      const { wanted: _, ...letter } = requireWaiting(current);
      return { ...letter, ended };
    });
    return dropped ?? (await deadLetters.require(id));
  };
}
