import { join } from 'node:path';
import { lakePartitions } from '../../core/ingest/lake-columns.ts';

/**
 * A file's worth of rows of one hour. Of its two files one counts: the NDJSON until the part is `doubled`, the Parquet
 * from then on. What is `forgotten` counts no more, and its files are on their way out.
 */
export interface LakePart {
  readonly id: string;
  /** `2026-01-02T03`, UTC: of when the rows were processed. */
  readonly hour: string;
  readonly state: 'open' | 'closed' | 'doubled' | 'sealed' | 'forgotten';
  readonly rows: number;
  /** Of the NDJSON so far: what lies beyond in the file was never kept. Of the Parquet once that counts. */
  readonly bytes: number;
}

/** The folder of the lake beside a database file. */
export const lakeFolder = (database: string): string => `${database}-lake`;

const hourPattern = /^(\d{4})-(\d{2})-(\d{2})T(\d{2})/;

/** The hour that an ISO 8601 time in UTC lies in. */
export function hourOf(time: string): string {
  const [hour] = hourPattern.exec(time) ?? [];
  if (hour === undefined) throw new TypeError(`${time} is no ISO 8601 time`);
  return hour;
}

/** Where an hour's parts lie below the lake's folder: `year=2026/month=01/day=02/hour=03`. */
export function folderOf(hour: string): string {
  const [, ...digits] = hourPattern.exec(hour) ?? [];
  return join(...lakePartitions.map((name, index) => `${name}=${digits[index] ?? ''}`));
}

type Named = Pick<LakePart, 'id' | 'hour'>;

export const ndjsonOf = (folder: string, { id, hour }: Named): string =>
  join(folder, folderOf(hour), `${id}.ndjson`);

export const parquetOf = (folder: string, { id, hour }: Named): string =>
  join(folder, folderOf(hour), `${id}.parquet`);
