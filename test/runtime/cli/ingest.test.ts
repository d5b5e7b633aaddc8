import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../../core/ingest/records.ts';
import { runInProcess } from './run-in-process.ts';
import { root, startCli } from './spawn-cli.ts';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'tourniquet-ingest-cli-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}
const callOf = (eventID: string) => JSON.stringify({ ...call, eventName: 'DescribeTrails', eventID });
const calls = (many: number, prefix: string): string =>
  Array.from({ length: many }, (_, n) => callOf(`${prefix}-${n}`)).join('\n');
const example = (name: string): string => join(root, 'docs/examples/logs', name);

async function count(db: string): Promise<number> {
  const { out } = await runInProcess('query', 'SELECT count(*) AS n FROM events', '--db', db, '--json');
  return (JSON.parse(out) as [{ n: number }])[0].n;
}

describe('ingest', () => {
  it('takes files of every form in, and says what became of them', async () => {
    const db = join(folder, 'forms.db');
    const files = [
      write('a.ndjson', calls(700, 'a')),
      write('b.json.gz', gzipSync(`{"Records":[${callOf('b')},${callOf('a-1')}]}`)),
      write('c.log', 'version account-id action start\n2 111122223333 ACCEPT 1600000000\n'),
    ];
    const { code, out } = await runInProcess('ingest', ...files, '--db', db, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      records: 703,
      accepted: 703,
      repeated: 1,
      rejected: 0,
      unread: [],
    });
    expect(await count(db)).toBe(702);
  });

  it('keeps each record once when it is given again', async () => {
    const db = join(folder, 'again.db');
    const file = write('again.ndjson', calls(600, 'again'));
    await runInProcess('ingest', file, '--db', db);
    const { out } = await runInProcess('ingest', file, '--db', db);
    expect(out).toContain('600 (600 of them were there already)');
    expect(await count(db)).toBe(600);
  });

  it('says why records were rejected and where the first stands, and fails', async () => {
    const file = write('bad.ndjson', `${callOf('x')}\n{"cut\nnope\nnope\n`);
    const { code, out } = await runInProcess('ingest', file);
    expect(code).toBe(1);
    expect(out).toContain('rejected\t3');
    expect(out).toMatch(/^2\t.*bad\.ndjson, record 3\tit is not JSON/m);
  });

  it.each([
    ['that is not there', () => join(folder, 'none'), 'there is no such file'],
    ['that is a folder', () => folder, 'it is a folder; name the files in it'],
    ['that is empty', () => write('empty', ''), 'it has no records'],
    [
      'that is cut off',
      () => write('cut.gz', gzipSync(calls(900, 'cut')).subarray(0, -200)),
      'it is no whole gzip: it ends too early; pack it again',
    ],
  ])('names a file %s, and goes on with the others', async (_, file, reason) => {
    const path = file();
    const good = write('good.ndjson', calls(3, 'good'));
    const { code, err, out } = await runInProcess('ingest', path, good);
    expect([code, err]).toEqual([1, `error: ${path}: ${reason}\n`]);
    expect(out).toMatch(/^accepted\t(3|503)$/m);
  });

  it('prints no table of nothing where no file could be read', async () => {
    const missing = join(folder, 'nowhere');
    expect(await runInProcess('ingest', missing)).toEqual({
      code: 1,
      out: '',
      err: `error: ${missing}: there is no such file\n`,
    });
  });

  it('reads standard input, and writes nothing but data to standard output', async () => {
    const { code, out, err } = await startCli(['ingest', '-', '--json'], { input: calls(5, 'in') }).ended;
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({ accepted: 5 });
  });
});

describe('the examples of logs', () => {
  it('lead a newcomer from a CloudTrail file to an isolated instance, after a question', async () => {
    const args = ['ingest', example('stolen-instance-role.json'), '--json'] as const;
    const [asked, approved] = [await runInProcess(...args), await runInProcess(...args, '--approve', 'all')];
    expect(JSON.parse(asked.out)).toMatchObject({ incidents: [{ status: 'not-contained' }] });
    expect(approved.code).toBe(0);
    expect(JSON.parse(approved.out)).toMatchObject({
      records: 8,
      accepted: 8,
      incidents: [{ status: 'contained', resource: { id: 'i-0a1b2c3d4e5f67890' } }],
    });
  });

  it('show an instance that mines, and a line that was cut off', async () => {
    const { code, out } = await runInProcess(
      'ingest',
      example('mining.ndjson'),
      '--approve',
      'all',
      '--json',
    );
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      records: 6,
      accepted: 5,
      rejected: 1,
      hits: { 'mining-pool-asked': 2 },
      incidents: [{ type: 'Detection:EC2/mining-pool-asked', status: 'contained' }],
    });
  });
});

describe('dlq', () => {
  const broken = '{"cut off';

  async function open(name: string): Promise<{ readonly db: string; readonly id: string }> {
    const db = join(folder, `${name}.db`);
    await runInProcess('ingest', write(`${name}.ndjson`, `${callOf(name)}\n${broken}\n`), '--db', db);
    const { out } = await runInProcess('dlq', 'list', '--db', db, '--json');
    const [letter] = JSON.parse(out) as readonly { readonly id: string }[];
    return { db, id: letter?.id ?? '' };
  }

  it('lists what waits, and shows it with its original', async () => {
    const { db, id } = await open('show');
    const list = await runInProcess('dlq', 'list', '--db', db);
    expect(list.out).toMatch(new RegExp(`^${id}\\t[^\\t]+\\tingestion\\t1\\tit is cut off`, 'm'));
    expect((await runInProcess('dlq', 'list', '--db', db, '--queue', 'processing')).out).toBe(
      'No dead letter waits.\n',
    );
    const saved = join(folder, 'saved');
    const shown = await runInProcess('dlq', 'show', id, '--db', db, '--save', saved);
    expect(shown.out).toContain(`${id}  waits`);
    expect(shown.out).toMatch(/tries\s+1/);
    expect(shown.out.trimEnd().endsWith(broken)).toBe(true);
    expect(readFileSync(saved, 'utf8')).toBe(broken);
  });

  it('tries again, counts it, and says that it still waits', async () => {
    const { db, id } = await open('redrive');
    const { code, out } = await runInProcess('dlq', 'redrive', id, '--db', db);
    expect(code).toBe(1);
    expect(out).toMatch(new RegExp(`^still waits ${id} \\(2 tries\\): it is cut off`));
    expect((await runInProcess('dlq', 'show', id, '--db', db)).out).toMatch(/tries\s+2/);
  });

  it('drops nothing unless it is meant, and keeps who did it and why', async () => {
    const { db, id } = await open('drop');
    const unsaid = await runInProcess('dlq', 'drop', id, '--db', db);
    expect([unsaid.code, unsaid.err]).toEqual([
      1,
      'error: nobody can be asked here; say --yes if it is meant\n',
    ]);
    const dropped = await runInProcess(
      'dlq',
      'drop',
      '--all',
      '--queue',
      'ingestion',
      '--yes',
      '--by',
      'kim',
      '--reason',
      'a test',
      '--db',
      db,
    );
    expect(dropped.code).toBe(0);
    expect((await runInProcess('dlq', 'list', '--db', db)).out).toBe('No dead letter waits.\n');
    expect((await runInProcess('dlq', 'list', '--ended', '--db', db)).out).toContain('dropped by kim');
    expect((await runInProcess('dlq', 'show', id, '--db', db)).out).toMatch(/dropped by kim, .*: a test/);
    const again = await runInProcess('dlq', 'drop', id, '--yes', '--db', db);
    expect(again.err).toMatch(/^error: dead letter .* was dropped by kim at .*; it waits no longer\n$/);
  });

  it.each([
    [['redrive'], 'no dead letter is named; give ids of: tourniquet dlq list, or --all'],
    [['redrive', 'x', '--all'], '--all takes no ids; name letters, or take all'],
    [['drop', 'x', '--queue', 'ingestion'], '--queue goes with --all'],
    [['list', '--limit', '0'], 'It is no number from 1 to 10000.'],
    [['list', '--queue', 'x'], "option '--queue <queue>' argument 'x' is invalid"],
  ])('%j is wrong usage', async (args, says) => {
    const { db } = await open('usage');
    expect((await runInProcess('dlq', ...args, '--db', db)).err).toContain(says);
  });

  it('says which letter is not there', async () => {
    const { db } = await open('missing');
    const { code, err } = await runInProcess('dlq', 'show', 'abc', '--db', db);
    expect([code, err]).toEqual([
      1,
      'error: there is no dead letter abc; list them with: tourniquet dlq list\n',
    ]);
  });
});
