import { InvalidInput } from '../../../core/errors.ts';
import type { DeadLetter } from '../../../core/records/dead-letters.ts';
import type { LetterBox } from './letter-box.ts';

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

/** Of one command: who has more takes it again. */
const most = 10_000;

/** The ids that are meant, the oldest letter first. @throws InvalidInput where none waits. */
export async function chooseLetters(
  box: Pick<LetterBox, 'list'>,
  ids: readonly string[],
  { all, queue }: LetterChoice,
): Promise<readonly string[]> {
  if (!all) return [...new Set(ids)];
  const { items } = await box.list({ ended: false, limit: most, ...(queue && { queue }) });
  if (items.length === 0)
    throw new InvalidInput(`no dead letter waits${queue === undefined ? '' : ` in the ${queue} queue`}`);
  return items.map(({ id }) => id).toReversed();
}
