import { InvalidInput } from '../../core/errors.ts';
import type { Database } from './database.ts';

/** What a home's actions act on, as `--account` names it. A database belongs to one kind for good. */
export type AccountKind = 'simulated' | 'aws';

const other: Readonly<Record<AccountKind, string>> = {
  simulated: 'simulated accounts (--account simulated)',
  aws: 'real accounts (--account aws)',
};

/**
 * Makes the database one of this kind of accounts, or makes sure that it is: what was held in a simulated
 * account must not be undone in a real one.
 * @throws InvalidInput when it is of the other kind.
 */
export function claimAccountKind({ sqlite }: Database, kind: AccountKind, file: string): void {
  const known = readKind(sqlite);
  if (known === null) {
    sqlite.exec(`CREATE TABLE account_kind AS SELECT '${kind}' AS kind`);
  } else if (known !== kind) {
    throw new InvalidInput(
      `${file} belongs to ${other[known]}; say --account ${known}, or give another --db`,
    );
  }
}

/** Databases from before real accounts were possible have records, and no word about it. */
function readKind(sqlite: Database['sqlite']): AccountKind | null {
  const has = (table: string): boolean =>
    sqlite.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(table) !== undefined;
  if (!has('account_kind')) return has('items') ? 'simulated' : null;
  const row = sqlite.prepare('SELECT kind FROM account_kind').get();
  return row?.['kind'] === 'aws' ? 'aws' : 'simulated';
}
