import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createManifest } from '../../../runtime/lake/manifest.ts';
import { queryInChild } from '../../../runtime/lake/query-in-child.ts';
import { createLakeQueries } from '../../../runtime/lake/query-lake.ts';
import { runQuery } from '../../../runtime/lake/run-query.ts';
import {
  closeTestLakes,
  openTestLake,
  removeFolder,
  temporaryFolder,
  type TestLake,
} from '../../support/lake.ts';
import { lakeRow } from '../../support/lake-row.ts';

const base = temporaryFolder();
const secret = join(base, 'secret.txt');
let opened: TestLake;

beforeAll(async () => {
  opened = await openTestLake(base);
  writeFileSync(secret, 'the secret');
  await opened.lake.append('a', [lakeRow('1'), lakeRow('2'), lakeRow('3', { raw: 'no JSON' })]);
});
afterAll(async () => {
  await closeTestLakes();
  removeFolder(base);
});

const queries = (limits = {}, run = runQuery) =>
  createLakeQueries({
    manifest: createManifest(opened.database),
    folder: opened.lake.folder,
    incidents: noIncidents,
    limits,
    run,
  });
const noIncidents = { newest: async () => ({ items: [], next: null, looked: 0 }) };
const bounds = { mostRows: 100, longest: 20_000 };

describe('the lake, asked in SQL', () => {
  it.each([
    ['a file', `SELECT * FROM read_text('${secret}')`],
    ['a file as a table', `SELECT * FROM '${secret}'`],
    ['a file as CSV', `SELECT * FROM read_csv('${secret}')`],
    ['which files there are', "SELECT * FROM glob('/etc/*')"],
    ['the database of incidents', `SELECT * FROM sqlite_scan('${join(base, 'lake.db')}', 'items')`],
    ['another host', "SELECT * FROM read_text('http://127.0.0.1:9/x')"],
    ['the environment', "SELECT getenv('HOME')"],
  ])('does not give %s', async (_what, sql) => {
    await expect(queries().ask(sql, bounds)).rejects.toMatchObject({ name: 'InvalidInput' });
  });

  it.each([
    ['COPY', `COPY (SELECT 1) TO '${join(base, 'out.csv')}'`],
    ['ATTACH', `ATTACH '${join(base, 'out.db')}'`],
    ['INSTALL', 'INSTALL httpfs'],
    ['SET', "SET memory_limit = '100GB'"],
    ['PRAGMA', 'PRAGMA version'],
    ['INSERT', 'INSERT INTO events SELECT * FROM events'],
    ['a second statement', 'SELECT 1; CREATE TABLE x (y INTEGER)'],
    ['WITH … INSERT', 'WITH a AS (SELECT 1) INSERT INTO x SELECT * FROM a'],
  ])('refuses %s, and writes nothing', async (_what, sql) => {
    await expect(queries().ask(sql, bounds)).rejects.toMatchObject({ name: 'InvalidInput' });
    expect(readdirSync(base).filter((name) => name.startsWith('out'))).toEqual([]);
  });

  it('says in one line what is wrong with a statement', async () => {
    await expect(queries().ask('SELECT acton FROM events', bounds)).rejects.toThrow(
      /^Binder Error: [^\n]*acton[^\n]*"action"[^\n]*$/,
    );
  });

  it('ends what takes too long', async () => {
    const sql = 'SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b';
    await expect(queries().ask(sql, { ...bounds, longest: 100 })).rejects.toThrow(/not done after 0.1 s/);
  });

  it('ends what DuckDB itself does not stop, for it is worked out before the query begins', async () => {
    // Of constants alone, and the work of a day.
    const sql = "SELECT levenshtein(repeat('a', 5000000), repeat('b', 5000000))";
    const inChild = queries({}, async (job) => await queryInChild(job, 1000));
    await expect(inChild.ask(sql, { ...bounds, longest: 100 })).rejects.toThrow(/not done after 0.1 s/);
  });

  it('gives the same answers and complaints from a process of its own', async () => {
    const inChild = queries({}, queryInChild);
    expect((await inChild.ask('SELECT count(*) FROM events', bounds)).rows).toEqual([[3]]);
    await expect(inChild.ask('SELECT acton FROM events', bounds)).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringMatching(/^Binder Error: /),
    });
  });

  it('ends what takes too much memory and disk', async () => {
    const sql = "SELECT * FROM (SELECT range, repeat('x', 1000) t FROM range(150000)) ORDER BY t, range DESC";
    const tight = queries({ memory: '20MB', spilled: '20MB' });
    await expect(tight.ask(sql, bounds)).rejects.toThrow(/^Out of Memory Error/);
  });

  it('reads no more rows than were asked for, and says that there are more', async () => {
    const { rows, isCut } = await queries().ask('SELECT event_id FROM events', { ...bounds, mostRows: 2 });
    expect([rows.length, isCut]).toEqual([2, true]);
    const all = await queries().ask('SELECT event_id FROM events', { ...bounds, mostRows: 3 });
    expect([all.rows.length, all.isCut]).toEqual([3, false]);
  });

  it('gives numbers as numbers, but those that JSON would round', async () => {
    const sql = "SELECT count(*), 1.50, 9007199254740993, NULL, true, ['a'], {'b': 'c'} FROM events";
    expect((await queries().ask(sql, bounds)).rows).toEqual([
      [3, 1.5, '9007199254740993', null, true, ['a'], { b: 'c' }],
    ]);
  });

  it('gives NULL for a path into what is no JSON, as Athena does', async () => {
    const sql = "SELECT json_extract_scalar(raw, '$.eventID') FROM events ORDER BY event_id";
    expect((await queries().ask(sql, bounds)).rows).toEqual([['1'], ['2'], [null]]);
  });

  it('has no rows, and all columns, before anything was kept', async () => {
    const empty = await openTestLake(join(base, 'lake.db-lake'));
    const sql = 'SELECT event_id, geo_info.country, year FROM events';
    expect(await empty.ask(sql)).toMatchObject({ columns: ['event_id', 'country', 'year'], rows: [] });
  });

  it('looks again when a part was sealed between looking and reading', async () => {
    const own = await openTestLake(join(base, 'lake.db-lake'), { closeAt: 1 });
    await own.lake.append('a', [lakeRow('1')]);
    const manifest = createManifest(own.database);
    const looks = [manifest.list()];
    await own.lake.tend();
    const stale = createLakeQueries({
      manifest: { list: () => looks.pop() ?? manifest.list() },
      folder: own.lake.folder,
      incidents: noIncidents,
      run: runQuery,
    });
    expect((await stale.ask('SELECT event_id FROM events', bounds)).rows).toEqual([['1']]);
    expect(looks).toEqual([]);
  });

  it('leaves no scratch files behind', async () => {
    const scratch = join(base, 'scratch');
    mkdirSync(scratch);
    vi.stubEnv('TMPDIR', scratch);
    await queries().ask('SELECT * FROM incidents', bounds);
    await expect(queries().ask('SELECT nothing FROM incidents', bounds)).rejects.toThrow();
    vi.unstubAllEnvs();
    expect(readdirSync(scratch)).toEqual([]);
  });
});
