import { describe, expect, it } from 'vitest';
import { createAthenaQueries } from '../../../tasks/aws/athena-queries.ts';
import { createManualClock } from '../../support/manual-clock.ts';

type Reply = Readonly<Record<string, unknown>>;

/** Answers each kind of command in turn, its last answer for ever, and remembers what it was sent. */
function fakeAthena(replies: Readonly<Record<string, readonly Reply[]>>) {
  const sent: { readonly name: string; readonly input: Reply }[] = [];
  const counts = new Map<string, number>();
  const send = async (command: { readonly input: Reply }): Promise<Reply> => {
    const name = command.constructor.name.replace('Command', '');
    sent.push({ name, input: command.input });
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    const all = replies[name] ?? [{}];
    return all[Math.min(count, all.length - 1)] ?? {};
  };
  return { sent, client: { send } as any };
}

const state = (State: string, rest: Reply = {}): Reply => ({
  QueryExecution: { Status: { State, ...rest } },
});
const done = {
  QueryExecution: { Status: { State: 'SUCCEEDED' }, Statistics: { DataScannedInBytes: 2_000_000 } },
};
const cells = (...values: readonly (string | null)[]) => ({
  Data: values.map((value) => (value === null ? {} : { VarCharValue: value })),
});
const columns = (...types: readonly string[]) => ({
  ColumnInfo: types.map((Type, index) => ({ Name: `c${index}`, Type })),
});
const started = { StartQueryExecution: [{ QueryExecutionId: 'query-1' }] };
const bounds = { mostRows: 100, longest: 60_000 };

async function ask(replies: Readonly<Record<string, readonly Reply[]>>, sql = 'SELECT 1', given = bounds) {
  const clock = createManualClock();
  const { client, sent } = fakeAthena({ ...started, ...replies });
  const queries = createAthenaQueries({ client, clock, workgroup: 'group', database: 'lake' });
  const asked = queries.ask(sql, given);
  let isDone = false;
  const ended = asked.finally(() => (isDone = true)).catch(() => undefined);
  while (!isDone) await clock.advance(1000);
  await ended;
  return { sent, asked };
}

describe('the lake, asked in Athena', () => {
  it('starts the query in the workgroup and database, looks until it is done, and reads every page', async () => {
    const { sent, asked } = await ask({
      GetQueryExecution: [state('QUEUED'), state('RUNNING'), done],
      GetQueryResults: [
        {
          NextToken: 'more',
          ResultSet: {
            ResultSetMetadata: columns('varchar', 'bigint', 'boolean', 'double'),
            Rows: [cells('c0', 'c1', 'c2', 'c3'), cells('a', '1', 'true', '1.5')],
          },
        },
        { ResultSet: { Rows: [cells('b', '9007199254740993', 'false', null)] } },
      ],
    });
    expect(await asked).toEqual({
      columns: ['c0', 'c1', 'c2', 'c3'],
      rows: [
        ['a', 1, true, 1.5],
        ['b', '9007199254740993', false, null],
      ],
      isCut: false,
      scannedBytes: 2_000_000,
    });
    expect(sent.map(({ name }) => name)).toEqual([
      'StartQueryExecution',
      ...Array.from({ length: 3 }, () => 'GetQueryExecution'),
      ...Array.from({ length: 2 }, () => 'GetQueryResults'),
    ]);
    expect(sent[0]?.input).toEqual({
      QueryString: 'SELECT 1',
      WorkGroup: 'group',
      QueryExecutionContext: { Database: 'lake' },
    });
  });

  it('stops what takes too long, so that nothing more is paid for it', async () => {
    const { sent, asked } = await ask({ GetQueryExecution: [state('RUNNING')] }, 'SELECT 1', {
      ...bounds,
      longest: 10_000,
    });
    await expect(asked).rejects.toThrow(/not done after 10 s and was stopped/);
    expect(sent.at(-1)).toEqual({ name: 'StopQueryExecution', input: { QueryExecutionId: 'query-1' } });
  });

  it('tells why Athena refused', async () => {
    const failed = state('FAILED', { StateChangeReason: 'COLUMN_NOT_FOUND: line 1:8' });
    const { asked } = await ask({ GetQueryExecution: [failed] });
    await expect(asked).rejects.toThrow('Athena did not answer (FAILED): COLUMN_NOT_FOUND: line 1:8');
  });

  it.each([['DROP TABLE events', /begins with SELECT or WITH/]])('never sends %s', async (sql, reason) => {
    const { sent, asked } = await ask({}, sql);
    await expect(asked).rejects.toThrow(reason);
    expect(sent).toEqual([]);
  });

  it('reads no further than the rows that were asked for', async () => {
    const page = {
      NextToken: 'more',
      ResultSet: { ResultSetMetadata: columns('varchar'), Rows: [cells('c0'), cells('a'), cells('b')] },
    };
    const { sent, asked } = await ask({ GetQueryExecution: [done], GetQueryResults: [page] }, 'SELECT 1', {
      ...bounds,
      mostRows: 1,
    });
    expect(await asked).toMatchObject({ rows: [['a']], isCut: true });
    expect(sent.filter(({ name }) => name === 'GetQueryResults')).toHaveLength(1);
  });
});
