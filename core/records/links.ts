import * as z from 'zod';
import type { Table } from '../ports/table.ts';
import { createRecords, type Records } from './record.ts';

/** A link to a question, found by the hash of the secret in it. */
const Link = z.object({
  approval: z.string(),
  incident: z.string(),
  /** Whose link it is; null: whoever got it. */
  approver: z.string().nullable(),
  /** Hash of the code that stands in the message, salted with the link. */
  code: z.string(),
  /** Wrong codes so far. */
  misses: z.number().int(),
});
export type Link = z.infer<typeof Link>;

/** After so many wrong codes a link is dead. */
export const MOST_MISSES = 5;

export type Links = Records<Link, string>;

export function createLinks(table: Table): Links {
  return createRecords<Link, string>(table, {
    schema: Link,
    keyOf: (hash) => ({ pk: `LINK#${hash}`, sk: 'META' }),
  });
}
