import { mkdtempSync, rmSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { LakeRow } from '../core/ingest/lake-row.ts';
import { LakeConfig } from '../core/lake-config.ts';
import { createLake } from '../runtime/lake/create-lake.ts';
import { lakeFolder } from '../runtime/lake/lake-part.ts';
import { createManifest } from '../runtime/lake/manifest.ts';
import { createLakeQueries } from '../runtime/lake/query-lake.ts';
import { type Database, openDatabase } from '../runtime/store/database.ts';
import { openCountryDatabase } from '../tasks/enrich/country-database.ts';
import type { Figure } from './figure.ts';
import { makeExaminer, readRules } from './ingest/examiner.ts';
import { makeRecords } from './ingest/records.ts';
import { percentile } from './percentile.ts';

const countries = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';
const wanted = { rate: 3000, seconds: 20, batch: 100 } as const;
const pool = 30_000;

/** Rows as records of real size make them. */
async function makeRows(): Promise<readonly LakeRow[]> {
  const geo = await openCountryDatabase(fileURLToPath(import.meta.resolve(countries)));
  const examine = makeExaminer(readRules(), geo).open();
  return makeRecords(pool).map((bytes) => {
    const examined = examine(bytes);
    if (examined.kind !== 'record') throw new Error(`a record was not taken in: ${JSON.stringify(examined)}`);
    return examined.row;
  });
}

const batchesOf = (rows: readonly LakeRow[]): readonly (readonly LakeRow[])[] =>
  Array.from({ length: Math.floor(rows.length / wanted.batch) }, (_, n) =>
    rows.slice(n * wanted.batch, (n + 1) * wanted.batch),
  );

interface Opened {
  readonly lake: Awaited<ReturnType<typeof createLake>>;
  readonly database: Database;
  readonly file: string;
}

/** @param closeAt see `LakeOptions` */
async function withLake<T>(closeAt: number, work: (opened: Opened) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tourniquet-bench-'));
  const file = join(folder, 'bench.db');
  const database = openDatabase(file);
  const lake = await createLake({
    database,
    folder: lakeFolder(file),
    clock: { now: () => Date.now() },
    config: LakeConfig.parse({}),
    closeAt,
  });
  try {
    return await work({ lake, database, file });
  } finally {
    await lake.close();
    database.close();
    rmSync(folder, { recursive: true });
  }
}

interface Append {
  /** Rows a second. */
  readonly rate: number;
  /** Microseconds of this thread's CPU for a row. */
  readonly cpu: number;
}

/** Eight at a time, as many requests would. */
async function measureAppend(
  batches: readonly (readonly LakeRow[])[],
  append: (batch: string, rows: readonly LakeRow[]) => Promise<unknown>,
): Promise<Append> {
  const before = process.threadCpuUsage();
  const start = performance.now();
  for (let n = 0; n < batches.length; n += 8)
    await Promise.all(batches.slice(n, n + 8).map((rows, i) => append(`batch-${n + i}`, rows)));
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.threadCpuUsage(before);
  const rows = batches.length * wanted.batch;
  return { rate: rows / seconds, cpu: (user + system) / rows };
}

/** The yardstick: the same lines at the end of one file, of which nobody knows what is kept. */
async function measurePlain(batches: readonly (readonly LakeRow[])[]): Promise<Append> {
  const folder = mkdtempSync(join(tmpdir(), 'tourniquet-bench-'));
  const file = join(folder, 'plain.ndjson');
  try {
    return await measureAppend(batches, async (_batch, rows) => {
      await appendFile(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Steady {
  /** Milliseconds until a batch is kept, in rising order. */
  readonly kept: readonly number[];
  /** Milliseconds that the event loop was late. */
  readonly lateP99: number;
  readonly lateMost: number;
}

/** At the rate that is wanted, while parts are sealed beside it. */
async function measureSteady(batches: readonly (readonly LakeRow[])[]): Promise<Steady> {
  return await withLake(16 * 1_048_576, async ({ lake }) => {
    const tending = setInterval(() => void lake.tend(), 1000);
    const loop = monitorEventLoopDelay({ resolution: 1 });
    const kept: number[] = [];
    const under: Promise<unknown>[] = [];
    const start = performance.now();
    loop.enable();
    for (let n = 0; n < (wanted.rate * wanted.seconds) / wanted.batch; n++) {
      await delay(Math.max(0, start + (n * 1000 * wanted.batch) / wanted.rate - performance.now()));
      const at = performance.now();
      const rows = batches[n % batches.length] ?? [];
      under.push(lake.append(`batch-${n}`, rows).then(() => kept.push(performance.now() - at)));
    }
    await Promise.all(under);
    loop.disable();
    clearInterval(tending);
    return {
      kept: kept.toSorted((a, b) => a - b),
      lateP99: loop.percentile(99) / 1e6,
      lateMost: loop.max / 1e6,
    };
  });
}

interface Sealed {
  readonly seconds: number;
  readonly ndjson: number;
  readonly parquet: number;
  /** Seconds of a query over all of it. */
  readonly asked: number;
}

async function measureSeal(batches: readonly (readonly LakeRow[])[]): Promise<Sealed> {
  return await withLake(Number.MAX_SAFE_INTEGER, async ({ lake, database, file }) => {
    await measureAppend(batches, async (batch, rows) => await lake.append(batch, rows));
    const manifest = createManifest(database);
    const ndjson = manifest.list().reduce((sum, { bytes }) => sum + bytes, 0);
    const ids = manifest.list().map(({ id }) => id);
    await Promise.all(ids.map(async (id) => await manifest.change(id, { state: 'closed' })));
    const start = performance.now();
    const problems = await lake.tend();
    if (problems.length > 0) throw new Error(problems.join('; '));
    const seconds = (performance.now() - start) / 1000;
    const parquet = manifest.list().reduce((sum, { bytes }) => sum + bytes, 0);
    const queries = createLakeQueries({
      manifest,
      folder: lakeFolder(file),
      incidents: { newest: async () => ({ items: [], next: null, looked: 0 }) },
    });
    const asking = performance.now();
    const sql = 'SELECT principal, count(*), max(risk_score) FROM events GROUP BY 1 ORDER BY 2 DESC LIMIT 10';
    await queries.ask(sql, { mostRows: 10, longest: 60_000 });
    return { seconds, ndjson, parquet, asked: (performance.now() - asking) / 1000 };
  });
}

/** The embedded lake on disk: what it costs to append to it, to seal it, and to ask it. */
export async function benchLake(): Promise<readonly Figure[]> {
  const rows = await makeRows();
  const batches = batchesOf(rows);
  const plain = await measurePlain(batches);
  const append = await withLake(128 * 1_048_576, async ({ lake }) =>
    measureAppend(batches, async (batch, own) => await lake.append(batch, own)),
  );
  const steady = await measureSteady(batches);
  const sealed = await measureSeal(batches);
  const raw = rows.reduce((sum, row) => sum + row.raw.length, 0);
  return [
    { name: 'lines at the end of one file (yardstick)', value: plain.rate, unit: 'rows/s' },
    { name: 'rows kept, as fast as they come', value: append.rate, unit: 'rows/s', goal: '≥ 3,000' },
    { name: 'CPU of a row, in the server’s thread', value: append.cpu, unit: 'µs' },
    { name: 'CPU of a row beside the yardstick’s', value: append.cpu / plain.cpu, unit: 'x' },
    { name: 'batch of 100 kept at 3,000 rows/s, p99', value: percentile(steady.kept, 99), unit: 'ms' },
    { name: 'event loop late at 3,000 rows/s beside sealing, p99', value: steady.lateP99, unit: 'ms' },
    { name: 'event loop late at 3,000 rows/s beside sealing, most', value: steady.lateMost, unit: 'ms' },
    { name: 'bytes of a row for a byte of its record', value: sealed.ndjson / raw, unit: 'x' },
    { name: 'NDJSON for a byte of Parquet', value: sealed.ndjson / sealed.parquet, unit: 'x' },
    { name: 'rows sealed, in a process of its own', value: rows.length / sealed.seconds, unit: 'rows/s' },
    { name: `a query over ${rows.length.toLocaleString('en')} rows`, value: sealed.asked, unit: 's' },
  ];
}
