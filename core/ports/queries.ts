import type { Json } from '../json.ts';

/** Asks the lake, in the SQL that DuckDB and Athena both understand. */
export interface Queries {
  /** @throws InvalidInput where the statement cannot be answered: it is wrong, or takes too much. */
  ask(sql: string, bounds: QueryBounds): Promise<Answer>;
}

export interface QueryBounds {
  /** Rows beyond are not read. */
  readonly mostRows: number;
  /** Milliseconds. */
  readonly longest: number;
}

export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Json[])[];
  /** There would have been more rows. */
  readonly isCut: boolean;
  /** What was read for it, where that is what one pays for. */
  readonly scannedBytes?: number;
}
