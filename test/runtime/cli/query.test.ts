import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderAnswer } from '../../../runtime/cli/render/answer.ts';
import { parseSince } from '../../../runtime/cli/since-option.ts';
import type { Terminal } from '../../../runtime/cli/terminal.ts';
import { closeTestLakes, openTestLake, removeFolder, temporaryFolder } from '../../support/lake.ts';
import { logRows } from '../../support/log-rows.ts';
import { runInProcess } from './run-in-process.ts';

const base = temporaryFolder();
const db = join(base, 'lake.db');

beforeAll(async () => {
  const { lake } = await openTestLake(base);
  await lake.append('a', [
    ...logRows,
    {
      ...logRows[0],
      event_id: 'formula',
      principal: '=HYPERLINK("x")',
      risk_score: 99,
    } as (typeof logRows)[0],
  ]);
});
afterAll(async () => {
  await closeTestLakes();
  removeFolder(base);
});

const query = async (...args: readonly string[]) => await runInProcess('query', ...args, '--db', db);

describe('tourniquet query', () => {
  it('lists what it knows', async () => {
    const { code, out } = await runInProcess('query');
    expect(code).toBe(0);
    expect(out).toMatch(/^ {2}failed-logins +Sign-ins to the console that failed/m);
  });

  it('answers a query by its name, while another process has the database', async () => {
    const { code, out, err } = await query('root-activity', '--since', '2026-01-01');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n')[0]?.split('\t')).toEqual(
      ['event_time', 'account', 'action', 'source', 'src_ip', 'country', 'error', 'risk_score'].map((name) =>
        name.toUpperCase(),
      ),
    );
    expect(out).toContain('DeleteTrail\tcloudtrail.amazonaws.com');
  });

  it('says when there is nothing', async () => {
    expect((await query('root-activity', '--since', '2026-02-01')).out).toBe('Nothing was found.\n');
  });

  it('prints SQL’s answer as JSON, and says that it was cut', async () => {
    const { out, err } = await query(
      'SELECT action, count(*) AS n FROM events GROUP BY 1 ORDER BY n DESC, 1',
      '--json',
      '--limit',
      '2',
    );
    expect(JSON.parse(out)).toEqual([
      { action: 'ConsoleLogin', n: 5 },
      { action: 'DescribeInstances', n: 5 },
    ]);
    expect(err).toBe('There is more than these 2 rows; --limit asks for more.\n');
  });

  it('prints CSV in which nothing is a formula', async () => {
    const sql = 'SELECT principal, risk_score, rule_ids FROM events ORDER BY risk_score DESC';
    const { out } = await query(sql, '--csv', '--limit', '1');
    expect(out).toBe('principal,risk_score,rule_ids\n"\'=HYPERLINK(""x"")",99,[]\n');
  });

  it.each([
    [['root-activty'], 'error: there is no query root-activty; did you mean "root-activity"?\n'],
    [
      ['DELETE FROM events'],
      'error: a query begins with SELECT or WITH, not with DELETE; the lake is only read\n',
    ],
    [['SELECT :until'], 'error: there is no parameter :until; there are: :since, :since_day, :limit\n'],
    [["SELECT * FROM read_text('/etc/passwd')"], /^error: Permission Error: Cannot access file[^\n]*\n$/],
  ])('refuses %j in a line', async (args, complaint) => {
    const { code, out, err } = await query(...args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    if (typeof complaint === 'string') expect(err).toBe(complaint);
    else expect(err).toMatch(complaint);
  });

  it('refuses a database that there is not', async () => {
    const { err } = await runInProcess('query', 'latency', '--db', join(base, 'none.db'));
    expect(err).toContain('there is no database');
  });
});

describe('--since', () => {
  const now = Date.UTC(2026, 0, 31, 12);

  it.each([
    ['90m', '2026-01-31T10:30:00.000Z'],
    ['12h', '2026-01-31T00:00:00.000Z'],
    ['30d', '2026-01-01T12:00:00.000Z'],
    ['2w', '2026-01-17T12:00:00.000Z'],
    ['2026-01-15', '2026-01-15T00:00:00.000Z'],
    ['2026-01-15T10:20Z', '2026-01-15T10:20:00.000Z'],
  ])('%s is %s', (text, time) => {
    expect(parseSince(text, now)).toBe(time);
  });

  it.each(['', '7', 'd', '7 d', '-7d', '1.5d', '9999999w', '999999w', 'yesterday', '2026-13-01', '1'])(
    'is not %j',
    (text) => {
      expect(() => parseSince(text, now)).toThrow('It is no time');
    },
  );
});

describe('an answer on a terminal', () => {
  const terminal = (width: number): Terminal => ({
    out: () => undefined,
    err: () => undefined,
    pretty: true,
    lively: false,
    interactive: false,
    width,
    paint: (_style, text) => text,
  });
  const answer = {
    columns: ['principal', 'action', 'n'],
    rows: [['arn:aws:iam::111122223333:user/alice', 'a'.repeat(40), 3]],
    isCut: false,
  };

  it('has each row on a line where it fits', () => {
    expect(renderAnswer(terminal(100), answer).split('\n')[1]).toBe(
      `arn:aws:iam::111122223333:user/alice  ${'a'.repeat(40)}  3`,
    );
  });

  it('cuts what is widest where it does not, of ARNs the beginning', () => {
    const lines = renderAnswer(terminal(40), answer).split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(40);
    expect(lines[1]).toMatch(/^…\S*user\/alice {2}a+… {2}3$/);
  });

  it('sets values below one another where columns would be too narrow to read', () => {
    expect(renderAnswer(terminal(18), answer)).toBe(
      `principal  arn:aws:iam::111122223333:user/alice\naction     ${'a'.repeat(40)}\nn          3`,
    );
  });
});
