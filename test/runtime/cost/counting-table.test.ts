import { expect, it } from 'vitest';
import { createCountingTable } from '../../../runtime/cost/counting-table.ts';
import { openDatabase } from '../../../runtime/store/database.ts';
import { createSqliteTable } from '../../../runtime/store/sqlite-table.ts';
import { tableContract } from '../../contract/table.ts';

const open = () => createCountingTable(createSqliteTable(openDatabase(':memory:')));
const item = (bytes: number, more: object = {}) => ({
  pk: 'p',
  sk: 's',
  data: { text: 'x'.repeat(bytes) },
  ...more,
});
const gsi1 = { pk: 'g', sk: 's' };

tableContract('counting', open);

it.each([
  ['a small item', item(10), 1],
  ['an item of two kilobytes and some', item(2048), 3],
  ['an item that stands in an index', item(10, { gsi1 }), 2],
  ['an item that stands in both', item(10, { gsi1, gsi2: gsi1 }), 3],
])('a write of %s is so many units', async (_title, given, units) => {
  const table = open();
  await table.put(given, 'absent');
  expect(table.take()).toMatchObject({ requests: 1, writeUnits: units, readUnits: 0 });
});

it('a write that is refused is paid for, in no index, and stores nothing', async () => {
  const table = open();
  await table.put(item(10, { gsi1 }), 'absent');
  table.take();
  await table.put(item(10, { gsi1 }), 'absent');
  expect(table.take()).toEqual({ requests: 1, writeUnits: 1, readUnits: 0, storedBytes: 0 });
});

it('an overwrite moves in its index, which is two writes there', async () => {
  const table = open();
  await table.put(item(10, { gsi1 }), 'absent');
  table.take();
  await table.put(item(10, { gsi1 }), { version: 1 });
  expect(table.take()).toMatchObject({ writeUnits: 3, storedBytes: 0 });
});

it('a read is a unit for four kilobytes, one at least, and half of that from an index', async () => {
  const table = open();
  await table.get({ pk: 'p', sk: 's' });
  expect(table.take()).toMatchObject({ readUnits: 1 });
  await table.put(item(5000, { gsi1 }), 'absent');
  table.take();
  await table.get({ pk: 'p', sk: 's' });
  expect(table.take()).toMatchObject({ readUnits: 2 });
  await table.query({ pk: 'p' });
  expect(table.take()).toMatchObject({ readUnits: 2 });
  await table.queryIndex('gsi1', { pk: 'g' });
  expect(table.take()).toMatchObject({ readUnits: 1 });
});
