import { expect, it } from 'vitest';
import { claimAccountKind } from '../../../runtime/store/account-kind.ts';
import { openDatabase } from '../../../runtime/store/database.ts';
import { createSqliteTable } from '../../../runtime/store/sqlite-table.ts';

const kinds = ['simulated', 'aws'] as const;

it.each(kinds)('a new database becomes one of %s accounts, and stays it', (kind) => {
  const database = openDatabase(':memory:');
  claimAccountKind(database, kind, 'a.db');
  claimAccountKind(database, kind, 'a.db');
  const other = kinds.find((one) => one !== kind);
  expect(() => claimAccountKind(database, other ?? kind, 'a.db')).toThrow(
    new RegExp(`^a\\.db belongs to .* \\(--account ${kind}\\); say --account ${kind}, or give another --db$`),
  );
});

it('a database from before there was a choice is of simulated accounts', () => {
  const database = openDatabase(':memory:');
  createSqliteTable(database);
  expect(() => claimAccountKind(database, 'aws', 'a.db')).toThrow(/belongs to simulated accounts/);
  claimAccountKind(database, 'simulated', 'a.db');
});
