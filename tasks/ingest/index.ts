import type { Hit } from '../../core/detect/hit.ts';
import type { Origin } from '../../core/finding.ts';
import type { Examiner } from '../../core/ingest/examiner.ts';
import type { Lake } from '../../core/ports/lake.ts';
import type { SeenRecords } from '../../core/ports/seen-records.ts';
import type { Batch, Ingested } from './batch.ts';
import { examineBatch, type ExaminedRecord } from './examine-batch.ts';
import { createOnce } from './once.ts';
import type { Reject } from './reject.ts';

/** What rules come to; see `createDetect`. Safe to repeat. */
export type Detect = (arrived: {
  readonly batch: string;
  readonly origin: Origin;
  readonly hits: readonly Hit[];
}) => Promise<{
  /** Those that are triaged now. */
  readonly findings: readonly { readonly id: string }[];
  /** Hits that no finding could be made of. */
  readonly refused: readonly { readonly hit: Hit; readonly reason: string }[];
}>;

export interface IngestPorts {
  readonly examiner: Examiner;
  readonly lake: Lake;
  readonly seen: SeenRecords;
  readonly detect: Detect;
  readonly reject: Reject;
}

export type Ingest = (batch: Batch) => Promise<Ingested>;

/**
 * Takes log records in, whatever way they came: each into the lake or among the dead letters, and what rules find in
 * them to triage. Safe to repeat. Resolves once all of that is durable: who is told so may forget the batch, and who is
 * not sends it again.
 * @throws what the store or the lake throws. Nothing is lost: it is sent again.
 */
export function createIngest(ports: IngestPorts): Ingest {
  const { examiner, lake, seen, reject } = ports;
  const once = createOnce(seen);
  return async (batch) => {
    const { records, repeated, refused } = await examineBatch(examiner, batch);
    await reject(batch, refused, 'ingest');
    const known = await once.keep(
      records.map(({ identity }) => identity),
      async (fresh) => {
        const rows = records.flatMap(({ identity, row }) => (fresh.has(identity) ? row : []));
        if (rows.length > 0) await lake.append(batch.id, rows);
      },
    );
    // Also of what was kept before: whoever kept it may have died here.
    const findings = await detect(ports, batch, records);
    return {
      accepted: records.length + repeated,
      repeated: repeated + known,
      rejected: refused.map(({ index, reason }) => ({ index, reason })),
      hits: countHits(records),
      findings,
    };
  };
}

/** What no finding can be made of is in the lake, and a dead letter besides: nobody would hear of it. */
async function detect(
  ports: Pick<IngestPorts, 'detect' | 'reject'>,
  batch: Batch,
  records: readonly ExaminedRecord[],
): Promise<readonly string[]> {
  const hits = records.flatMap((record) => record.hits);
  if (hits.length === 0) return [];
  const { findings, refused } = await ports.detect({ batch: batch.id, origin: batch.origin, hits });
  const examinedOf = new Map(records.map((examined) => [examined.identity, examined]));
  const letters = refused.flatMap(({ hit, reason }) => {
    const examined = examinedOf.get(hit.identity);
    if (examined === undefined) return [];
    const { index, row } = examined;
    return [{ index, bytes: encoder.encode(row.raw), reason }];
  });
  await ports.reject(batch, letters, 'detect');
  return [...new Set(findings.map(({ id }) => id))];
}

const encoder = new TextEncoder();

function countHits(records: readonly ExaminedRecord[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { hits } of records) for (const { rule } of hits) counts[rule.id] = (counts[rule.id] ?? 0) + 1;
  return counts;
}
