import { hash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Table } from '../../../core/ports/table.ts';
import { createTimeline, type TimelineEntry } from '../../../core/records/timeline.ts';
import { createMemory } from '../../../core/records/timeline-memory.ts';
import { openDatabase } from '../../../runtime/store/database.ts';
import { createSqliteTable } from '../../../runtime/store/sqlite-table.ts';

const digest = (text: string): string => hash('sha256', text);
const clock = { now: () => Date.UTC(2026, 10, 20) };

it.each([0, 1, 30])(
  'who is about to tell a happening and pauses does not tell it after another has, and %i more lines came',
  async (more) => {
    const table = createSqliteTable(openDatabase(':memory:'));
    const others = createTimeline(table, clock, digest);
    const tell = (key: string) => others.append('inc-1', { key, kind: 'k', data: {} });
    let paused = false;
    const pausing: Table = {
      ...table,
      async put(item, condition) {
        if (!paused) {
          paused = true;
          await tell('alert');
          for (let n = 0; n < more; n += 1) await tell(`later ${n}`);
        }
        return await table.put(item, condition);
      },
    };
    await tell('opened');
    await createTimeline(pausing, clock, digest).append('inc-1', { key: 'alert', kind: 'k', data: {} });
    const keys = (await others.list('inc-1')).map(({ key }) => key);
    expect(keys.filter((key) => key === 'alert')).toEqual(['alert']);
    expect(keys).toHaveLength(2 + more);
  },
);

it('remembers no more lines than it may, and forgets the incident not told of longest', () => {
  const memory = createMemory(5);
  const line = (sequence: number): TimelineEntry => ({
    sequence,
    at: '2026-11-20T00:00:00.000Z',
    key: `key ${sequence}`,
    kind: 'k',
    data: {},
    previous: '',
    hash: '',
  });
  memory.learn('a', [line(1), line(2)]);
  memory.learn('b', [line(1), line(2)]);
  memory.learn('a', [line(1), line(4), line(3)]);
  expect(memory.of('a')?.head?.sequence).toBe(3);
  expect(memory.of('a')?.keys.size).toBe(3);
  memory.learn('c', [line(1)]);
  expect(memory.of('b')).toBeUndefined();
  expect(memory.of('a')?.head?.sequence).toBe(3);
  memory.learn(
    'd',
    Array.from({ length: 9 }, (_, n) => line(n + 1)),
  );
  expect([memory.of('a'), memory.of('c')]).toEqual([undefined, undefined]);
  expect(memory.of('d')?.keys.size).toBe(9);
});
