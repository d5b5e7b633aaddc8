import type { Answer, QueryBounds } from '../../core/ports/queries.ts';
import { type DuckdbSource, openDuckdb } from './open-duckdb.ts';
import { readAnswer } from './read-answer.ts';

/** One query, with all that is needed to answer it. */
export interface QueryJob extends DuckdbSource {
  readonly query: string;
  readonly bounds: QueryBounds;
}

/** @throws InvalidInput as the Queries port does. */
export type RunQuery = (job: QueryJob) => Promise<Answer>;

/** In this process, which then cannot be rid of a query that DuckDB does not let go of. */
export const runQuery: RunQuery = async ({ query, bounds, ...source }) => {
  const connection = await openDuckdb(source);
  try {
    return await readAnswer(connection, query, bounds);
  } finally {
    connection.closeSync();
  }
};
