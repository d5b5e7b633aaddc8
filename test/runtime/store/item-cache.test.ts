import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import type { Condition, Item, NewItem } from '../../../core/ports/table.ts';
import { type Database, openDatabase } from '../../../runtime/store/database.ts';
import { createItemCache } from '../../../runtime/store/item-cache.ts';
import { createSqliteTable } from '../../../runtime/store/sqlite-table.ts';

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-'));
afterAll(() => rmSync(folder, { recursive: true }));

const keys = ['a', 'b', 'c'].map((sk) => ({ pk: 'P', sk }));

/** What stands in the file, as this connection sees it. */
function readFile({ sqlite }: Database): (Pick<Item, 'version' | 'data'> | null)[] {
  const read = sqlite.prepare('SELECT version, data FROM items WHERE pk = ? AND sk = ?');
  return keys.map(({ pk, sk }) => {
    const row = read.get(pk, sk) as { version: number; data: string } | undefined;
    return row ? { version: row.version, data: JSON.parse(row.data) as Item['data'] } : null;
  });
}

/** A table with its cache, the same file as another process has it open, and what is not committed yet. */
function openWorld(most: number) {
  const path = join(mkdtempSync(join(folder, 'world-')), 'file.db');
  const database = openDatabase(path);
  const others = openDatabase(path);
  let pending: Promise<unknown>[] = [];
  return {
    database,
    table: createSqliteTable(database, createItemCache(database, most)),
    others,
    otherTable: createSqliteTable(others),
    inGroup: (work: () => unknown): void => void pending.push(database.writeOne(work)),
    waitFor: (write: Promise<unknown>) => void pending.push(write),
    commit: async (): Promise<void> => {
      await Promise.allSettled(pending);
      pending = [];
    },
    close: (): void => {
      database.close();
      others.close();
    },
  };
}
type World = ReturnType<typeof openWorld>;
type Does = (world: World) => Promise<unknown> | void;

/** Runs SQL, and then fails. */
const failAfter = ({ sqlite }: Database, sql: string): never => {
  sqlite.exec(sql);
  throw new Error('failed on purpose');
};

const put = fc
  .record({
    key: fc.constantFrom(...keys),
    // A version that is right, or one too low.
    condition: fc.constantFrom<'absent' | 'always' | 0 | 1>('absent', 'always', 0, 1),
    n: fc.nat(1),
  })
  .map(({ key, condition: wanted, n }) => (database: Database): [NewItem, Condition] => {
    const version = readFile(database)[keys.indexOf(key)]?.version ?? 0;
    return [{ ...key, data: { n } }, typeof wanted === 'number' ? { version: version - wanted } : wanted];
  });

const step = fc.oneof<fc.WeightedArbitrary<Does>[]>(
  {
    weight: 6,
    arbitrary: put.map(
      (of) =>
        ({ table, database, waitFor }) =>
          waitFor(table.put(...of(database))),
    ),
  },
  {
    weight: 3,
    // Another process cannot write while a group is open.
    arbitrary: put.map((of) => async ({ commit, otherTable, others }) => {
      await commit();
      await otherTable.put(...of(others));
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constant(async ({ commit, others }) => {
      await commit();
      others.sqlite.exec(`UPDATE items SET data = '{"by":"hand"}'`);
    }),
  },
  { weight: 2, arbitrary: fc.constant(({ inGroup }) => inGroup(() => undefined)) },
  { weight: 2, arbitrary: fc.constant(({ commit }) => commit()) },
  {
    weight: 1,
    arbitrary: fc.constant(({ database, waitFor }) =>
      waitFor(database.write(() => failAfter(database, 'DELETE FROM items'))),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constant(async ({ database, inGroup, commit }) => {
      inGroup(() => database.sqlite.exec('ROLLBACK'));
      await commit();
    }),
  },
  // As SQLite does by itself where the disk is full.
  {
    weight: 3,
    arbitrary: fc.constant(({ database, inGroup }) => inGroup(() => failAfter(database, 'ROLLBACK'))),
  },
);

async function expectTruth({ database, table }: World): Promise<void> {
  const truth = readFile(database);
  const shown = (items: readonly (Item | null)[]) =>
    items.map((item) => item && { version: item.version, data: item.data });
  expect(shown((await table.query({ pk: 'P' })).items)).toEqual(truth.filter((item) => item !== null));
  expect(shown(await Promise.all(keys.map((key) => table.get(key))))).toEqual(truth);
}

it('is invisible, whatever is written, lost, and written by other processes', async () => {
  const looked = fc.record({ does: step, look: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(
      fc.array(looked, { minLength: 8, maxLength: 30 }),
      fc.constantFrom(0, 450, 100_000),
      async (steps, most) => {
        const world = openWorld(most);
        try {
          for (const { does, look } of steps) {
            await does(world);
            if (look) await expectTruth(world);
          }
          await world.commit();
          await expectTruth(world);
        } finally {
          await world.commit();
          world.close();
        }
      },
    ),
    { numRuns: 60 },
  );
});

it('reads and parses an item once, however often it is asked for', async () => {
  const database = openDatabase(':memory:');
  const table = createSqliteTable(database);
  const [key] = keys;
  if (!key) throw new Error('no key');
  await table.put({ ...key, data: { n: 1 } }, 'absent');
  const first = await table.get(key);
  expect(await table.get(key)).toBe(first);
  expect((await table.query({ pk: 'P' })).items[0]).toBe(first);
  await table.put({ ...key, data: { n: 2 } }, { version: 1 });
  expect(await table.get(key)).not.toBe(first);
  database.close();
});

it('does not remember a row that another process overwrote while it was read', () => {
  let generation = 1;
  const cache = createItemCache({ generation: () => generation });
  const row = (n: number) => ['P', 'a', n, `{"n":${n}}`, null, null, null, null, null] as const;
  const key = { pk: 'P', sk: 'a' };
  const old = cache.read(key, () => {
    generation += 1;
    return row(1);
  });
  expect(old?.data).toEqual({ n: 1 });
  expect(cache.read(key, () => row(2))?.data).toEqual({ n: 2 });
});
