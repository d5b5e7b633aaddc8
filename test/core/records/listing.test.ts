import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../core/incident.ts';
import type { Table } from '../../../core/ports/table.ts';
import { type Approval, createApprovals } from '../../../core/records/approvals.ts';
import type { ReadSlice, Slice, SliceQuery } from '../../../core/records/listing.ts';
import { openDatabase } from '../../../runtime/store/database.ts';
import { createSqliteTable } from '../../../runtime/store/sqlite-table.ts';
import { makeIncident, openStores } from '../../support/incidents.ts';

/** Reads to the end; `between` runs after each slice. */
async function readAll<T>(
  read: ReadSlice<T>,
  query: SliceQuery<T>,
  between: (slice: Slice<T>) => Promise<unknown> = async () => undefined,
): Promise<readonly Slice<T>[]> {
  const slices: Slice<T>[] = [];
  let beyond: string | undefined;
  do {
    const slice = await read({ ...query, beyond });
    slices.push(slice);
    await between(slice);
    beyond = slice.next ?? undefined;
  } while (beyond !== undefined);
  return slices;
}

const at = (second: number): string => new Date(Date.UTC(2026, 10, 20, 0, 0, second)).toISOString();

async function storeIncidents(count: number, change: (n: number) => Partial<Incident> = () => ({})) {
  const stores = openStores();
  await Promise.all(
    Array.from({ length: count }, (_, n) =>
      stores.incidents.create(`inc-${n}`, makeIncident({ id: `inc-${n}`, lastSeen: at(n), ...change(n) })),
    ),
  );
  return stores;
}

describe('slices of incidents', () => {
  it('go through all of them, newest first, without loss or repeat, in slices of any size and with any filter', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ second: fc.integer({ min: 0, max: 5 }), wanted: fc.boolean() }), {
          maxLength: 30,
        }),
        fc.integer({ min: 1, max: 12 }),
        fc.boolean(),
        async (made, limit, filtered) => {
          const stores = await storeIncidents(made.length, (n) => ({
            lastSeen: at(made[n]?.second ?? 0),
            region: made[n]?.wanted ? 'wanted' : 'other',
          }));
          const matches = ({ region }: Incident) => region === 'wanted';
          const slices = await readAll(stores.incidents.newest, { limit, ...(filtered && { matches }) });
          const expected = (await stores.incidents.list()).filter((one) => !filtered || matches(one));
          expect(slices.flatMap(({ items }) => items)).toEqual(expected);
          for (const { items, next } of slices.slice(0, -1)) {
            expect(items).toHaveLength(limit);
            expect(next).not.toBeNull();
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('show an incident that becomes active meanwhile no second time, and those around it all the same', async () => {
    const stores = await storeIncidents(9);
    const slices = await readAll(
      stores.incidents.newest,
      { limit: 3 },
      async () =>
        await stores.incidents.change('inc-5', (known) => known && { ...known, lastSeen: at(3600) }),
    );
    const ids = slices.flatMap(({ items }) => items.map(({ id }) => id));
    expect(ids).toEqual(['inc-8', 'inc-7', 'inc-6', 'inc-4', 'inc-3', 'inc-2', 'inc-1', 'inc-0']);
  });

  it('look through a bounded number of records where few match, and go on from there', async () => {
    const stores = await storeIncidents(2300, (n) => ({ region: n === 0 ? 'wanted' : 'other' }));
    const matches = ({ region }: Incident) => region === 'wanted';
    const slices = await readAll(stores.incidents.newest, { limit: 50, matches });
    expect(slices.map(({ looked, items }) => [looked, items.length])).toEqual([
      [1000, 0],
      [1000, 0],
      [300, 1],
    ]);
  });

  it('say that there is no more with the last record, not with an empty slice after it', async () => {
    const stores = await storeIncidents(4);
    expect(await readAll(stores.incidents.newest, { limit: 2 })).toMatchObject([
      { items: { length: 2 } },
      { items: { length: 2 }, next: null },
    ]);
  });
});

describe('slices of questions', () => {
  const ask = (n: number): Approval => ({
    id: `apr-${n}`,
    run: { incident: 'inc-1', revision: 1, playbook: 'p', execution: 'arn' },
    step: 's',
    message: 'm',
    plans: [],
    seen: [],
    askedAt: at(n),
    deadline: at(3600),
    asks: 1,
    token: 'tqt_secret',
    approvers: [],
    quorum: 1,
    requester: null,
    answers: [],
    decision: null,
  });
  const decision = { decision: 'approved' as const, by: 'ana', at: at(60), hashes: [] };

  it('are the same from a store that cuts its pages short, or has empty ones in between', async () => {
    const table = createSqliteTable(openDatabase(':memory:'));
    let calls = 0;
    const cutting: Table = {
      ...table,
      queryIndex: async (index, query) => {
        calls += 1;
        // As DynamoDB may: with a place to read on from, and nothing before it.
        if (query.after === undefined && calls % 2 === 0) return { items: [], next: 'begin' };
        const { after, ...rest } = query;
        return await table.queryIndex(index, {
          ...rest,
          ...(after === undefined || after === 'begin' ? {} : { after }),
          limit: 1 + (calls % 3),
        });
      },
    };
    const approvals = createApprovals(cutting);
    for (const n of [0, 1, 2, 3, 4, 5, 6, 7, 8])
      await approvals.create(`apr-${n}`, { ...ask(n), decision: n % 3 === 0 || n > 6 ? decision : null });
    const ids = (await readAll(approvals.newest, { limit: 4 })).flatMap(({ items }) =>
      items.map(({ id }) => id),
    );
    expect(ids.map((id) => id.slice(4)).join('')).toBe('876543210');
  });

  it('have those that wait, or all, and none twice where one is answered between two slices', async () => {
    const stores = openStores();
    for (const n of [0, 1, 2, 3, 4, 5, 6]) await stores.approvals.create(`apr-${n}`, ask(n));
    const answer = async (id: string) =>
      await stores.approvals.change(id, (known) => known && { ...known, decision });
    await answer('apr-1');
    await answer('apr-5');
    const idsOf = (slices: readonly Slice<Approval>[]) =>
      slices.flatMap(({ items }) => items.map(({ id }) => id.slice(4))).join('');
    expect(idsOf(await readAll(stores.approvals.newestWaiting, { limit: 2 }))).toBe('64320');
    const all = await readAll(stores.approvals.newest, { limit: 2 }, async ({ items }) => {
      for (const { id } of items) await answer(id);
      await answer('apr-0');
    });
    expect(idsOf(all)).toBe('6543210');
    expect(idsOf(await readAll(stores.approvals.newestWaiting, { limit: 2 }))).toBe('');
  });
});
