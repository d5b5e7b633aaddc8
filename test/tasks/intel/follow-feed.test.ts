import { describe, expect, it } from 'vitest';
import { Config } from '../../../core/config.ts';
import { InvalidInput } from '../../../core/errors.ts';
import type { FeedSource } from '../../../core/ports/feed-source.ts';
import { followFeed } from '../../../tasks/intel/follow-feed.ts';

const start = Date.parse('2026-03-01T00:00:00Z');
const hour = 3_600_000;
const lines = (count: number, text = (n: number) => `10.0.${n >> 8}.${n & 255}`) =>
  Array.from({ length: count }, (_, n) => text(n)).join('\n');

/** A feed whose source says what it is told to say; what is told of it; and a clock. */
async function follow(first: string | Error, more: object = {}) {
  const [config] = Config.parse({
    enrich: { threatLists: [{ name: 'feed', path: 'feed.txt', ...more }] },
  }).enrich.threatLists;
  if (config === undefined) throw new Error('one was configured');
  let held = first;
  let version = 1;
  let at = start;
  const asked: (string | null)[] = [];
  const told: string[] = [];
  const source: FeedSource = {
    read: async (known) => {
      asked.push(known);
      if (held instanceof Error) throw held;
      return known === String(version) ? null : { version: String(version), text: held, writtenAt: start };
    },
  };
  const feed = followFeed({ config, source, clock: { now: () => at }, tell: (line) => void told.push(line) });
  await feed.refresh();
  return {
    feed,
    told,
    asked,
    knows: (ip: string) => feed.list.lookup({ ip }, at) !== null,
    later: async (ms: number, next: string | Error = held) => {
      if (next !== held) version += 1;
      held = next;
      at += ms;
      await feed.refresh();
    },
  };
}

describe('a feed', () => {
  it('is looked at again when its time has come, by the version that it had', async () => {
    const { asked, knows, later } = await follow('192.0.2.1', { refresh: 'PT2H' });
    await later(2 * hour - 1, '192.0.2.2');
    expect(knows('192.0.2.1')).toBe(true);
    await later(1);
    expect([knows('192.0.2.1'), knows('192.0.2.2')]).toEqual([false, true]);
    await later(2 * hour);
    expect(asked).toEqual([null, '1', '2']);
  });

  it('is read once, however many ask at the same time', async () => {
    const { feed, asked, later } = await follow('192.0.2.1');
    await later(hour - 1);
    await Promise.all([later(1), feed.refresh(), feed.refresh()]);
    expect(asked).toEqual([null, '1']);
  });

  it('keeps what it had while it cannot be read, says so once, and is tried again after a minute', async () => {
    const { feed, told, knows, later } = await follow('192.0.2.1');
    await later(hour, new InvalidInput('feed.txt cannot be read (ENOENT)'));
    await later(60_000);
    expect(knows('192.0.2.1')).toBe(true);
    expect(told).toEqual([
      'threat list feed: feed.txt cannot be read (ENOENT). What it had goes on to be used: 1 entries of 2026-03-01T00:00:00.000Z',
    ]);
    expect(feed.state()).toMatchObject({
      entries: 1,
      takenAt: '2026-03-01T00:00:00.000Z',
      lookedAt: '2026-03-01T01:01:00.000Z',
      problem: 'feed.txt cannot be read (ENOENT)',
    });
    await later(60_000, '192.0.2.1\n192.0.2.2');
    expect(told.at(-1)).toBe('threat list feed: in order again, with 2 entries');
    expect(feed.state()).toMatchObject({ entries: 2, problem: null });
  });

  it('that was never read has nothing on it, and says so', async () => {
    const { feed, told, knows, later } = await follow(
      new InvalidInput('s3://b/k cannot be read (AccessDenied)'),
    );
    expect(knows('192.0.2.1')).toBe(false);
    expect(told).toEqual([
      'threat list feed: s3://b/k cannot be read (AccessDenied). Nothing is on it until it can be read',
    ]);
    expect(feed.state()).toMatchObject({ entries: 0, takenAt: null });
    expect(feed.list.gap?.()).toEqual({
      source: 'threat list feed',
      reason: 's3://b/k cannot be read (AccessDenied)',
    });
    await later(60_000, '192.0.2.1');
    expect([feed.list.gap?.(), knows('192.0.2.1')]).toEqual([null, true]);
  });

  it.each([
    [
      'a page that says what went wrong',
      '<html>\n<body>503</body>\n</html>',
      /more than half of it cannot be read: feed.txt line 1/,
    ],
    ['nothing', '', /feed.txt has 0 entries where it had 100; if that is meant, start anew/],
    ['a tenth and less', lines(9), /feed.txt has 9 entries where it had 100/],
    [
      'more lines that cannot be read than others',
      `${lines(50)}\n${lines(51, () => 'nonsense!')}`,
      /more than half/,
    ],
  ])('keeps what it had where the source suddenly has %s', async (_what, next, problem) => {
    const { feed, knows, told, later } = await follow(lines(100));
    await later(hour, next);
    expect(knows('10.0.0.99')).toBe(true);
    expect(told).toEqual([expect.stringMatching(problem)]);
    expect(feed.state()).toMatchObject({ entries: 100, problem: expect.stringMatching(problem) });
  });

  it.each([
    ['a tenth of a long one', lines(100), lines(10), 10],
    ['one of a short one', lines(99), lines(1), 1],
  ])('takes %s', async (_what, before, after, entries) => {
    const { feed, later } = await follow(before);
    await later(hour, after);
    expect(feed.state()).toMatchObject({ entries, problem: null });
  });

  it('knows an entry until it expires, without being read again', async () => {
    const { knows, later, asked } = await follow('192.0.2.1,80,2026-03-01T00:30:00Z', { refresh: 'P1D' });
    await later(hour / 2 - 1);
    expect(knows('192.0.2.1')).toBe(true);
    await later(1);
    expect(knows('192.0.2.1')).toBe(false);
    expect(asked).toHaveLength(1);
  });

  it('goes on without lines that cannot be read, and says which is the first', async () => {
    const { feed, told, knows } = await follow(`nonsense!\n${lines(3)}\nx\ny\n`);
    expect(knows('10.0.0.2')).toBe(true);
    expect(told).toEqual([
      'threat list feed: feed.txt line 1 is no address, network, domain or hash: nonsense!; left out, as are 2 other lines',
    ]);
    expect(feed.state()).toMatchObject({ entries: 3, badLines: 3, problem: null });
  });

  it('lets what waits go first while it is read', async () => {
    const { feed, later } = await follow('10.0.0.1');
    let others = 0;
    const count = setInterval(() => (others += 1), 0);
    await later(
      hour,
      lines(60_000, (n) => `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`),
    );
    clearInterval(count);
    expect(feed.state().entries).toBe(60_000);
    expect(others).toBeGreaterThan(3);
  });
});

describe('the configuration of feeds', () => {
  it.each([
    [
      [
        { name: 'a', path: 'x' },
        { name: 'a', path: 'y' },
      ],
      'two have the same name',
    ],
    [[{ name: '../a', path: 'x' }], 'is no name of at most 63'],
    [[{ name: 'a', path: 's3://bucket' }], 'names no object'],
    [[{ name: 'a', path: 's3://bucket/*' }], 'names no object'],
    [[{ name: 'a', path: 'S3://bucket/key' }], 'names no object'],
    [[{ name: 'a', path: 'x', refresh: 'PT59S' }], 'is not between 60 and 604800 seconds'],
    [[{ name: 'a', path: 'x', refresh: '1h' }], 'is not an ISO 8601 duration'],
    [Array.from({ length: 17 }, (_, n) => ({ name: `a${n}`, path: 'x' })), 'more than 16'],
  ])('refuses %j', (threatLists, message) => {
    const parsed = Config.safeParse({ enrich: { threatLists } });
    expect(parsed.error?.issues.map((issue) => issue.message).join()).toContain(message);
  });
});
