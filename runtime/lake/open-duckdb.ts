import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { lakePartitions, lakeTable } from '../../core/ingest/lake-columns.ts';
import { incidentTable } from '../../core/lake/incident-row.ts';
import { emptyEvents, ndjsonColumns, ndjsonIncidents } from './duckdb-columns.ts';
import type { LakeSnapshot } from './lake-snapshot.ts';
import { quoteText } from './quote-text.ts';
import { trinoMacros } from './trino-macros.ts';

/** What a query may use. */
export interface DuckdbLimits {
  /** @default 1 GB */
  readonly memory?: string;
  /** What does not fit into memory is put into the scratch folder. @default 10 GB */
  readonly spilled?: string;
}

export interface DuckdbSource {
  readonly snapshot: LakeSnapshot;
  /** NDJSON of the store's incidents; null: the query does not name them. */
  readonly incidents: string | null;
  readonly scratch: string;
  readonly limits: DuckdbLimits;
}

const listOf = (paths: readonly string[]): string => `[${paths.map(quoteText).join(', ')}]`;

/**
 * A database in memory that has the lake as `events`, and from which nothing else on this machine can be read or
 * written: whoever may ask the lake need not be allowed to read files.
 */
export async function openDuckdb(source: DuckdbSource): Promise<DuckDBConnection> {
  const { snapshot, incidents, scratch, limits } = source;
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: limits.memory ?? '1GB',
    temp_directory: `${scratch}/spilled`,
    max_temp_directory_size: limits.spilled ?? '10GB',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  const files = [...snapshot.ndjson, ...snapshot.parquet, ...(incidents === null ? [] : [incidents])];
  await connection.run(`SET allowed_paths = ${listOf(files)}`);
  await connection.run('SET enable_external_access = false');
  await connection.run(`CREATE VIEW ${lakeTable} AS ${selectEvents(snapshot)}`);
  if (incidents !== null)
    await connection.run(`CREATE VIEW ${incidentTable} AS ${selectIncidents(incidents)}`);
  for (const macro of trinoMacros) {
    // oxlint-disable-next-line no-await-in-loop
    await connection.run(`CREATE MACRO ${macro}`);
  }
  await connection.run('SET lock_configuration = true');
  return connection;
}

const partitioned = 'hive_partitioning = true, hive_types_autocast = false';

function selectEvents({ ndjson, parquet }: LakeSnapshot): string {
  const sources = [
    ...(ndjson.length === 0
      ? []
      : [
          `read_json(${listOf(ndjson)}, format = 'newline_delimited', columns = ${ndjsonColumns}, ${partitioned})`,
        ]),
    ...(parquet.length === 0 ? [] : [`read_parquet(${listOf(parquet)}, ${partitioned})`]),
  ];
  if (sources.length === 0) return `SELECT ${emptyEvents(lakePartitions)} WHERE false`;
  return sources.map((from) => `SELECT * FROM ${from}`).join(' UNION ALL BY NAME ');
}

const selectIncidents = (file: string): string =>
  `SELECT * FROM read_json(${quoteText(file)}, format = 'newline_delimited', columns = ${ndjsonIncidents})`;
