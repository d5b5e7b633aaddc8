import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LakeConfig } from '../../../core/lake-config.ts';
import { createAppender } from '../../../runtime/lake/append-rows.ts';
import { folderOf } from '../../../runtime/lake/lake-part.ts';
import { createManifest } from '../../../runtime/lake/manifest.ts';
import { openDatabase } from '../../../runtime/store/database.ts';
import { lakeContract } from '../../contract/lake.ts';
import {
  closeTestLakes,
  openTestLake,
  removeFolder,
  temporaryFolder,
  type TestLake,
} from '../../support/lake.ts';
import { lakeRow } from '../../support/lake-row.ts';
import { createManualClock } from '../../support/manual-clock.ts';

let base: string;
beforeEach(() => {
  base = temporaryFolder();
});
afterEach(async () => {
  await closeTestLakes();
  removeFolder(base);
});

const hourMs = 3_600_000;
const ids = async (opened: TestLake): Promise<readonly string[]> =>
  (await opened.read()).map(({ event_id }) => event_id).toSorted();
const filesOf = ({ lake: { folder } }: TestLake): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .toSorted();

lakeContract('open NDJSON', async () => await openTestLake(base));
lakeContract('a database in memory', async () => {
  return await openTestLake(base, { database: openDatabase(':memory:'), folder: null });
});
lakeContract('sealed Parquet', async () => {
  const opened = await openTestLake(base, { closeAt: 1 });
  return {
    ...opened,
    read: async () => {
      await opened.lake.tend();
      expect(filesOf(opened).every((name) => name.endsWith('.parquet'))).toBe(true);
      return await opened.read();
    },
  };
});

describe('the embedded lake', () => {
  it('lies in a folder for each hour, as Athena has its partitions', async () => {
    const opened = await openTestLake(base);
    await opened.lake.append('a', [lakeRow('1')]);
    expect(filesOf(opened)).toEqual([
      expect.stringMatching(/^year=2026\/month=01\/day=02\/hour=03\/[\w-]+\.ndjson$/),
    ]);
    const { rows } = await opened.ask('SELECT year, month, day, hour FROM events');
    expect(rows).toEqual([['2026', '01', '02', '03']]);
  });

  it('keeps a batch once, however often and however soon it comes again', async () => {
    const opened = await openTestLake(base);
    const append = async () => await opened.lake.append('a', [lakeRow('1')]);
    await Promise.all([append(), append()]);
    await append();
    const again = await opened.reopen();
    await again.lake.append('a', [lakeRow('1')]);
    expect(await ids(again)).toEqual(['1']);
  });

  it('answers before the hour is over, from what is open, sealed and closed alike', async () => {
    const opened = await openTestLake(base, { closeAt: 1 });
    await opened.lake.append('a', [lakeRow('sealed')]);
    await opened.lake.tend();
    await opened.lake.append('b', [lakeRow('closed')]);
    const again = await opened.reopen({});
    await again.lake.append('c', [lakeRow('open')]);
    expect(await ids(again)).toEqual(['closed', 'open', 'sealed']);
  });

  it('does not count what was written and never recorded, and writes over it', async () => {
    const opened = await openTestLake(base);
    await opened.lake.append('a', [lakeRow('1')]);
    const [name = ''] = filesOf(opened);
    const path = join(opened.lake.folder, name);
    const kept = readFileSync(path);
    writeFileSync(path, Buffer.concat([kept, Buffer.from(`${JSON.stringify(lakeRow('2'))}\n{"event_id"`)]));
    expect(await ids(opened)).toEqual(['1']);
    const again = await opened.reopen();
    await again.lake.append('b', [lakeRow('3')]);
    expect(await ids(again)).toEqual(['1', '3']);
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(3);
  });

  it('seals parts of past hours, and those that are full, and then reads no NDJSON', async () => {
    const opened = await openTestLake(base);
    await opened.lake.append('a', [lakeRow('1'), lakeRow('2')]);
    await opened.lake.tend();
    expect(filesOf(opened)).toEqual([expect.stringContaining('.ndjson')]);
    await opened.clock.advance(hourMs);
    expect(await opened.lake.tend()).toEqual([]);
    expect(filesOf(opened)).toEqual([expect.stringContaining('.parquet')]);
    expect(await ids(opened)).toEqual(['1', '2']);
  });

  it('counts rows once when it dies between Parquet and NDJSON, and removes what is left', async () => {
    const opened = await openTestLake(base, { closeAt: 1 });
    await opened.lake.append('a', [lakeRow('1')]);
    const [ndjson = ''] = filesOf(opened);
    const before = readFileSync(join(opened.lake.folder, ndjson));
    await opened.lake.tend();
    writeFileSync(join(opened.lake.folder, ndjson), before);
    opened.database.sqlite.exec("UPDATE lake_parts SET state = 'doubled'");
    const again = await opened.reopen();
    expect(await ids(again)).toEqual(['1']);
    await again.lake.tend();
    expect(filesOf(again)).toEqual([expect.stringContaining('.parquet')]);
  });

  it('begins a seal anew that another process left in the middle', async () => {
    const opened = await openTestLake(base, { closeAt: 1 });
    await opened.lake.append('a', [lakeRow('1')]);
    const [ndjson = ''] = filesOf(opened);
    const parquet = join(opened.lake.folder, ndjson.replace('.ndjson', '.parquet'));
    writeFileSync(parquet, 'half');
    writeFileSync(`${parquet}.99.draft`, 'half');
    expect(await ids(opened)).toEqual(['1']);
    await opened.lake.tend();
    expect(filesOf(opened)).toEqual([expect.stringMatching(/\.parquet$/)]);
    expect(await ids(opened)).toEqual(['1']);
  });

  it('leaves a part as it is that cannot be sealed, says so once, and seals the others', async () => {
    const seal = async () => await Promise.reject(new Error('no memory'));
    const opened = await openTestLake(base, { closeAt: 1, seal });
    await opened.lake.append('a', [lakeRow('1')]);
    expect(await opened.lake.tend()).toEqual([expect.stringMatching(/\.ndjson stays.*: no memory$/)]);
    expect(await opened.lake.tend()).toEqual([]);
    expect(await ids(opened)).toEqual(['1']);
    const again = await opened.reopen({});
    expect(await again.lake.tend()).toEqual([]);
    expect(filesOf(again)).toEqual([expect.stringMatching(/\.parquet$/)]);
  });

  it.each([
    ['delete', []],
    ['keep', ['new', 'old']],
  ] as const)('after hotDays, with afterwards %s, has %j', async (afterwards, left) => {
    const config = LakeConfig.parse({ hotDays: 2, afterwards });
    const opened = await openTestLake(base, { config });
    await opened.lake.append('a', [lakeRow('old')]);
    await opened.clock.advance(24 * hourMs);
    await opened.lake.append('b', [lakeRow('new', { processed_at: '2026-01-03T03:30:00.000Z' })]);
    await opened.clock.advance(24 * hourMs);
    await opened.lake.tend();
    expect(await ids(opened)).toEqual(['new', 'old']);
    await opened.clock.advance(30 * hourMs);
    await opened.lake.tend();
    expect(await ids(opened)).toEqual(left);
    expect(filesOf(opened)).toHaveLength(left.length);
  });

  it('says which rows are gone when a file has less than was kept, and goes on with the rest', async () => {
    const opened = await openTestLake(base);
    await opened.lake.append('a', [lakeRow('1'), lakeRow('2'), lakeRow('3')]);
    const [name = ''] = filesOf(opened);
    const path = join(opened.lake.folder, name);
    truncateSync(path, statSync(path).size - 10);
    const again = await opened.reopen();
    expect(await again.lake.tend()).toEqual([expect.stringContaining('has 2 of the 3 rows')]);
    await again.lake.append('b', [lakeRow('4')]);
    expect(await ids(again)).toEqual(['1', '2', '4']);
  });

  it('refuses by name, and keeps nothing, where its folder cannot be written; and takes it once it can', async () => {
    const opened = await openTestLake(base);
    writeFileSync(opened.lake.folder, 'a file in its place');
    const append = async () => await opened.lake.append('a', [lakeRow('1')]);
    await expect(append()).rejects.toMatchObject({
      name: 'Unavailable',
      retryable: true,
      message: expect.stringContaining('send it again'),
    });
    expect(await opened.read()).toEqual([]);
    removeFolder(opened.lake.folder);
    await append();
    expect(await ids(opened)).toEqual(['1']);
  });

  it.skipIf(!existsSync('/dev/full'))('keeps nothing on a full disk, and says that it is full', async () => {
    const database = openDatabase(join(base, 'lake.db'));
    const manifest = createManifest(database);
    const folder = join(base, 'lake.db-lake');
    const parts = { manifest, folder, newId: () => 'part' };
    const lake = createAppender({ ...parts, clock: createManualClock(), closeAt: 1_000_000 });
    const place = join(folder, folderOf('2026-01-02T03'));
    mkdirSync(place, { recursive: true });
    symlinkSync('/dev/full', join(place, 'part.ndjson'));
    await expect(lake.append('a', [lakeRow('1')])).rejects.toThrow(/ENOSPC.*send it again/);
    expect(manifest.hasBatch('a')).toBe(false);
    expect(manifest.list()).toMatchObject([{ rows: 0, bytes: 0 }]);
    await lake.close();
    database.close();
  });

  it('takes its files with it when the database is in memory', async () => {
    const opened = await openTestLake(base, { database: openDatabase(':memory:'), folder: null });
    await opened.lake.append('a', [lakeRow('1')]);
    expect(filesOf(opened)).toHaveLength(1);
    await opened.lake.close();
    expect(existsSync(opened.lake.folder)).toBe(false);
  });
});
