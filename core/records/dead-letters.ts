import * as z from 'zod';
import type { Table } from '../ports/table.ts';
import { createListing, type ReadSlice } from './listing.ts';
import { createRecords, eachIndexed, readAll } from './record.ts';

/** Something that could not be handled: why, where, and a reference to the original. Never dropped in silence. */
export const DeadLetter = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  /** Where it stopped: `intake`, or a state of triage. */
  stage: z.string(),
  reason: z.string(),
  delivery: z.string(),
  /** Reference into the raw store; null when the original was refused for its size before it was kept. */
  raw: z.string().nullable(),
  /** What a person calls it: the file's name. */
  label: z.string(),
});
export type DeadLetter = z.infer<typeof DeadLetter>;

export interface DeadLetters {
  /** @returns false when it is there already. */
  put(letter: DeadLetter): Promise<boolean>;
  list(): Promise<readonly DeadLetter[]>;
  readonly newest: ReadSlice<DeadLetter>;
}

const listing = 'DEADLETTERS';

export function createDeadLetters(table: Table): DeadLetters {
  const letters = createRecords<DeadLetter, string>(table, {
    schema: DeadLetter,
    keyOf: (id) => ({ pk: `DEADLETTER#${id}`, sk: 'META' }),
    placed: ({ at, id }) => ({ gsi1: { pk: listing, sk: `${at}#${id}` } }),
  });
  return {
    put: (letter) => letters.create(letter.id, letter),
    list: () => readAll(DeadLetter, eachIndexed(table, 'gsi1', listing)),
    newest: createListing(table, { index: 'gsi1', partitions: [listing], read: letters.read }),
  };
}
