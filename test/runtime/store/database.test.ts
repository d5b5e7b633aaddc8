import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../runtime/store/database.ts';
import { createSqliteTable } from '../../../runtime/store/sqlite-table.ts';

const item = (sk: string, data: { readonly text: string }) => ({ pk: 'a', sk, data });
const small = { text: 'small' };
const large = { text: 'x'.repeat(100_000) };

describe('where the disk is full', () => {
  let folder: string;
  let database: Database;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tourniquet-'));
    database = openDatabase(join(folder, 'full.db'));
  });
  afterEach(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });

  /** What came of the first write, one that does not fit, and one after it, in the same turn. */
  async function fill(tooLarge: (put: () => unknown) => Promise<unknown>) {
    const table = createSqliteTable(database);
    await table.put(item('there', small), 'absent');
    const { page_count: pages } = database.sqlite.prepare('PRAGMA page_count').get() as {
      page_count: number;
    };
    database.sqlite.exec(`PRAGMA max_page_count = ${pages + 1}`);
    const insert = database.sqlite.prepare("INSERT INTO items (pk, sk, version, data) VALUES ('a', ?, 1, ?)");
    const ends = await Promise.allSettled([
      table.put(item('before', small), 'absent'),
      tooLarge(() => insert.run('large', JSON.stringify(large))),
      table.put(item('after', small), 'absent'),
    ]);
    const { items } = await table.query({ pk: 'a' });
    return { ends, stored: items.map(({ sk }) => sk) };
  }

  it.each([
    ['alone', (put: () => unknown) => database.writeOne(put)],
    ['among others', (put: () => unknown) => database.write(put)],
  ])('what is stored is what was said to be, with a statement %s', async (_title, tooLarge) => {
    const { ends, stored } = await fill(tooLarge);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(stored).toEqual(['after', 'there']);
    expect(String(ends[1]?.status === 'rejected' && ends[1].reason)).toMatch(/full/);
  });
});
