import { open } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { ndjsonColumns } from './duckdb-columns.ts';
import { quoteText } from './quote-text.ts';

/** What is made of what; the file that is made must not count before this is done. */
export interface SealJob {
  readonly ndjson: string;
  readonly parquet: string;
  /** How many rows must be in it. */
  readonly rows: number;
}

/** Small row groups: their rows are in memory while they are written, and `raw` is large. */
const rowGroup = 8192;

/**
 * Writes the rows of an NDJSON file into a Parquet file, and makes sure that all are there and on the disk.
 * @throws Error where a row is missing.
 */
export async function sealPart({ ndjson, parquet, rows }: SealJob): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: '512MB' });
  const connection = await instance.connect();
  try {
    await connection.run(
      `COPY (SELECT * FROM read_json(${quoteText(ndjson)}, format = 'newline_delimited', columns = ${ndjsonColumns}))
       TO ${quoteText(parquet)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${rowGroup})`,
    );
    const counted = await connection.runAndReadAll(
      `SELECT count(*)::INTEGER FROM read_parquet(${quoteText(parquet)})`,
    );
    const written = counted.getRows()[0]?.[0];
    if (written !== rows) throw new Error(`${ndjson} has ${String(written)} rows where ${rows} were kept`);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  const file = await open(parquet, 'r+');
  await file.datasync();
  await file.close();
}
