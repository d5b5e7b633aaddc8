import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidInput } from '../../../core/errors.ts';
import type { DeadLetter } from '../../../core/records/dead-letters.ts';
import type { Stores } from '../../../core/records/stores.ts';
import { requireWaiting } from '../../../tasks/redrive-letter/require-waiting.ts';
import { openStore } from '../open-store.ts';
import type { Terminal } from '../terminal.ts';
import { chooseLetters, type LetterChoice } from './choose-letters.ts';
import { listIn } from './letter-box.ts';
import { describeLetter, tellRedriven } from './tell-redriven.ts';

interface Asking extends LetterChoice {
  readonly db: string;
  readonly by: string;
  readonly json: boolean;
}

/** A server looks each second: who has not begun by then is none. */
const usual = { patienceMs: 10_000, lookEveryMs: 200 };

/**
 * Asks the server that holds the database to try letters again: marks them, and waits until each was tried.
 * @returns whether nothing went wrong.
 * @throws InvalidInput where whoever holds it is no server; then nothing is marked any more.
 */
export async function redriveByOwner(
  ids: readonly string[],
  options: Asking,
  terminal: Terminal,
  pace = usual,
): Promise<boolean> {
  const store = openStore(options.db);
  const { deadLetters } = store.stores;
  try {
    const chosen = await chooseLetters({ list: listIn(deadLetters) }, ids, options);
    // All of them are looked at before any is marked.
    await Promise.all(chosen.map(async (id) => requireWaiting(await deadLetters.require(id))));
    terminal.err(`${options.db} is held by another tourniquet process, which is asked to do it.`);
    const wanted = { by: options.by, at: new Date().toISOString() };
    await Promise.all(
      chosen.map((id) => deadLetters.change(id, (letter) => letter && { ...requireWaiting(letter), wanted })),
    );
    const left = await untilTried(deadLetters, chosen, pace);
    if (left.length === chosen.length) throw nobodyTries(options.db);
    const results = await Promise.all(
      chosen.map(async (id) => describeLetter(await deadLetters.require(id))),
    );
    return tellRedriven(terminal, results, options);
  } finally {
    store.close();
  }
}

/** @returns those that nobody began with, which nobody wants any more. */
async function untilTried(
  deadLetters: Stores['deadLetters'],
  ids: readonly string[],
  { patienceMs, lookEveryMs }: typeof usual,
): Promise<readonly string[]> {
  let [left, since] = [ids, Date.now()];
  while (left.length > 0 && Date.now() - since < patienceMs) {
    // oxlint-disable-next-line no-await-in-loop
    await sleep(lookEveryMs);
    // oxlint-disable-next-line no-await-in-loop
    const wanted = new Set((await deadLetters.listWanted()).map(({ id }) => id));
    const still = left.filter((id) => wanted.has(id));
    if (still.length < left.length) since = Date.now();
    left = still;
  }
  await Promise.all(left.map((id) => deadLetters.change(id, (letter) => letter && withoutWanted(letter))));
  return left;
}

const withoutWanted = ({ wanted: _, ...letter }: DeadLetter): DeadLetter => letter;

const nobodyTries = (db: string): InvalidInput =>
  new InvalidInput(
    `${db} is held by a tourniquet process that is no server and tries nothing again; wait until it ends`,
  );
