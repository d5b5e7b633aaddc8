import type { DeadLetter } from '../../../core/records/dead-letters.ts';
import { createDropLetter } from '../../../tasks/redrive-letter/drop-letter.ts';
import { requireWaiting } from '../../../tasks/redrive-letter/require-waiting.ts';
import { askYes } from '../ask-yes.ts';
import { openStore } from '../open-store.ts';
import type { Terminal } from '../terminal.ts';
import { chooseLetters, type LetterChoice } from './choose-letters.ts';

export interface DropOptions extends LetterChoice {
  readonly db: string;
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
  const store = openStore(options.db);
  try {
    const { deadLetters } = store.stores;
    const chosen = await chooseLetters(store.stores, ids, options);
    // All of them are looked at before any is dropped.
    const letters = await Promise.all(
      chosen.map(async (id) => requireWaiting(await deadLetters.require(id))),
    );
    if (!options.yes && !(await askYes(terminal, `Drop ${describe(letters)}? It is not tried again.`)))
      return false;
    const drop = createDropLetter({ stores: store.stores, clock: { now: Date.now } });
    const dropped = await Promise.all(letters.map(({ id }) => drop(id, options.by, options.reason)));
    if (options.json) terminal.out(JSON.stringify(dropped, null, 2));
    else
      terminal.out(
        `Dropped ${describe(letters)}; they stay in: tourniquet dlq list --ended --db ${options.db}`,
      );
    return true;
  } finally {
    store.close();
  }
}

function describe(letters: readonly DeadLetter[]): string {
  const [first] = letters;
  return first !== undefined && letters.length === 1
    ? `dead letter ${first.id} (${first.label})`
    : `${letters.length} dead letters`;
}
