import { expect, it } from 'vitest';
import { openDatabase } from '../../../runtime/store/database.ts';
import { createForgetExpired } from '../../../runtime/store/forget-expired.ts';
import { createSqliteTable } from '../../../runtime/store/sqlite-table.ts';

const at = 1_800_000_000;

function open() {
  const database = openDatabase(':memory:');
  const table = createSqliteTable(database);
  const forget = createForgetExpired(database, { now: () => at * 1000 });
  const put = async (sk: string, expiresAt?: number) =>
    await table.put({ pk: 'P', sk, data: { sk }, ...(expiresAt && { expiresAt }) }, 'absent');
  const list = async () => (await table.query({ pk: 'P' })).items.map(({ sk }) => sk);
  return { database, table, forget, put, list };
}

it('drops what has expired, and nothing else', async () => {
  const { forget, put, list } = open();
  await Promise.all([put('over', at - 1), put('now', at), put('later', at + 1), put('for good')]);
  expect(await forget()).toBe(1);
  expect(await list()).toEqual(['for good', 'later', 'now']);
});

it('drops any number, some at a time', async () => {
  const { forget, put, list } = open();
  await Promise.all(Array.from({ length: 1_234 }, (_, n) => put(`${n}`, at - n - 1)));
  expect(await forget()).toBe(1_234);
  expect(await list()).toEqual([]);
});

it('forgets what was read of it as well, so that it can be begun anew', async () => {
  const { table, forget, put } = open();
  await put('over', at - 1);
  expect(await table.get({ pk: 'P', sk: 'over' })).not.toBeNull();
  await forget();
  expect(await table.get({ pk: 'P', sk: 'over' })).toBeNull();
  expect(await put('over', at + 9)).toBe(true);
});

it('looks for them by an index', () => {
  const { database } = open();
  const [plan] = database.sqlite
    .prepare('EXPLAIN QUERY PLAN SELECT pk, sk FROM items WHERE expires_at < 1')
    .all();
  expect(plan?.['detail']).toContain('items_expiry');
});
