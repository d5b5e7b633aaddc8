import type { LakeRow } from '../ingest/lake-row.ts';

/** Where log records are kept to be asked about. */
export interface Lake {
  /**
   * Kept durably once it resolves. A batch that comes again is kept once in the embedded lake; Firehose keeps it twice,
   * and queries tell by `event_id` and `raw`.
   * @param batch names the rows: the same name comes with the same rows.
   */
  append(batch: string, rows: readonly LakeRow[]): Promise<void>;
}
