import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { findBrokenLink } from '../../../core/records/find-broken-link.ts';
import { createTimeline, hashEntry, type TimelineEntry } from '../../../core/records/timeline.ts';
import { openDatabase } from '../../../runtime/store/database.ts';
import { createSqliteTable } from '../../../runtime/store/sqlite-table.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

async function writeLines(): Promise<readonly TimelineEntry[]> {
  const timeline = createTimeline(createSqliteTable(openDatabase(':memory:')), { now: () => 0 }, digest);
  for (const n of [1, 2, 3, 4]) {
    await timeline.append('inc-1', { key: `k${n}`, kind: 'note', data: { n } });
  }
  return await timeline.list('inc-1');
}

describe('findBrokenLink', () => {
  it('finds nothing in a timeline as it was written, nor in an empty one', async () => {
    expect(findBrokenLink(await writeLines(), digest)).toBeNull();
    expect(findBrokenLink([], digest)).toBeNull();
  });

  it.each<[string, (lines: TimelineEntry[]) => TimelineEntry[], number, string]>([
    [
      'a line with other data',
      (lines) => lines.map((line) => (line.sequence === 2 ? { ...line, data: { n: 9 } } : line)),
      2,
      'it was changed since',
    ],
    [
      'a line with another time',
      (lines) =>
        lines.map((line) => (line.sequence === 3 ? { ...line, at: '2020-01-01T00:00:00.000Z' } : line)),
      3,
      'it was changed since',
    ],
    [
      'a line whose hash was made anew',
      (lines) => lines.map((line) => (line.sequence === 2 ? rehash({ ...line, data: { n: 9 } }) : line)),
      3,
      'it does not follow from the line before',
    ],
    [
      'a line that was taken out',
      (lines) => lines.filter(({ sequence }) => sequence !== 2),
      3,
      'line 2 is missing',
    ],
    [
      'a line in the place of another',
      ([a, b, c, d]) => [a, c, b, d].filter((line) => line !== undefined),
      3,
      'line 2 is missing',
    ],
  ])('names %s', async (_what, tamper, sequence, reason) => {
    expect(findBrokenLink(tamper([...(await writeLines())]), digest)).toMatchObject({ sequence, reason });
  });
});

const rehash = (line: TimelineEntry): TimelineEntry => ({ ...line, hash: hashEntry(line, digest) });
