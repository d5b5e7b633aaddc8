import {
  type AthenaClient,
  type Datum,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type GetQueryResultsCommandOutput,
  type QueryExecution,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { InvalidInput } from '../../core/errors.ts';
import type { Json } from '../../core/json.ts';
import { requireQuery } from '../../core/lake/sql-text.ts';
import type { TimerClock } from '../../core/ports/clock.ts';
import type { Answer, Queries, QueryBounds } from '../../core/ports/queries.ts';
import { callOwn } from './own-errors.ts';

export interface AthenaQueriesConfig {
  readonly client: Pick<AthenaClient, 'send'>;
  readonly clock: TimerClock;
  /** Says where answers go, and how much a query may read at most. */
  readonly workgroup: string;
  readonly database: string;
}

const firstLookMs = 250;
const longestLookMs = 5000;

/** The Queries port on Athena: https://docs.aws.amazon.com/athena/latest/APIReference/API_StartQueryExecution.html */
export function createAthenaQueries(config: AthenaQueriesConfig): Queries {
  const { client, workgroup, database } = config;
  const call = async <T>(work: () => Promise<T>): Promise<T> =>
    await callOwn(`Athena (workgroup ${workgroup})`, work);
  return {
    async ask(sql, bounds) {
      const query = requireQuery(sql);
      const { QueryExecutionId: id = '' } = await call(
        async () =>
          await client.send(
            new StartQueryExecutionCommand({
              QueryString: query,
              WorkGroup: workgroup,
              QueryExecutionContext: { Database: database },
            }),
          ),
      );
      const ended = await waitForEnd(config, id, { longest: bounds.longest, call });
      const answer = await readRows(config, id, { bounds, call });
      return { ...answer, scannedBytes: ended.Statistics?.DataScannedInBytes ?? 0 };
    },
  };
}

type Call = <T>(work: () => Promise<T>) => Promise<T>;

/** Looks ever more rarely. What is not done in time is stopped, so that nothing more is paid for it. */
async function waitForEnd(
  { client, clock }: AthenaQueriesConfig,
  id: string,
  { longest, call }: { readonly longest: number; readonly call: Call },
): Promise<QueryExecution> {
  const deadline = clock.now() + longest;
  for (let pause = firstLookMs; ; pause = Math.min(longestLookMs, pause * 1.5)) {
    // oxlint-disable-next-line no-await-in-loop
    const { QueryExecution: query = {} } = await call(
      async () => await client.send(new GetQueryExecutionCommand({ QueryExecutionId: id })),
    );
    const { State: state, StateChangeReason: reason = 'no reason is given' } = query.Status ?? {};
    if (state === 'SUCCEEDED') return query;
    if (state === 'FAILED' || state === 'CANCELLED')
      throw new InvalidInput(`Athena did not answer (${state}): ${reason}`);
    if (clock.now() >= deadline) {
      // oxlint-disable-next-line no-await-in-loop
      await call(async () => await client.send(new StopQueryExecutionCommand({ QueryExecutionId: id })));
      throw new InvalidInput(
        `the query was not done after ${longest / 1000} s and was stopped; ask for less time with --since, or give it more with --timeout`,
      );
    }
    // oxlint-disable-next-line no-await-in-loop
    await waitFor(clock, Math.min(pause, deadline - clock.now()));
  }
}

const waitFor = async (clock: TimerClock, milliseconds: number): Promise<void> =>
  await new Promise((resolve) => void clock.setTimer(clock.now() + milliseconds, resolve));

/** The most that a page may have. */
const pageSize = 1000;

async function readRows(
  { client }: AthenaQueriesConfig,
  id: string,
  { bounds, call }: { readonly bounds: QueryBounds; readonly call: Call },
): Promise<Answer> {
  const rows: (readonly Json[])[] = [];
  let columns: Columns = [];
  let next: string | undefined;
  do {
    // oxlint-disable-next-line no-await-in-loop
    const page: GetQueryResultsCommandOutput = await call(
      async () =>
        await client.send(
          new GetQueryResultsCommand({ QueryExecutionId: id, NextToken: next, MaxResults: pageSize }),
        ),
    );
    const isFirst = next === undefined;
    if (isFirst) columns = columnsOf(page);
    // The first row of all has the names.
    const found = (page.ResultSet?.Rows ?? []).slice(isFirst ? 1 : 0);
    rows.push(
      ...found.map(({ Data: cells = [] }) => columns.map(({ type }, index) => read(cells[index], type))),
    );
    next = page.NextToken;
  } while (next !== undefined && rows.length <= bounds.mostRows);
  return {
    columns: columns.map(({ name }) => name),
    rows: rows.slice(0, bounds.mostRows),
    isCut: rows.length > bounds.mostRows,
  };
}

type Columns = readonly { readonly name: string; readonly type: string }[];

const columnsOf = ({ ResultSet: found }: GetQueryResultsCommandOutput): Columns =>
  (found?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name: name = '', Type: type = '' }) => ({
    name,
    type,
  }));

const numberTypes: ReadonlySet<string> = new Set([
  'tinyint',
  'smallint',
  'integer',
  'bigint',
  'float',
  'double',
  'decimal',
]);

/** Athena writes every value as text. Numbers that JSON's readers would round stay text. */
function read(cell: Datum | undefined, type: string): Json {
  const text = cell?.VarCharValue;
  if (text === undefined) return null;
  if (type === 'boolean') return text === 'true';
  if (!numberTypes.has(type)) return text;
  return Math.abs(Number(text)) <= Number.MAX_SAFE_INTEGER ? Number(text) : text;
}
