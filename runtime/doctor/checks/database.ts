import { access, constants } from 'node:fs/promises';
import { openSqlite } from '../../store/open-sqlite.ts';
import { type Check, failed, ok } from '../check.ts';

/** It is there, whole, and may be written to. Looking changes nothing. */
export const database: Check = {
  name: 'database',
  at: 'home',
  async run({ database: file }) {
    if (file === null) return [ok('none is named with --db: incidents stay in memory')];
    try {
      await access(file, constants.R_OK | constants.W_OK);
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      return [
        failed(
          `${file} cannot be read and written (${code})`,
          `make one with: tourniquet serve --db ${file}`,
        ),
      ];
    }
    const sqlite = openSqlite(file, 'PRAGMA query_only = 1; SELECT 1 FROM sqlite_master');
    try {
      const faults = sqlite
        .prepare('PRAGMA quick_check(1)')
        .all()
        .map((row) => String(Object.values(row)[0]));
      if (faults.join() === 'ok') return [ok(`${file} is whole`)];
      return [
        failed(
          `${file} is damaged (${faults.join()})`,
          'put a copy in its place; docs/operations.md says how',
        ),
      ];
    } finally {
      sqlite.close();
    }
  },
};
