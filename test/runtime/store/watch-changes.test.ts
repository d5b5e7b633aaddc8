import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openDatabase } from '../../../runtime/store/database.ts';
import { createSqliteTable } from '../../../runtime/store/sqlite-table.ts';
import { watchChanges } from '../../../runtime/store/watch-changes.ts';

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-changes-'));
let files = 0;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

function open(most?: number) {
  const file = join(folder, `${++files}.db`);
  const database = openDatabase(file);
  const table = createSqliteTable(database);
  let told = 0;
  const changes = watchChanges(database, { everyMs: 100, ...(most === undefined ? {} : { most }) });
  return {
    file,
    listen: () => changes.listen(() => void (told += 1)),
    write: async (to = table) => await to.put({ pk: 'p', sk: `${Math.random()}`, data: {} }, 'always'),
    told: () => told,
    close: () => database.close(),
  };
}

it('tells once of all that was written since it last looked', async () => {
  const { listen, write, told, close } = open();
  listen();
  await Promise.all([write(), write()]);
  await write();
  vi.advanceTimersByTime(100);
  expect(told()).toBe(1);
  vi.advanceTimersByTime(1000);
  expect(told()).toBe(1);
  close();
});

it('tells of what another process wrote', async () => {
  const { file, listen, write, told, close } = open();
  listen();
  const other = openDatabase(file);
  await write(createSqliteTable(other));
  other.close();
  vi.advanceTimersByTime(100);
  expect(told()).toBe(1);
  close();
});

it('tells nothing of what was written before anybody listened, nor after they stopped, and then looks no more', async () => {
  const { listen, write, told, close } = open();
  await write();
  const stop = listen();
  vi.advanceTimersByTime(100);
  stop?.();
  expect(vi.getTimerCount()).toBe(0);
  await write();
  vi.advanceTimersByTime(100);
  expect(told()).toBe(0);
  close();
});

it('has so many listeners and no more, until one stops', () => {
  const { listen, close } = open(2);
  const stop = listen();
  listen();
  expect(listen()).toBeNull();
  stop?.();
  stop?.();
  expect(listen()).not.toBeNull();
  expect(listen()).toBeNull();
  close();
  rmSync(folder, { recursive: true });
});
