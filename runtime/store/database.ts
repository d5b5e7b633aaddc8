import type { DatabaseSync } from 'node:sqlite';
import { createCheckpointer } from './checkpointer.ts';
import { countGenerations } from './generation.ts';
import { openSqlite } from './open-sqlite.ts';

/** One SQLite file that the store and the engine share, with group commit. */
export interface Database {
  /** For reads, and for preparing statements. Sees the writes of the open group. */
  readonly sqlite: DatabaseSync;
  /**
   * Runs `work` inside the open group and resolves with its result once the group is committed. All writes
   * asked for in one turn of the event loop share one transaction. If `work` throws, only its own writes
   * are rolled back. If the commit itself fails, or the disk is full, every write of the group rejects.
   */
  write<T>(work: () => T): Promise<T>;
  /** The same for one statement alone, which SQLite itself does whole or not at all. */
  writeOne<T>(statement: () => T): Promise<T>;
  /**
   * Another number once anything that was read or written before may no longer stand: another process wrote, or
   * writes were rolled back.
   */
  generation(): number;
  /** Commits what is open and closes the file. */
  close(): void;
}

interface Waiting {
  readonly committed: () => void;
  readonly failed: (error: unknown) => void;
}

/** The checkpointer keeps the log short, not SQLite's own count; 64 MiB of pages are kept in memory. */
const settings = `
PRAGMA busy_timeout = 5000;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA wal_autocheckpoint = 0;
PRAGMA cache_size = -65536;
`;

/**
 * @param path a file, or `:memory:`. WAL with `synchronous = NORMAL`: nothing committed is lost when the
 * process is killed; a power cut may lose the last groups (https://sqlite.org/pragma.html#pragma_synchronous).
 */
export function openDatabase(path: string): Database {
  const sqlite = openSqlite(path, settings);
  // Prepared once: they run a hundred times for each finding.
  const begin = sqlite.prepare('BEGIN IMMEDIATE');
  const commitGroup = sqlite.prepare('COMMIT');
  const attempt = prepareAttempt(sqlite);
  const checkpointer = createCheckpointer(sqlite, path);
  const generation = countGenerations(sqlite);
  let waiting: Waiting[] = [];

  function commit(): void {
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    try {
      commitGroup.run();
    } catch (error) {
      generation.raise();
      if (sqlite.isTransaction) sqlite.exec('ROLLBACK');
      for (const { failed } of group) failed(error);
      return;
    }
    for (const { committed } of group) committed();
    checkpointer.committed(group.length);
  }

  /** Into the open group, which the first to come opens. */
  function join<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      if (waiting.length === 0) {
        begin.run();
        generation.look();
        setImmediate(commit);
      }
      try {
        const result = work();
        waiting.push({ committed: () => resolve(result), failed: reject });
      } catch (error) {
        generation.raise();
        waiting.push({ committed: () => reject(error as Error), failed: reject });
        if (!sqlite.isTransaction) giveUp(error);
      }
    });
  }

  /** A full disk ends the transaction: the group's writes are undone, and what comes next needs one of its own. */
  function giveUp(error: unknown): void {
    const group = waiting;
    waiting = [];
    for (const { failed } of group) failed(error);
  }

  return {
    sqlite,
    write: (work) => join(() => attempt(work)),
    writeOne: join,
    generation() {
      // While a group is open, nobody else can write.
      if (waiting.length === 0) generation.look();
      return generation.current();
    },
    close() {
      commit();
      checkpointer.close();
      sqlite.close();
    },
  };
}

/** Runs work whole or not at all, within a transaction. */
function prepareAttempt(sqlite: DatabaseSync): <T>(work: () => T) => T {
  const savepoint = sqlite.prepare('SAVEPOINT work');
  const release = sqlite.prepare('RELEASE work');
  const rollBack = sqlite.prepare('ROLLBACK TO work');
  return (work) => {
    savepoint.run();
    let result;
    try {
      result = work();
    } catch (error) {
      if (sqlite.isTransaction) {
        rollBack.run();
        release.run();
      }
      throw error;
    }
    release.run();
    return result;
  };
}
