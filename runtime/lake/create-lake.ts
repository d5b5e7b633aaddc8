import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LakeConfig } from '../../core/lake-config.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Lake } from '../../core/ports/lake.ts';
import type { Database } from '../store/database.ts';
import { createAppender } from './append-rows.ts';
import { healParts } from './heal-parts.ts';
import { createManifest } from './manifest.ts';
import { sealInChild } from './seal-in-child.ts';
import type { SealJob } from './seal-part.ts';
import { takeTurns } from './take-turns.ts';
import { createTendLake } from './tend-lake.ts';

/** The lake of an embedded home: NDJSON that is sealed to Parquet, and queried by DuckDB. */
export interface EmbeddedLake extends Lake {
  readonly folder: string;
  /**
   * Seals what is whole and forgets what is old, to be called each minute or so.
   * @returns lines for whoever runs it: what could not be done, or was found to be missing.
   */
  tend(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface LakeOptions {
  readonly database: Database;
  /** Null: the database is in memory, and what the lake has is gone with it. */
  readonly folder: string | null;
  readonly clock: Clock;
  readonly config: LakeConfig;
  /** @default a process of its own */
  readonly seal?: (job: SealJob) => Promise<void>;
  /** Bytes of NDJSON with which a part is closed before its hour ends. @default 128 MiB */
  readonly closeAt?: number;
}

const mebibyte = 1_048_576;

/** Only the process that owns the database may append and tend; others may query. */
export async function createLake(options: LakeOptions): Promise<EmbeddedLake> {
  const { database, clock, config, seal = sealInChild, closeAt = 128 * mebibyte } = options;
  const folder = options.folder ?? join(tmpdir(), `tourniquet-lake-${randomUUID()}`);
  const manifest = createManifest(database);
  let healed = await healParts(manifest, folder);
  const appender = createAppender({ manifest, folder, clock, newId: randomUUID, closeAt });
  const tendLake = createTendLake({ manifest, appender, folder, clock, config, seal });
  const inTurn = takeTurns();
  return {
    folder,
    append: async (batch, rows) => await appender.append(batch, rows),
    tend: async () => {
      const problems = [...healed, ...(await inTurn(tendLake))];
      healed = [];
      return problems;
    },
    async close() {
      // What is being sealed is sealed.
      await inTurn(async () => undefined);
      await appender.close();
      if (options.folder === null) await rm(folder, { recursive: true, force: true });
    },
  };
}
