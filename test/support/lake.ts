import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LakeConfig } from '../../core/lake-config.ts';
import type { LakeRow } from '../../core/ingest/lake-row.ts';
import type { Answer } from '../../core/ports/queries.ts';
import { createLake, type EmbeddedLake, type LakeOptions } from '../../runtime/lake/create-lake.ts';
import { lakeFolder } from '../../runtime/lake/lake-part.ts';
import { createManifest } from '../../runtime/lake/manifest.ts';
import { createLakeQueries } from '../../runtime/lake/query-lake.ts';
import { runQuery } from '../../runtime/lake/run-query.ts';
import { sealPart } from '../../runtime/lake/seal-part.ts';
import { type Database, openDatabase } from '../../runtime/store/database.ts';
import { createManualClock } from './manual-clock.ts';

/** A lake on files of its own. */
export interface TestLake {
  readonly lake: EmbeddedLake;
  readonly database: Database;
  readonly clock: ReturnType<typeof createManualClock>;
  ask(sql: string): Promise<Answer>;
  read(): Promise<readonly LakeRow[]>;
  /** As after a kill: what was not recorded is there no more, and nobody closed anything. */
  reopen(options?: Partial<LakeOptions>): Promise<TestLake>;
}

const opened: TestLake[] = [];

/** After each test that opens some. */
export async function closeTestLakes(): Promise<void> {
  await Promise.all(
    opened.splice(0).map(async ({ lake, database }) => {
      await lake.close();
      if (database.sqlite.isOpen) database.close();
    }),
  );
}

const noIncidents = { newest: async () => ({ items: [], next: null, looked: 0 }) };

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'tourniquet-lake-test-'));
}

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

export async function openTestLake(base: string, options: Partial<LakeOptions> = {}): Promise<TestLake> {
  const file = join(base, 'lake.db');
  const { database = openDatabase(file) } = options;
  const clock = createManualClock(Date.UTC(2026, 0, 2, 3, 30));
  const lake = await createLake({
    database,
    folder: lakeFolder(file),
    clock,
    config: LakeConfig.parse({}),
    seal: sealPart,
    ...options,
  });
  const ask = async (sql: string): Promise<Answer> =>
    await createLakeQueries({
      manifest: createManifest(database),
      folder: lake.folder,
      incidents: noIncidents,
      run: runQuery,
    }).ask(sql, {
      mostRows: 100_000,
      longest: 30_000,
    });
  const own: TestLake = {
    lake,
    database,
    clock,
    ask,
    read: async () => rowsOf(await ask('SELECT * FROM events')),
    async reopen(changed = options) {
      await lake.close();
      database.close();
      return await openTestLake(base, changed);
    },
  };
  opened.push(own);
  return own;
}

const partitions: ReadonlySet<string> = new Set(['year', 'month', 'day', 'hour']);

const rowsOf = ({ columns, rows }: Answer): readonly LakeRow[] =>
  rows.map(
    (row) =>
      Object.fromEntries(
        columns
          .map((column, index) => [column, row[index]] as const)
          .filter(([name]) => !partitions.has(name)),
      ) as unknown as LakeRow,
  );
