/** An escape that JSON.stringify writes for half a surrogate pair: no JSON to DuckDB, which would refuse the whole file, and `?` to Hive. */
const maybeLone = '\\ud';

/** A row as a line of NDJSON, in every home. Half a surrogate pair becomes U+FFFD, as it would in any file of text. */
export function writeLine(row: object): string {
  const line = JSON.stringify(row);
  return `${line.includes(maybeLone) ? JSON.stringify(row, repair) : line}\n`;
}

const repair = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.toWellFormed() : value;
