import { hash } from 'node:crypto';
import type { SeenRecords } from '../../core/ports/seen-records.ts';
import type { Database } from './database.ts';

/** Some 30 MB, and ten minutes of 1,000 records a second. */
const usual = 600_000;

const schema = (name: string): string =>
  `CREATE TABLE IF NOT EXISTS ${name} (id BLOB PRIMARY KEY) WITHOUT ROWID;`;

/**
 * Two tables take turns: when the newer is full the older one is emptied and is the newer from then on. So what is
 * remembered are between `most` and twice as many records, and forgetting takes no time.
 */
export function createSqliteSeen(database: Database, most = usual): SeenRecords {
  const { sqlite } = database;
  sqlite.exec(schema('seen_a') + schema('seen_b'));
  const turns = (['seen_a', 'seen_b'] as const).map((name) => ({
    find: sqlite.prepare(`SELECT 1 FROM ${name} WHERE id = ?`),
    add: sqlite.prepare(`INSERT INTO ${name} VALUES (?) ON CONFLICT DO NOTHING`),
    clear: sqlite.prepare(`DELETE FROM ${name}`),
    count: (sqlite.prepare(`SELECT count(*) AS n FROM ${name}`).get() as { n: number }).n,
  }));
  const [a, b] = turns as [(typeof turns)[0], (typeof turns)[0]];
  let [newer, older] = a.count < most ? [a, b] : [b, a];

  const add = (key: Buffer): void => {
    newer.count += Number(newer.add.run(key).changes);
    if (newer.count < most) return;
    older.clear.run();
    older.count = 0;
    [newer, older] = [older, newer];
  };
  return {
    has: async (records) =>
      records.map(keyOf).map((key) => newer.find.get(key) !== undefined || older.find.get(key) !== undefined),
    add: async (records) => await database.write(() => records.map(keyOf).forEach(add)),
  };
}

/** Half of a SHA-256: two records of one key are not to be expected while there are stars. */
const keyOf = (record: string): Buffer => hash('sha256', record, 'buffer').subarray(0, 16);
