import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Examined, Examiner } from '../../core/ingest/examiner.ts';
import type { Batch } from './batch.ts';

export interface ExaminedRecord extends Extract<Examined, { kind: 'record' }> {
  readonly index: number;
}

export interface Refused {
  readonly index: number;
  readonly bytes: Uint8Array;
  /** One line: what is wrong, where, and the remedy. */
  readonly reason: string;
}

export interface ExaminedBatch {
  /** Each once, however often it stands in the batch. */
  readonly records: readonly ExaminedRecord[];
  readonly repeated: number;
  readonly refused: readonly Refused[];
}

/** Some milliseconds of work: whoever waits for the same process has their turn then. */
const recordsATurn = 100;

/** Examines every record, whatever is wrong with others. */
export async function examineBatch(examiner: Examiner, batch: Batch): Promise<ExaminedBatch> {
  const examine = examiner.open();
  if (batch.header !== undefined) examine(batch.header);
  const records = new Map<string, ExaminedRecord>();
  const refused: Refused[] = [];
  let repeated = 0;
  for (const [index, { bytes, problem }] of batch.records.entries()) {
    // oxlint-disable-next-line no-await-in-loop
    if (index % recordsATurn === recordsATurn - 1) await nextTurn();
    const examined: Examined =
      problem === undefined ? examine(bytes) : { kind: 'malformed', reason: problem };
    if (examined.kind === 'malformed') refused.push({ index, bytes, reason: examined.reason });
    if (examined.kind !== 'record') continue;
    const { identity } = examined;
    if (records.has(identity)) repeated += 1;
    else records.set(identity, { ...examined, index });
  }
  return { records: [...records.values()], repeated, refused };
}
