import { hash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Table } from '../../../core/ports/table.ts';
import { createTimeline } from '../../../core/records/timeline.ts';
import { openDatabase } from '../../../runtime/store/database.ts';
import { createSqliteTable } from '../../../runtime/store/sqlite-table.ts';

const digest = (text: string): string => hash('sha256', text);
const clock = { now: () => Date.UTC(2026, 10, 20) };

it.each([0, 1, 30])(
  'who marks a happening and then pauses does not tell it after another has, and %i more lines came',
  async (more) => {
    const table = createSqliteTable(openDatabase(':memory:'));
    const others = createTimeline(table, clock, digest);
    const tell = (key: string) => others.append('inc-1', { key, kind: 'k', data: {} });
    const pausing: Table = {
      ...table,
      async put(item, condition) {
        const written = await table.put(item, condition);
        if (item.sk !== 'TOLD#alert') return written;
        await tell('alert');
        for (let n = 0; n < more; n += 1) await tell(`later ${n}`);
        return written;
      },
    };
    await tell('opened');
    await createTimeline(pausing, clock, digest).append('inc-1', { key: 'alert', kind: 'k', data: {} });
    const keys = (await others.list('inc-1')).map(({ key }) => key);
    expect(keys.filter((key) => key === 'alert')).toEqual(['alert']);
    expect(keys).toHaveLength(2 + more);
  },
);
