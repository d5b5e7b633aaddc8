import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createCheckpointer, type LogSizes } from '../../../runtime/store/checkpointer.ts';
import { openSqlite } from '../../../runtime/store/open-sqlite.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tourniquet-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const pages = `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0;
  CREATE TABLE pages (bytes BLOB);`;

function openLog(sizes: LogSizes, seenByWorker = 'log.db') {
  const path = join(folder, 'log.db');
  const sqlite = openSqlite(path, pages);
  const checkpointer = createCheckpointer(sqlite, join(folder, seenByWorker), sizes);
  const insert = sqlite.prepare('INSERT INTO pages VALUES (zeroblob(4000))');
  const insertPages = (count: number): void => {
    for (let n = 0; n < count; n += 1) insert.run();
  };
  return {
    insert: insertPages,
    wal: `${path}-wal`,
    /** So many pages, and as many writes that the checkpointer looks. */
    write(count: number): void {
      insertPages(count);
      checkpointer.committed(256);
    },
    read: () => sqlite.prepare('PRAGMA wal_checkpoint(NOOP)').get() as { log: number; checkpointed: number },
    close(): void {
      checkpointer.close();
      sqlite.close();
    },
  };
}

it('empties the log beside the writer, and the log begins anew', async () => {
  const log = openLog({ begin: 100, finish: 0, most: 10_000 });
  log.write(20);
  expect(log.read().checkpointed).toBe(0);
  log.write(200);
  expect(log.read().checkpointed).toBe(0);
  await vi.waitFor(() => expect(log.read().checkpointed).toBe(log.read().log));
  log.write(1);
  expect(log.read().log).toBeLessThan(20);
  log.close();
});

it('finishes in the writer the little that the worker had to leave', async () => {
  const log = openLog({ begin: 100, finish: 100, most: 10_000 });
  log.insert(150);
  const reader = openSqlite(join(folder, 'log.db'));
  reader.exec('BEGIN; SELECT count(*) FROM pages');
  log.write(20);
  await vi.waitFor(() => expect(log.read().checkpointed).toBeGreaterThan(150));
  expect(log.read().checkpointed).toBeLessThan(log.read().log);
  reader.close();
  log.write(0);
  expect(log.read().checkpointed).toBe(log.read().log);
  log.close();
});

it('empties the log in the writer once it is as long as it may be', () => {
  const log = openLog({ begin: 100, finish: 0, most: 150 });
  log.write(200);
  const { log: length, checkpointed } = log.read();
  expect(checkpointed).toBe(length);
  log.close();
});

it('empties the log in the writer where the worker cannot', async () => {
  const log = openLog({ begin: 100, finish: 0, most: 10_000 }, 'no-such-folder/log.db');
  log.write(200);
  await vi.waitFor(() => {
    log.write(1);
    expect(log.read().checkpointed).toBeGreaterThan(200);
  });
  log.close();
});

it('leaves no log beside the file once it is closed, whatever the worker did', async () => {
  const log = openLog({ begin: 100, finish: 0, most: 10_000 });
  log.write(200);
  await vi.waitFor(() => expect(log.read().checkpointed).toBeGreaterThan(200));
  log.write(2000);
  log.close();
  expect(existsSync(log.wal)).toBe(false);
});
