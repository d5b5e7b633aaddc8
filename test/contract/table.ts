import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Item, Table } from '../../core/ports/table.ts';

/** The contract of the Table port. `open` gives an empty table each time. */
export function tableContract(adapter: string, open: () => Promise<Table> | Table): void {
  describe(`Table on ${adapter}`, () => {
    const key = { pk: 'INCIDENT#1', sk: 'META' };

    it('answers null for an item that was never put', async () => {
      expect(await (await open()).get(key)).toBeNull();
    });

    it('gives a new item version 1 and hands its data back unchanged', async () => {
      const table = await open();
      const data = { text: 'é — "quoted"', nested: { list: [1, null, true] } };
      expect(await table.put({ ...key, data, expiresAt: 2_000_000_000 }, 'absent')).toBe(true);
      expect(await table.get(key)).toEqual({ ...key, data, version: 1, expiresAt: 2_000_000_000 });
    });

    it('refuses a second put of an absent item and keeps the first', async () => {
      const table = await open();
      await table.put({ ...key, data: { n: 1 } }, 'absent');
      expect(await table.put({ ...key, data: { n: 2 } }, 'absent')).toBe(false);
      expect((await table.get(key))?.data).toEqual({ n: 1 });
    });

    it('writes on the version it was read at and refuses any other', async () => {
      const table = await open();
      await table.put({ ...key, data: { n: 1 } }, 'absent');
      expect(await table.put({ ...key, data: { n: 2 } }, { version: 1 })).toBe(true);
      expect(await table.put({ ...key, data: { n: 3 } }, { version: 1 })).toBe(false);
      expect(await table.get(key)).toMatchObject({ version: 2, data: { n: 2 } });
    });

    it('refuses a versioned put of an item that is not there', async () => {
      expect(await (await open()).put({ ...key, data: {} }, { version: 1 })).toBe(false);
    });

    it('overwrites with `always` and still raises the version', async () => {
      const table = await open();
      await table.put({ ...key, data: { n: 1 } }, 'always');
      await table.put({ ...key, data: { n: 2 } }, 'always');
      expect(await table.get(key)).toMatchObject({ version: 2, data: { n: 2 } });
    });

    it.each([
      ['an item of 400 KB', { ...key, data: { text: 'é'.repeat(205_000) } }],
      ['a key of more than 2,048 bytes', { pk: 'é'.repeat(1025), sk: 'META', data: {} }],
      ['a sort key of more than 1,024 bytes', { pk: 'P', sk: 'S'.repeat(1025), data: {} }],
      [
        'a sort key of an index of more than 1,024 bytes',
        { ...key, data: {}, gsi1: { pk: 'P', sk: '€'.repeat(342) } },
      ],
    ])('refuses %s by name, whatever the condition, and writes nothing', async (_what, item) => {
      const table = await open();
      for (const condition of ['absent', 'always'] as const) {
        await expect(table.put(item, condition)).rejects.toThrow(
          expect.objectContaining({ name: 'ItemTooLarge', message: expect.stringContaining('at most') }),
        );
      }
      expect(await table.put({ ...key, data: {} }, 'absent')).toBe(true);
    });

    it('takes an item of just less than 400 KB, with the longest keys', async () => {
      const table = await open();
      const longest = { pk: 'p'.repeat(2048), sk: 'é'.repeat(512) };
      const data = { text: '€'.repeat(133_000) };
      expect(await table.put({ ...longest, data, gsi1: { pk: 'P', sk: 's'.repeat(1024) } }, 'absent')).toBe(
        true,
      );
      expect((await table.get(longest))?.data).toEqual(data);
    });

    it.each(['always', 'absent'] as const)(
      'keeps numbers as JSON has them when put %s',
      async (condition) => {
        const table = await open();
        const data = { numbers: [0.1, -1e-300, 1.7976931348623157e308, 2 ** 53 - 1], empty: '', none: [] };
        await table.put({ ...key, data }, condition);
        expect((await table.get(key))?.data).toEqual(data);
      },
    );

    it('drops the expiry and the index entries of what is overwritten without', async () => {
      const table = await open();
      const before = { gsi1: { pk: 'A', sk: '1' }, gsi2: { pk: 'B', sk: '1' }, expiresAt: 2_000_000_000 };
      await table.put({ ...key, data: {}, ...before }, 'always');
      await table.put({ ...key, data: {} }, 'always');
      expect(await table.get(key)).toEqual({ ...key, data: {}, version: 2 });
      expect((await table.queryIndex('gsi2', { pk: 'B' })).items).toEqual([]);
    });

    it('lets exactly one of 50 concurrent writers of one version through', async () => {
      const table = await open();
      await table.put({ ...key, data: { n: 0 } }, 'absent');
      const writes = Array.from({ length: 50 }, (_, n) => table.put({ ...key, data: { n } }, { version: 1 }));
      expect((await Promise.all(writes)).filter(Boolean)).toHaveLength(1);
    });

    it('moves an item in its index when the key changes, and drops it when the key is gone', async () => {
      const table = await open();
      const listed = async (pk: string): Promise<readonly Item[]> =>
        (await table.queryIndex('gsi1', { pk })).items;
      await table.put({ ...key, data: {}, gsi1: { pk: 'OPEN', sk: '2026' } }, 'absent');
      expect(await listed('OPEN')).toHaveLength(1);
      await table.put({ ...key, data: {}, gsi1: { pk: 'CLOSED', sk: '2026' } }, { version: 1 });
      expect(await listed('OPEN')).toHaveLength(0);
      expect(await listed('CLOSED')).toHaveLength(1);
      await table.put({ ...key, data: {} }, { version: 2 });
      expect(await listed('CLOSED')).toHaveLength(0);
    });

    it('pages through items that share an index sort key without losing or repeating one', async () => {
      const table = await open();
      const puts = Array.from({ length: 7 }, (_, n) =>
        table.put({ pk: `P${n}`, sk: 'S', data: {}, gsi2: { pk: 'ALL', sk: 'same' } }, 'absent'),
      );
      await Promise.all(puts);
      const seen = await collect((after) =>
        table.queryIndex('gsi2', { pk: 'ALL', limit: 3, ...(after === undefined ? {} : { after }) }),
      );
      expect(seen.map(({ pk }) => pk).toSorted()).toEqual(['P0', 'P1', 'P2', 'P3', 'P4', 'P5', 'P6']);
    });

    it('reads a partition by prefix in sort-key order, either way, in pages of any size', async () => {
      const keys = fc.uniqueArray(fc.stringMatching(/^[a-c]{1,3}$/), { maxLength: 12 });
      await fc.assert(
        fc.asyncProperty(
          keys,
          fc.stringMatching(/^[a-c]{0,2}$/),
          fc.boolean(),
          fc.integer({ min: 1, max: 5 }),
          async (sks, prefix, descending, limit) => {
            const table = await open();
            await Promise.all(sks.map((sk) => table.put({ pk: 'P', sk, data: {} }, 'absent')));
            await table.put({ pk: 'Q', sk: 'aa', data: {} }, 'absent');
            const found = await collect((after) =>
              table.query({ pk: 'P', prefix, descending, limit, ...(after === undefined ? {} : { after }) }),
            );
            const expected = sks.filter((sk) => sk.startsWith(prefix)).toSorted();
            expect(found.map(({ sk }) => sk)).toEqual(descending ? expected.toReversed() : expected);
          },
        ),
        { numRuns: 40 },
      );
    });

    it('reads what lies beyond a sort key, either way, whether or not that key is there', async () => {
      const sortKey = fc.stringMatching(/^[a-c]{1,3}$/);
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(sortKey, { maxLength: 12 }),
          sortKey,
          fc.stringMatching(/^[a-c]?$/),
          fc.boolean(),
          async (sks, beyond, prefix, descending) => {
            const table = await open();
            const gsi1 = (sk: string) => ({ pk: 'ALL', sk });
            await Promise.all(
              sks.map((sk) => table.put({ pk: 'P', sk, data: {}, gsi1: gsi1(sk) }, 'absent')),
            );
            const query = { beyond, prefix, descending };
            const expected = sks
              .filter((sk) => sk.startsWith(prefix) && (descending ? sk < beyond : sk > beyond))
              .toSorted();
            const read = [
              await table.query({ pk: 'P', ...query }),
              await table.queryIndex('gsi1', { pk: 'ALL', ...query }),
            ];
            for (const { items } of read)
              expect(items.map(({ sk }) => sk)).toEqual(descending ? expected.toReversed() : expected);
          },
        ),
        { numRuns: 60 },
      );
    });
  });
}

async function collect(
  read: (after: string | undefined) => ReturnType<Table['query']>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let after: string | undefined;
  do {
    const page = await read(after);
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return items;
}
