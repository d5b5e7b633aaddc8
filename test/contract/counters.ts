import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Counters, Tally } from '../../core/ports/counters.ts';
import type { Item, Table } from '../../core/ports/table.ts';
import { createCounters } from '../../core/records/counters.ts';
import { minute, start, tally } from '../support/tally.ts';

/** The records of Counters on any adapter of the Table port. */
export function countersContract(adapter: string, open: () => Promise<Table> | Table, runs = 50): void {
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  const openCounters = async (): Promise<Counters & { readonly rows: () => Item[] }> => {
    const { table, rows } = watch(await open());
    return { rows, ...createCounters({ table, clock: { now: () => start }, digest: sha256 }) };
  };

  describe(`Counters on ${adapter}`, () => {
    it('counts each member of a batch up to itself, in the order of the tallies', async () => {
      const counters = await openCounters();
      expect(await counters.add([tally('a', 0), tally('b', 1000), tally('c', 2000)])).toEqual([1, 2, 3]);
      expect(await counters.add([tally('d', 3000)])).toEqual([4]);
    });

    it('counts a member once, however often it is told', async () => {
      const counters = await openCounters();
      await counters.add([tally('a', 0), tally('b', 1000)]);
      expect(await counters.add([tally('a', 0), tally('b', 1000)])).toEqual([1, 2]);
      expect(await counters.add([tally('b', 2000), tally('b', 3000)])).toEqual([2, 2]);
    });

    it('forgets what the window has left behind, to the millisecond', async () => {
      const counters = await openCounters();
      await counters.add([tally('a', 0), tally('b', minute)]);
      expect(await counters.add([tally('c', 10 * minute - 1)])).toEqual([3]);
      expect(await counters.add([tally('d', 10 * minute)])).toEqual([3]);
      expect(await counters.add([tally('e', 11 * minute)])).toEqual([3]);
      expect(await counters.add([tally('f', 60 * minute)])).toEqual([1]);
    });

    it('counts what comes late where it belongs', async () => {
      const counters = await openCounters();
      await counters.add([tally('b', 5 * minute)]);
      expect(await counters.add([tally('a', 0)])).toEqual([1]);
      expect(await counters.add([tally('c', 6 * minute)])).toEqual([3]);
    });

    it.each<[string, Partial<Tally>]>([
      ['rules', { rule: 'port-scan' }],
      ['groups', { group: 'eve' }],
      ['windows', { windowMs: 20 * minute }],
    ])('keeps %s apart', async (_what, other) => {
      const counters = await openCounters();
      await counters.add([tally('a', 0), tally('b', 0)]);
      expect(await counters.add([tally('c', 0, other)])).toEqual([1]);
    });

    it('counts many groups of one batch', async () => {
      const counters = await openCounters();
      const groups = Array.from({ length: 60 }, (_, index) => tally('a', index, { group: `g${index}` }));
      expect(await counters.add([...groups, ...groups])).toEqual([...groups, ...groups].map(() => 1));
    });

    it('stops at the limit, and writes nothing more of a flood', async () => {
      const counters = await openCounters();
      const flood = Array.from({ length: 200 }, (_, index) => tally(`m${index}`, index));
      expect((await counters.add(flood)).slice(0, 7)).toEqual([1, 2, 3, 4, 5, 5, 5]);
      const before = counters.rows();
      await counters.add(flood.map((one) => ({ ...one, member: `${one.member}-more` })));
      expect(counters.rows()).toEqual(before);
      expect(before.every(({ data }) => Object.keys(data['members'] ?? {}).length <= 5)).toBe(true);
    });

    it('lets every row expire, however old or far ahead the records say they are', async () => {
      const counters = await openCounters();
      await counters.add([tally('a', -400 * 24 * 60 * minute), tally('b', 400 * 24 * 60 * minute)]);
      expect(counters.rows()).toHaveLength(2);
      for (const { expiresAt } of counters.rows())
        expect(expiresAt).toBe((start + 20 * minute) / 1000 + 3600);
    });

    it('loses nobody where several write at once', async () => {
      const counters = await openCounters();
      const limit = 100;
      const writers = Array.from({ length: 8 }, (_, index) => tally(`w${index}`, index, { limit }));
      await Promise.all(writers.map((one) => counters.add([one])));
      expect(await counters.add([tally('last', 1000, { limit })])).toEqual([9]);
    });

    it('counts a burst whose slice somebody filled before, with times that are yet to come', async () => {
      const counters = await openCounters();
      await counters.add(Array.from({ length: 5 }, (_, index) => tally(`forged${index}`, minute)));
      expect(await counters.add([tally('true', 1000)])).toEqual([5]);
    });

    it('counts different values that somebody wrote before, with times that are yet to come', async () => {
      const counters = await openCounters();
      const ports = ['22', '80', '443', '3389'];
      await counters.add(ports.map((port) => tally(port, minute)));
      const counts: (readonly number[])[] = [];
      for (const [index, port] of [...ports, '5432'].entries())
        counts.push(await counters.add([tally(port, index)]));
      expect(counts).toEqual([[1], [2], [3], [4], [5]]);
    });

    it('agrees with counting all that was ever told, up to the limit', async () => {
      const step = fc.array(
        fc.record({ member: fc.nat(12), at: fc.nat(30), group: fc.constantFrom('a', 'b') }),
        { minLength: 1, maxLength: 8 },
      );
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (batches) => {
          const counters = await openCounters();
          const told: Tally[] = [];
          for (const batch of batches) {
            // One record has one time: so has a member here.
            const tallies = batch.map(({ member, at, group }) =>
              tally(`${member}@${at}`, at * minute, { group, limit: 1000 }),
            );
            told.push(...tallies);
            expect(await counters.add(tallies)).toEqual(tallies.map((one) => countAll(told, one)));
          }
        }),
        { numRuns: runs },
      );
    });
  });
}

const countAll = (told: readonly Tally[], { group, at, windowMs }: Tally): number =>
  new Set(
    told
      .filter((one) => one.group === group && one.at <= at && one.at > at - windowMs)
      .map(({ member }) => member),
  ).size;

/** The rows as they were written last. */
function watch(table: Table) {
  const written = new Map<string, Item>();
  const put: Table['put'] = async (item, condition) => {
    const done = await table.put(item, condition);
    if (done) written.set(`${item.pk} ${item.sk}`, { ...item, version: 0 });
    return done;
  };
  return { rows: () => [...written.values()], table: { ...table, put } };
}
