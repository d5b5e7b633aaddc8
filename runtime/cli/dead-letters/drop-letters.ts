import type { DeadLetter } from '../../../core/records/dead-letters.ts';
import { requireWaiting } from '../../../tasks/redrive-letter/require-waiting.ts';
import { askYes } from '../ask-yes.ts';
import type { Terminal } from '../terminal.ts';
import { chooseLetters, type LetterChoice } from './choose-letters.ts';
import { type BoxChoice, nameBox, openLetterBox } from './letter-box.ts';

export interface DropOptions extends LetterChoice, BoxChoice {
  readonly by: string;
  readonly reason?: string;
  readonly yes: boolean;
  readonly json: boolean;
}

/** They wait no longer, and stay: who dropped them, when and why. @returns false when the person said no. */
export async function dropLetters(
  ids: readonly string[],
  options: DropOptions,
  terminal: Terminal,
): Promise<boolean> {
  const box = await openLetterBox(options);
  try {
    const chosen = await chooseLetters(box, ids, options);
    // All of them are looked at before any is dropped.
    const letters: DeadLetter[] = [];
    // oxlint-disable-next-line no-await-in-loop
    for (const id of chosen) letters.push(requireWaiting((await box.find(id)).letter));
    if (!options.yes && !(await askYes(terminal, `Drop ${describe(letters)}? It is not tried again.`)))
      return false;
    // Whoever was asked may have taken their time.
    await box.putBack();
    const dropped: DeadLetter[] = [];
    // oxlint-disable-next-line no-await-in-loop
    for (const { id } of letters) dropped.push(await box.drop(id, options.by, options.reason));
    if (options.json) terminal.out(JSON.stringify(dropped, null, 2));
    else
      terminal.out(
        `Dropped ${describe(letters)}; they stay in: tourniquet dlq list --ended ${nameBox(options)}`,
      );
    return true;
  } finally {
    await box.close();
  }
}

function describe(letters: readonly DeadLetter[]): string {
  const [first] = letters;
  return first !== undefined && letters.length === 1
    ? `dead letter ${first.id} (${first.label})`
    : `${letters.length} dead letters`;
}
