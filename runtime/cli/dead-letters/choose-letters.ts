import { InvalidInput } from '../../../core/errors.ts';
import type { DeadLetter } from '../../../core/records/dead-letters.ts';
import type { Stores } from '../../../core/records/stores.ts';

export type Queue = DeadLetter['queue'];

/** Which letters a command is about: those that were named, or all that wait (in one queue). */
export interface LetterChoice {
  readonly all: boolean;
  readonly queue?: Queue;
}

/** @returns why the choice is none; null where it is one. */
export function findMisuse(ids: readonly string[], { all, queue }: LetterChoice): string | null {
  if (all && ids.length > 0) return '--all takes no ids; name letters, or take all';
  if (!all && ids.length === 0) return 'no dead letter is named; give ids of: tourniquet dlq list, or --all';
  return !all && queue !== undefined ? '--queue goes with --all' : null;
}

/** The ids that are meant, the oldest letter first. @throws InvalidInput where none waits. */
export async function chooseLetters(
  { deadLetters }: Pick<Stores, 'deadLetters'>,
  ids: readonly string[],
  { all, queue }: LetterChoice,
): Promise<readonly string[]> {
  if (!all) return [...new Set(ids)];
  const waiting = (await deadLetters.list()).filter(
    (letter) => queue === undefined || letter.queue === queue,
  );
  if (waiting.length === 0)
    throw new InvalidInput(`no dead letter waits${queue === undefined ? '' : ` in the ${queue} queue`}`);
  return waiting.map(({ id }) => id);
}
