import * as z from 'zod';
import { NotFound } from '../errors.ts';
import { Origin } from '../finding.ts';
import { cutText } from '../normalise/wire.ts';
import type { Table } from '../ports/table.ts';
import { createListing, type ReadSlice } from './listing.ts';
import { createRecords, eachIndexed, readAll } from './record.ts';

/** `ingestion`: it could not be read. `processing`: it was read, and what was to be done about it failed. */
export const deadLetterQueues = ['ingestion', 'processing'] as const;

/** Somebody tried it again, or wanted to. */
const Tried = z.object({
  by: z.string(),
  at: z.iso.datetime(),
  /** Why it could not even be tried. What failed again is in the letter's own reason. */
  problem: z.string().optional(),
});

/** Of those who tried a letter again: more is an endless loop, and not history. */
const mostTried = 20;

/** Something that could not be handled: why, where, and a reference to the original. Never dropped in silence. */
export const DeadLetter = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  queue: z.enum(deadLetterQueues).default('ingestion'),
  /** Where it stopped: `intake`, `ingest`, or a state of triage. */
  stage: z.string(),
  reason: z.string(),
  delivery: z.string(),
  /** Its place in the delivery. */
  index: z.number().int().min(0).default(0),
  /** Reference into the raw store; null when the original was refused for its size before it was kept. */
  raw: z.string().nullable(),
  /** Where in `raw` the original bytes stand, where others stand there too; several where many are one letter. */
  parts: z.array(z.object({ offset: z.number().int(), length: z.number().int() })).optional(),
  /** The line that names the fields, of records of a flow log. */
  header: z.string().optional(),
  /** What a person calls it: the file's name. */
  label: z.string(),
  /** Who vouched for it: what is tried again is trusted no more than it was. */
  origin: Origin.default({ via: 'file', account: null, trusted: false }),
  /** How often it was tried. */
  attempts: z.number().int().min(1).default(1),
  /** Who tried it again, the last of them. */
  tried: z.array(Tried).max(mostTried).optional(),
  /** Somebody asks whoever works on the store to try it again. */
  wanted: Tried.omit({ problem: true }).optional(),
  /** It is no longer waiting: it went well when it was tried again, or somebody dropped it. */
  ended: z
    .object({
      how: z.enum(['redriven', 'dropped']),
      by: z.string(),
      at: z.iso.datetime(),
      reason: z.string().optional(),
    })
    .optional(),
});
export type DeadLetter = z.infer<typeof DeadLetter>;

/** The letter with one more who tried it, and wanted by nobody any more. */
export const noteTried = ({ wanted: _, ...letter }: DeadLetter, by: z.infer<typeof Tried>): DeadLetter => ({
  ...letter,
  tried: [...(letter.tried ?? []), by].slice(-mostTried),
});

export interface DeadLetters {
  /** @returns false when it is there already. */
  put(letter: DeadLetter): Promise<boolean>;
  get(id: string): Promise<DeadLetter | null>;
  /** @throws NotFound */
  require(id: string): Promise<DeadLetter>;
  /** See `Records.change`. */
  change(id: string, change: (letter: DeadLetter | null) => DeadLetter | null): Promise<DeadLetter | null>;
  /** Those that wait. */
  list(): Promise<readonly DeadLetter[]>;
  /** Those that somebody wants to be tried again, who asked first first. */
  listWanted(): Promise<readonly DeadLetter[]>;
  /** Of those that wait. */
  readonly newest: ReadSlice<DeadLetter>;
  /** Of those that wait no longer. */
  readonly newestEnded: ReadSlice<DeadLetter>;
}

/** What somebody sent may stand in it, and DynamoDB takes 400 KB: it must not keep the letter out. */
const cutReason = (letter: DeadLetter): DeadLetter => {
  const reason = cutText(letter.reason);
  return reason === letter.reason ? letter : { ...letter, reason };
};

const [waiting, over, asked] = ['DEADLETTERS', 'DEADLETTERS#ENDED', 'DEADLETTERS#WANTED'];

export function createDeadLetters(table: Table): DeadLetters {
  const letters = createRecords<DeadLetter, string>(table, {
    schema: DeadLetter,
    keyOf: (id) => ({ pk: `DEADLETTER#${id}`, sk: 'META' }),
    placed: ({ at, id, ended, wanted }) => ({
      gsi1: { pk: ended ? over : waiting, sk: `${ended?.at ?? at}#${id}` },
      ...(wanted && { gsi2: { pk: asked, sk: `${wanted.at}#${id}` } }),
    }),
  });
  const listOf = (pk: string) =>
    createListing(table, { index: 'gsi1', partitions: [pk], read: letters.read });
  return {
    put: (letter) => letters.create(letter.id, cutReason(letter)),
    get: (id) => letters.get(id),
    async require(id) {
      const letter = await letters.get(id);
      if (letter !== null) return letter;
      throw new NotFound(`there is no dead letter ${id}; list them with: tourniquet dlq list`);
    },
    change: (id, change) =>
      letters.change(id, (current) => {
        const changed = change(current);
        return changed && cutReason(changed);
      }),
    list: () => readAll(DeadLetter, eachIndexed(table, 'gsi1', waiting)),
    listWanted: () => readAll(DeadLetter, eachIndexed(table, 'gsi2', asked)),
    newest: listOf(waiting),
    newestEnded: listOf(over),
  };
}
