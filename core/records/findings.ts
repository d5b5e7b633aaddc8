import * as z from 'zod';
import { Enrichment } from '../enrichment.ts';
import { Finding } from '../finding.ts';
import type { Table } from '../ports/table.ts';
import { Risk } from '../risk.ts';
import { createListing, type ReadSlice } from './listing.ts';
import { createRecords, eachIndexed, readAll, type Records } from './record.ts';

/** The newest state of a finding, by whichever route it came. */
export const StoredFinding = z.object({
  finding: Finding,
  enrichment: Enrichment,
  risk: Risk,
  incident: z.string(),
  /** The Security Hub workflow status that we wrote last: write-back acts on a difference only. */
  writtenBack: z.string().nullable(),
});
export type StoredFinding = z.infer<typeof StoredFinding>;

const listing = 'FINDINGS';

export function createFindings(table: Table): Records<StoredFinding, string> & {
  list(): Promise<readonly StoredFinding[]>;
  /** Those that were created last come first, a part at a time. */
  readonly newest: ReadSlice<StoredFinding>;
} {
  const records = createRecords<StoredFinding, string>(table, {
    schema: StoredFinding,
    keyOf: (id) => ({ pk: `FINDING#${id}`, sk: 'META' }),
    placed: ({ finding }) => ({ gsi1: { pk: listing, sk: `${finding.createdAt}#${finding.id}` } }),
  });
  return {
    ...records,
    list: () => readAll(StoredFinding, eachIndexed(table, 'gsi1', listing)),
    newest: createListing(table, { index: 'gsi1', partitions: [listing], read: records.read }),
  };
}
