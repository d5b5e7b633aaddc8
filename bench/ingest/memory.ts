import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Examiner } from '../../core/ingest/examiner.ts';
import { examineAll } from './examiner.ts';
import { renewRecord } from './records.ts';

const samples = 10;

/**
 * The most megabytes by which the heap in use rises over so many records, from its lowest to any later tenth: what is
 * freed in between hides nothing.
 */
export function measureGrowth(examiner: Examiner, records: readonly Uint8Array[], total: number): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  let seen = 0;
  let lowest = Number.POSITIVE_INFINITY;
  let growth = 0;
  for (let sample = 1; sample <= samples; sample += 1) {
    while (seen < (total * sample) / samples) {
      // Each with an id and an address of its own: what remembers either would grow.
      for (const [at, bytes] of records.entries()) renewRecord(bytes, seen + at);
      examineAll(examiner, records);
      seen += records.length;
    }
    collect();
    const used = process.memoryUsage().heapUsed / 1_000_000;
    lowest = Math.min(lowest, used);
    growth = Math.max(growth, used - lowest);
  }
  return growth;
}
