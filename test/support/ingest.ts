import { createHash } from 'node:crypto';
import type { Rule } from '../../core/detect/rule.ts';
import { createExaminer } from '../../core/ingest/create-examiner.ts';
import type { LakeRow } from '../../core/ingest/lake-row.ts';
import { RecordScoreConfig } from '../../core/ingest/record-score-config.ts';
import type { Lake } from '../../core/ports/lake.ts';
import { createCounters } from '../../core/records/counters.ts';
import { createFloods } from '../../core/records/floods.ts';
import { createStagedRules } from '../../core/records/staged-rules.ts';
import { createStores } from '../../core/records/stores.ts';
import { type Database, openDatabase } from '../../runtime/store/database.ts';
import { createRawMemory } from '../../runtime/store/raw-files.ts';
import { createSqliteSeen } from '../../runtime/store/sqlite-seen.ts';
import { createSqliteTable } from '../../runtime/store/sqlite-table.ts';
import { createDetect } from '../../tasks/detect/index.ts';
import { createStage } from '../../tasks/detect/stage.ts';
import type { Batch } from '../../tasks/ingest/batch.ts';
import { createIngest, type IngestPorts } from '../../tasks/ingest/index.ts';
import { createReject } from '../../tasks/ingest/reject.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A lake that can be looked into, and keeps a batch once. */
export function createMemoryLake() {
  const batches = new Map<string, readonly LakeRow[]>();
  const lake: Lake = {
    append: async (batch, rows) => {
      if (!batches.has(batch)) batches.set(batch, rows);
    },
  };
  return { ...lake, rows: () => [...batches.values()].flat(), batches };
}

interface IngestOptions {
  readonly rules?: readonly Rule[];
  readonly database?: Database;
  readonly ports?: Partial<IngestPorts>;
}

/** Ingestion with all that it needs but the workflow: triages are counted, and not run. */
export function openIngest({
  rules = [],
  database = openDatabase(':memory:'),
  ports = {},
}: IngestOptions = {}) {
  const clock = { now: () => Date.UTC(2026, 10, 20, 12) };
  const table = createSqliteTable(database);
  const stores = createStores({ table, clock, digest });
  const raw = createRawMemory();
  const lake = createMemoryLake();
  const triages: string[] = [];
  const executions = {
    start: async ({ name }: { readonly name: string }) => {
      if (triages.includes(name)) return 'exists' as const;
      triages.push(name);
      return 'started' as const;
    },
  };
  const parts = { stores, raw, executions, clock, digest, table };
  const examiner = createExaminer({
    rules,
    threats: [],
    geo: { country: () => null },
    clock,
    digest,
    score: RecordScoreConfig.parse({}),
  });
  const all: IngestPorts = {
    examiner,
    lake,
    seen: createSqliteSeen(database),
    detect: createDetect({
      ...parts,
      counters: createCounters(parts),
      floods: createFloods(table, clock, 200),
      stage: createStage({ ...parts, staged: createStagedRules(parts) }),
    }),
    reject: createReject(parts),
    ...ports,
  };
  return { ...parts, ports: all, lake, triages, database, ingest: createIngest(all) };
}

const origin = { via: 'file', account: null, trusted: false } as const;

export function batchOf(id: string, records: readonly (string | Uint8Array | object)[]): Batch {
  const bytesOf = (record: string | Uint8Array | object): Uint8Array => {
    if (record instanceof Uint8Array) return record;
    return Buffer.from(typeof record === 'string' ? record : JSON.stringify(record));
  };
  return { id, origin, label: 'test', records: records.map((record) => ({ bytes: bytesOf(record) })) };
}
