import { incidentColumns } from '../../core/lake/incident-row.ts';
import { lakeColumns, type LakeType } from '../../core/ingest/lake-columns.ts';

const duckdbNames = {
  string: 'VARCHAR',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  'array<string>': 'VARCHAR[]',
} as const;

const duckdbType = (type: LakeType): string =>
  typeof type === 'string'
    ? duckdbNames[type]
    : `STRUCT(${Object.entries(type.struct)
        .map(([name, inner]) => `${name} ${duckdbType(inner)}`)
        .join(', ')})`;

/** As `read_json` wants them: what a file has is never guessed. */
const columnsOf = (columns: readonly (readonly [name: string, type: LakeType])[]): string =>
  `{${columns.map(([name, type]) => `${name}: '${duckdbType(type)}'`).join(', ')}}`;

/** The lake's columns, and those of the store's incidents. */
export const ndjsonColumns = columnsOf(lakeColumns.map(({ name, type }) => [name, type]));
export const ndjsonIncidents = columnsOf(Object.entries(incidentColumns));

/** A table of these columns that has no rows. */
export const emptyEvents = (partitions: readonly string[]): string =>
  [
    ...lakeColumns.map(({ name, type }) => `NULL::${duckdbType(type)} AS ${name}`),
    ...partitions.map((name) => `NULL::VARCHAR AS ${name}`),
  ].join(', ');
