import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Examiner } from '../../core/ingest/examiner.ts';
import { examineAll } from './examiner.ts';
import { renewRecord } from './records.ts';

/** How many megabytes more of heap are in use after so many records than after the first tenth of them. */
export function measureGrowth(examiner: Examiner, records: readonly Uint8Array[], total: number): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  let seen = 0;
  const examineUpTo = (count: number): number => {
    while (seen < count) {
      // Each with an id and an address of its own: what remembers either would grow.
      for (const [at, bytes] of records.entries()) renewRecord(bytes, seen + at);
      examineAll(examiner, records);
      seen += records.length;
    }
    collect();
    return process.memoryUsage().heapUsed / 1_000_000;
  };
  const before = examineUpTo(total / 10);
  return examineUpTo(total) - before;
}
