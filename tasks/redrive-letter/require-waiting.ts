import { Conflict } from '../../core/errors.ts';
import type { DeadLetter } from '../../core/records/dead-letters.ts';

/** @throws Conflict where it waits no longer. */
export function requireWaiting(letter: DeadLetter): DeadLetter {
  if (letter.ended === undefined) return letter;
  const { how, by, at } = letter.ended;
  throw new Conflict(`dead letter ${letter.id} was ${how} by ${by} at ${at}; it waits no longer`);
}
