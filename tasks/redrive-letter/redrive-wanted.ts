import { TourniquetError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { type DeadLetter, noteTried } from '../../core/records/dead-letters.ts';
import type { Stores } from '../../core/records/stores.ts';

export interface RedriveWantedPorts {
  readonly stores: Pick<Stores, 'deadLetters'>;
  readonly clock: Clock;
  /** See `createRedriveLetter`. */
  readonly redriveLetter: (id: string, by: string) => Promise<DeadLetter>;
}

/**
 * Tries the letters again that somebody marked as wanted, for a process beside the one that works on the store may mark
 * and not work. What cannot be tried says so in the letter. Called while it still runs, it does nothing.
 */
export function createRedriveWanted({ stores, clock, redriveLetter }: RedriveWantedPorts) {
  const redrive = async ({ id, wanted }: DeadLetter): Promise<void> => {
    const by = wanted?.by ?? '';
    try {
      await redriveLetter(id, by);
    } catch (error) {
      // It may go well the next time.
      if (error instanceof TourniquetError && error.retryable) throw error;
      const tried = { by, at: new Date(clock.now()).toISOString(), problem: (error as Error).message };
      await stores.deadLetters.change(id, (letter) => letter && noteTried(letter, tried));
    }
  };
  let isRunning = false;
  return async (): Promise<void> => {
    if (isRunning) return;
    isRunning = true;
    try {
      // One after another, as they were asked for: a later one may need what an earlier one leaves.
      // oxlint-disable-next-line no-await-in-loop
      for (const letter of await stores.deadLetters.listWanted()) await redrive(letter);
    } finally {
      isRunning = false;
    }
  };
}
