import * as z from 'zod';
import type { Table } from '../ports/table.ts';
import { createRecords, eachIndexed, readAll, type Records } from './record.ts';

/** A browser that signed in. */
const Session = z.object({
  /** Of what the browser holds, which stands nowhere. */
  hash: z.string(),
  name: z.string(),
  /** SHA-256 of the token that it signed in with: it is over once the person has another. */
  tokenHash: z.string(),
  begunAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  /** Somebody signed out, or began too many. */
  ended: z.boolean(),
});
type Session = z.infer<typeof Session>;

export interface SessionRecords extends Records<Session, string> {
  /** Of somebody, those that nobody ended, the oldest first. */
  listOf(name: string): Promise<readonly Session[]>;
}

const partitionOf = (name: string): string => `SESSIONS#${name}`;

export function createSessionRecords(table: Table): SessionRecords {
  const records = createRecords<Session, string>(table, {
    schema: Session,
    keyOf: (hash) => ({ pk: `SESSION#${hash}`, sk: 'META' }),
    placed: ({ hash, name, begunAt, endsAt, ended }) => ({
      ...(ended ? {} : { gsi1: { pk: partitionOf(name), sk: `${begunAt}#${hash}` } }),
      expiresAt: Math.ceil(Date.parse(endsAt) / 1000),
    }),
  });
  return {
    ...records,
    listOf: async (name) => await readAll(Session, eachIndexed(table, 'gsi1', partitionOf(name))),
  };
}
