import { NotFound } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { RawStore } from '../../core/ports/raw-store.ts';
import type { DeadLetter, DeadLetters } from '../../core/records/dead-letters.ts';
import { createDropLetter } from '../../tasks/redrive-letter/drop-letter.ts';
import { readOriginal } from '../../tasks/redrive-letter/read-original.ts';
import type { Held, HeldLetter } from './held-letter.ts';

export interface LettersOnAwsPorts {
  readonly deadLetters: DeadLetters;
  readonly raw: RawStore;
  readonly clock: Clock;
  /** Looks into every queue and bucket. */
  readonly look: () => Promise<Held>;
  /** By the function that does it. */
  readonly redriveLetter: (id: string, by: string) => Promise<DeadLetter>;
}

export interface ListChoice {
  readonly queue?: DeadLetter['queue'];
  readonly ended: boolean;
  readonly limit: number;
}

/** A letter, wherever it lies. */
export interface FoundLetter {
  readonly letter: DeadLetter;
  /** Where its original is; null: it was not kept. */
  readonly place: string | null;
  readonly readOriginal: () => Promise<readonly Uint8Array[]>;
}

export interface LettersOnAws {
  list(choice: ListChoice): Promise<{ readonly items: readonly DeadLetter[]; readonly more: boolean }>;
  /** @throws NotFound */
  find(id: string): Promise<FoundLetter>;
  /** @returns the letter as it stands afterwards, with the reason where it failed again. */
  redrive(id: string, by: string): Promise<DeadLetter>;
  drop(id: string, by: string, reason?: string): Promise<DeadLetter>;
  /** What was looked at in queues is for others to see again; the next look is a new one. */
  putBack(): Promise<void>;
}

/**
 * The dead letters of a deployment as one list: those of the table, and what waits in queues and in the bucket of the lake.
 * What is taken away there is kept in the table first, so that nothing ends in silence wherever it lay.
 */
export function createLettersOnAws(ports: LettersOnAwsPorts): LettersOnAws {
  const { deadLetters, raw } = ports;
  const dropLetter = createDropLetter({ stores: { deadLetters }, clock: ports.clock });
  // One look for all that one command is about: each takes seconds.
  let looked: Promise<Held> | null = null;
  const look = (): Promise<Held> => (looked ??= ports.look());
  const findHeld = async (id: string): Promise<HeldLetter> => {
    const found = (await look()).letters.find(({ letter }) => letter.id === id);
    if (found !== undefined) return found;
    throw new NotFound(
      `there is no dead letter ${id}, or somebody looks into its queue just now; list them with: tourniquet dlq list --account aws`,
    );
  };
  return {
    list: async (choice) => await list(deadLetters, look, choice),
    async find(id) {
      const letter = await deadLetters.get(id);
      if (letter !== null)
        return { letter, place: letter.raw, readOriginal: async () => await readOriginal(raw, letter) };
      const { letter: held, place, readBytes } = await findHeld(id);
      return { letter: held, place, readOriginal: async () => [await readBytes()] };
    },
    async redrive(id, by) {
      if ((await deadLetters.get(id)) !== null) return await ports.redriveLetter(id, by);
      return await redriveHeld(ports, await findHeld(id), by);
    },
    async drop(id, by, reason) {
      if ((await deadLetters.get(id)) !== null) return await dropLetter(id, by, reason);
      return await dropHeld(ports, await findHeld(id), { by, reason });
    },
    async putBack() {
      const before = looked;
      looked = null;
      const held = await before?.catch(() => null);
      await held?.putBack();
    },
  };
}

async function list(
  deadLetters: DeadLetters,
  look: () => Promise<Held>,
  { queue, ended, limit }: ListChoice,
) {
  const matches = (letter: DeadLetter): boolean => queue === undefined || letter.queue === queue;
  if (ended) {
    const { items, next } = await deadLetters.newestEnded({ limit, matches });
    return { items, more: next !== null };
  }
  const [stored, held] = await Promise.all([deadLetters.newest({ limit, matches }), look()]);
  const elsewhere = held.letters.map(({ letter }) => letter).filter(matches);
  const all = [...stored.items, ...elsewhere].toSorted((a, b) => (a.at < b.at ? 1 : -1));
  return { items: all.slice(0, limit), more: stored.next !== null || held.more || all.length > limit };
}

async function redriveHeld(
  { deadLetters, clock }: LettersOnAwsPorts,
  { letter, redrive, remove }: HeldLetter,
  by: string,
): Promise<DeadLetter> {
  const reason = await redrive();
  if (reason !== null) return { ...letter, reason, attempts: letter.attempts + 1 };
  const ended = { how: 'redriven', by, at: new Date(clock.now()).toISOString() } as const;
  const over: DeadLetter = { ...letter, attempts: letter.attempts + 1, ended };
  await deadLetters.put(over);
  await remove();
  return over;
}

/** Its bytes are kept with those of all others before they are taken away. */
async function dropHeld(
  { deadLetters, raw, clock }: LettersOnAwsPorts,
  { letter, readBytes, remove }: HeldLetter,
  { by, reason }: { readonly by: string; readonly reason: string | undefined },
): Promise<DeadLetter> {
  const kept = await raw.put(await readBytes());
  const at = new Date(clock.now()).toISOString();
  const ended = { how: 'dropped', by, at, ...(reason && { reason }) } as const;
  const over: DeadLetter = { ...letter, raw: kept, ended };
  await deadLetters.put(over);
  await remove();
  return over;
}
