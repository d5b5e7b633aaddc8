import { hash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTimeline, genesis, hashEntry, type TimelineEntry } from '../../../core/records/timeline.ts';
import { openDatabase } from '../../../runtime/store/database.ts';
import { createSqliteTable } from '../../../runtime/store/sqlite-table.ts';
import { Crash, createCrashingTable } from '../../support/crashing-table.ts';

const digest = (text: string): string => hash('sha256', text);
const clock = { now: () => Date.UTC(2026, 10, 20) };

/** The first entry that does not follow from the one before it. */
const findBreak = (entries: readonly TimelineEntry[]): number =>
  entries.findIndex(
    (entry, index) =>
      entry.sequence !== index + 1 ||
      entry.previous !== (entries[index - 1]?.hash ?? genesis) ||
      entry.hash !== hashEntry(entry, digest),
  );

describe('a timeline', () => {
  it('tells each key once, in one unbroken chain, whoever writes at once and wherever they crash', async () => {
    const writer = fc.record({
      keys: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 6 }),
      diesAfter: fc.integer({ min: 1, max: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(writer, { minLength: 1, maxLength: 4 }),
        async (scheduler, writers) => {
          const shared = createSqliteTable(openDatabase(':memory:'));
          const write = async ({ keys, diesAfter }: (typeof writers)[number], who: string): Promise<void> => {
            let left = diesAfter;
            const table = createCrashingTable(shared, {
              afterWrite: () => {
                left -= 1;
                if (left === 0) throw new Crash(who);
              },
              between: async () => await scheduler.schedule(Promise.resolve(), who),
            });
            const timeline = createTimeline(table, clock, digest);
            for (const key of keys) await timeline.append('inc-1', { key, kind: 'k', data: { who } });
          };
          const crashing = writers.map((each, n) => write(each, `writer ${n}`).catch(() => undefined));
          await scheduler.waitFor(Promise.all(crashing));
          const calm = createTimeline(shared, clock, digest);
          const wanted = new Set(writers.flatMap(({ keys }) => keys));
          for (const key of wanted) await calm.append('inc-1', { key, kind: 'k', data: {} });
          const entries = await calm.list('inc-1');
          expect(findBreak(entries)).toBe(-1);
          expect(entries.map(({ key }) => key).toSorted()).toEqual([...wanted].toSorted());
        },
      ),
      { numRuns: 100 },
    );
  });

  it('shows any edit of any entry', async () => {
    const timeline = createTimeline(createSqliteTable(openDatabase(':memory:')), clock, digest);
    for (const key of ['a', 'b', 'c']) await timeline.append('inc-1', { key, kind: 'k', data: { n: 1 } });
    const entries = await timeline.list('inc-1');
    const edits = fc.constantFrom<Partial<TimelineEntry>>(
      { data: { n: 2 } },
      { kind: 'other' },
      { at: '2026-11-21T00:00:00.000Z' },
      { key: 'z' },
      { sequence: 9 },
      { previous: 'f'.repeat(64) },
    );
    fc.assert(
      fc.property(fc.nat({ max: 2 }), edits, (at, edit) => {
        expect(findBreak(entries.map((entry, n) => (n === at ? { ...entry, ...edit } : entry)))).toBe(at);
        expect(findBreak(entries.toSpliced(at, 1))).toBe(at === 2 ? -1 : at);
      }),
    );
  });
});
