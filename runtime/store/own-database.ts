import { InvalidInput } from '../../core/errors.ts';
import { openSqlite } from './open-sqlite.ts';

/**
 * Makes this process the only one that works on the database at `path`; others may still read it. The lock
 * is an open transaction on a file beside it, which the operating system ends with the process, however it
 * dies: what comes after never waits for a lease to run out.
 * @returns gives the lock back.
 * @throws InvalidInput when another process works on it.
 */
export function ownDatabase(path: string): () => void {
  const lock = openSqlite(`${path}-owner`);
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!/locked|busy/i.test((error as Error).message)) throw error;
    throw new InvalidInput(`${path} is in use by another tourniquet process; stop it, or give another --db`);
  }
  return () => lock.close();
}

/** Whether another process works on the database at `path` now. */
export function isOwned(path: string): boolean {
  try {
    ownDatabase(path)();
    return false;
  } catch (error) {
    if (error instanceof InvalidInput) return true;
    throw error;
  }
}
