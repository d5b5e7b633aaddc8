import * as z from 'zod';
import { TakenLogs } from '../api/logs.ts';
import type { Table } from '../ports/table.ts';
import { createRecords, type Records } from './record.ts';

/** Which body a writer sent under an idempotency key, and what they were answered. */
const IngestKey = z.object({
  writer: z.string(),
  key: z.string(),
  /** SHA-256 of the body. */
  body: z.string(),
  /** Null: it was begun, and may not have been taken in whole. */
  answer: TakenLogs.nullable(),
  /** Epoch seconds. */
  expiresAt: z.number().int(),
});
type IngestKey = z.infer<typeof IngestKey>;

export type IngestKeys = Records<IngestKey, Pick<IngestKey, 'writer' | 'key'>>;

export const createIngestKeys = (table: Table): IngestKeys =>
  createRecords<IngestKey, Pick<IngestKey, 'writer' | 'key'>>(table, {
    schema: IngestKey,
    keyOf: ({ writer, key }) => ({ pk: `INGESTKEY#${writer}`, sk: key }),
    placed: ({ expiresAt }) => ({ expiresAt }),
  });
