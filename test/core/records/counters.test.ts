import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createCounters } from '../../../core/records/counters.ts';
import { openDatabase } from '../../../runtime/store/database.ts';
import { createSqliteTable } from '../../../runtime/store/sqlite-table.ts';
import { minute, start, tally } from '../../support/tally.ts';

/** Counters under whose digest all groups share their rows. */
function openShared() {
  const table = createSqliteTable(openDatabase(':memory:'));
  const rows = new Set<string>();
  const counters = createCounters({
    table: {
      ...table,
      put: async (item, condition) => {
        rows.add(`${item.pk} ${item.sk}`);
        return await table.put(item, condition);
      },
    },
    clock: { now: () => start },
    digest: (text) => `00000000${createHash('sha256').update(text).digest('hex')}`,
  });
  return { counters, rows };
}

describe('the rows of a rule', () => {
  it('has room for so many groups, and takes what comes then for too many rather than for none', async () => {
    const { counters } = openShared();
    const groups = Array.from({ length: 400 }, (_, index) => tally('a', 0, { group: `g${index}` }));
    const counts = await counters.add(groups);
    expect(counts.filter((count) => count === 1)).toHaveLength(271);
    expect(counts.filter((count) => count === 5)).toHaveLength(129);
    expect(await counters.add([tally('a', 0, { group: 'eve' })])).toEqual([5]);
    expect(await counters.add([tally('a', 2 * minute, { group: 'eve' })])).toEqual([1]);
  });

  it('has no more rows however long ago or far ahead its records say they are', async () => {
    const { counters, rows } = openShared();
    const years = Array.from({ length: 300 }, (_, year) => tally('a', (year - 50) * 31_556_952_000));
    expect(await counters.add(years)).toEqual(years.map(() => 1));
    expect(rows.size).toBeLessThanOrEqual(64);
  });
});
