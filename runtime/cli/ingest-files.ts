import { InvalidInput } from '../../core/errors.ts';
import type { Ingested } from '../../tasks/ingest/batch.ts';
import { readBatches } from '../../tasks/ingest/read-batches.ts';
import { unpack } from '../../tasks/ingest/unpack.ts';
import type { Home } from '../home/home.ts';
import { streamInput } from './read-files.ts';

/** Why records were refused, and where the first of them stands. */
export interface RefusedGroup {
  readonly reason: string;
  readonly count: number;
  readonly first: string;
}

/** What became of all files together. */
export interface IngestTotals {
  records: number;
  accepted: number;
  repeated: number;
  rejected: number;
  readonly reasons: Map<string, RefusedGroup>;
  readonly hits: Map<string, number>;
  readonly findings: Set<string>;
  /** Files that could not be read, or not to their end. */
  readonly unread: { readonly label: string; readonly reason: string }[];
}

/** Other reasons are counted together: a file of garbage has as many as it has lines. */
const mostReasons = 500;
const others = 'other reasons: tourniquet dlq list';

export interface IngestWatch {
  readonly bytesRead: (bytes: number) => void;
  readonly recordsTaken: (records: number) => void;
}

/** Takes log files in, one after another, holding one batch at a time. */
export async function ingestFiles(
  home: Pick<Home, 'ingest' | 'logReading'>,
  files: readonly string[],
  watch: IngestWatch,
): Promise<IngestTotals> {
  const totals: IngestTotals = {
    records: 0,
    accepted: 0,
    repeated: 0,
    rejected: 0,
    reasons: new Map(),
    hits: new Map(),
    findings: new Set(),
    unread: [],
  };
  for (const label of files) {
    // In the order given: thresholds count what came before.
    // oxlint-disable-next-line no-await-in-loop
    await ingestFile(home, label, { totals, watch }).catch((error: Error) => {
      if (!(error instanceof InvalidInput)) throw error;
      totals.unread.push({ label, reason: error.message });
    });
  }
  return totals;
}

interface Course {
  readonly totals: IngestTotals;
  readonly watch: IngestWatch;
}

async function ingestFile(
  { ingest, logReading }: Pick<Home, 'ingest' | 'logReading'>,
  label: string,
  { totals, watch }: Course,
): Promise<void> {
  const counted = async function* () {
    for await (const chunk of streamInput(label)) {
      watch.bytesRead(chunk.length);
      yield chunk;
    }
  };
  let before = 0;
  const origin = { via: 'file', account: null, trusted: false } as const;
  const name = label === '-' ? 'standard input' : label;
  for await (const batch of readBatches(unpack(counted()), { label: name, origin, ...logReading })) {
    add(totals, await ingest(batch), { label: name, before });
    before += batch.records.length;
    watch.recordsTaken(batch.records.length);
  }
  if (before === 0) throw new InvalidInput('it has no records');
}

function add(
  totals: IngestTotals,
  { accepted, repeated, rejected, hits, findings }: Ingested,
  { label, before }: { readonly label: string; readonly before: number },
): void {
  totals.records += accepted + rejected.length;
  totals.accepted += accepted;
  totals.repeated += repeated;
  totals.rejected += rejected.length;
  for (const { index, reason: said } of rejected) {
    const known = totals.reasons.has(said) || totals.reasons.size < mostReasons;
    const reason = known ? said : others;
    const { count, first } = totals.reasons.get(reason) ?? {
      count: 0,
      first: `${label}, record ${before + index + 1}`,
    };
    totals.reasons.set(reason, { reason, count: count + 1, first });
  }
  for (const [rule, count] of Object.entries(hits))
    totals.hits.set(rule, (totals.hits.get(rule) ?? 0) + count);
  for (const id of findings) totals.findings.add(id);
}
