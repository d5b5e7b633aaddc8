import { DatabaseSync } from 'node:sqlite';
import { InvalidInput } from '../../core/errors.ts';

/**
 * Opens a SQLite file.
 * @param pragmas run at once: the first of them sees whether the file is a database at all.
 * @throws InvalidInput where it cannot be used: a folder, a file of another kind, nowhere to put it.
 */
export function openSqlite(path: string, pragmas = ''): DatabaseSync {
  let opened: DatabaseSync | undefined;
  try {
    opened = new DatabaseSync(path);
    opened.exec(pragmas);
    return opened;
  } catch (error) {
    opened?.close();
    throw new InvalidInput(
      `${path} cannot be used as a database (${(error as Error).message}); name a file in a folder that exists`,
    );
  }
}
