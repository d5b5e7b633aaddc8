import type { LakeRow } from './lake-row.ts';

/** Hive's type names, as Glue has them; what the columns need and no more. */
export type LakeType = 'string' | 'double' | 'boolean' | 'array<string>' | LakeStruct;
export interface LakeStruct {
  readonly struct: Readonly<Record<string, Exclude<LakeType, LakeStruct>>>;
}

interface LakeColumn {
  readonly name: keyof LakeRow;
  readonly type: LakeType;
}

/** A column for each field of a row, none forgotten. */
const types: Readonly<Record<keyof LakeRow, LakeType>> = {
  event_id: 'string',
  processed_at: 'string',
  event_time: 'string',
  event_type: 'string',
  source: 'string',
  account: 'string',
  region: 'string',
  principal: 'string',
  action: 'string',
  src_ip: 'string',
  geo_info: { struct: { country: 'string' } },
  threat_intel: { struct: { is_known_threat: 'boolean', confidence: 'double', feeds: 'array<string>' } },
  risk_score: 'double',
  rule_ids: 'array<string>',
  raw: 'string',
};

/** The columns of the lake in every home: DuckDB's views and Glue's table are made of them. */
export const lakeColumns: readonly LakeColumn[] = Object.entries(types).map(([name, type]) => ({
  name: name as keyof LakeRow,
  type,
}));

/** Partitions, coarsest first, each of digits that sort as text: `year=2026/month=01/day=02/hour=03`. */
export const lakePartitions = ['year', 'month', 'day', 'hour'] as const;

/** What queries call the log records: a table of this name in Glue, a view of this name in DuckDB. */
export const lakeTable = 'events';
