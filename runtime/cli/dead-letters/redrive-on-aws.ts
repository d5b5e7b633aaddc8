import type { LettersOnAws } from '../../letters/letters-on-aws.ts';
import type { Terminal } from '../terminal.ts';
import { type BoxChoice, openLettersOnAws } from './letter-box.ts';
import { chooseLetters, type LetterChoice } from './choose-letters.ts';
import { describeLetter, type Redriven, tellRedriven } from './tell-redriven.ts';

interface Asking extends BoxChoice, LetterChoice {
  readonly by: string;
  readonly json: boolean;
}

/**
 * Tries the letters of a deployment again, each by who failed with it: a function, or whoever reads the queue.
 * @returns whether nothing went wrong.
 */
export async function redriveOnAws(
  ids: readonly string[],
  options: Asking,
  terminal: Terminal,
): Promise<boolean> {
  const letters = await openLettersOnAws(options);
  try {
    const chosen = await chooseLetters(letters, ids, options);
    const results: Redriven[] = [];
    for (const id of chosen) {
      // One after another, as they came: a later one may need what an earlier one leaves.
      // oxlint-disable-next-line no-await-in-loop
      results.push(await redrive(letters, id, options.by));
    }
    return tellRedriven(terminal, results, options);
  } finally {
    await letters.putBack();
  }
}

async function redrive(letters: LettersOnAws, id: string, by: string): Promise<Redriven> {
  try {
    return describeLetter(await letters.redrive(id, by));
  } catch (error) {
    // Of whatever kind: the others are tried all the same.
    return { id, went: 'wrong', reason: (error as Error).message };
  }
}
