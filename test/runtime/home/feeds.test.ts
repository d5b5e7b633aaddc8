import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Config } from '../../../core/config.ts';
import { keepRefreshed } from '../../../runtime/home/keep-refreshed.ts';
import { openIntelligence } from '../../../runtime/home/open-intelligence.ts';
import { createKeepStates } from '../../../tasks/intel/keep-states.ts';
import { openStores } from '../../support/incidents.ts';
import { createManualClock } from '../../support/manual-clock.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tourniquet-feeds-'));
});
afterAll(async () => await rm(folder, { recursive: true }));

const configOf = (...paths: readonly string[]) =>
  Config.parse({
    aws: { endpoint: 'http://127.0.0.1:1' },
    enrich: { threatLists: paths.map((path, n) => ({ name: `feed-${n}`, path, refresh: 'PT10M' })) },
  });

describe('feeds of the embedded home', () => {
  it('are looked at again while it runs, and no more once it is closed', async () => {
    const path = join(folder, 'feed.txt');
    await writeFile(path, '192.0.2.1\n');
    const clock = createManualClock();
    const { threatLists, feeds } = await openIntelligence(configOf(path), clock);
    const kept = openStores().feedStates;
    const stop = keepRefreshed({ feeds, clock, keep: createKeepStates({ feeds, kept, tell: console.warn }) });
    const knows = (ip: string) => threatLists.some((list) => list.lookup({ ip }, clock.now()) !== null);
    expect([knows('192.0.2.1'), knows('192.0.2.2')]).toEqual([true, false]);

    const write = async (text: string, minute: number) => {
      await writeFile(path, text);
      await utimes(path, minute, minute);
    };
    await write('192.0.2.2\n', 1);
    await clock.advance(600_000);
    await vi.waitFor(() => expect([knows('192.0.2.1'), knows('192.0.2.2')]).toEqual([false, true]));
    await vi.waitFor(() => expect(clock.nextTimer()).toBe(clock.now() + 600_000));

    expect(await kept.list()).toMatchObject([
      { name: 'feed-0', entries: 1, writtenAt: '1970-01-01T00:00:01.000Z', problem: null },
    ]);

    stop();
    expect(clock.nextTimer()).toBeUndefined();
  });

  it('are left alone once it is closed, also by a look that was under way', async () => {
    const clock = createManualClock();
    const { promise, resolve } = Promise.withResolvers<void>();
    let kept = 0;
    const feeds = { dueAt: () => clock.now() + 60_000, refresh: async () => await promise };
    const stop = keepRefreshed({ feeds, clock, keep: async () => void (kept += 1) });
    await clock.advance(60_000);
    stop();
    resolve();
    await clock.advance(600_000);
    expect([kept, clock.nextTimer()]).toEqual([1, undefined]);
  });

  it('that are files have to be there', async () => {
    await expect(openIntelligence(configOf(join(folder, 'none.txt')))).rejects.toThrow(
      `threat list feed-0: ${join(folder, 'none.txt')} cannot be read (ENOENT); correct enrich.threatLists`,
    );
  });

  it('that are in S3 may come later', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'testing');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'testing');
    const clock = createManualClock();
    const { feeds } = await openIntelligence(configOf('s3://feeds/list.txt'), clock);
    expect(warn.mock.calls).toEqual([
      [
        expect.stringMatching(
          /^threat list feed-0: s3:\/\/feeds\/list\.txt cannot be read .* Nothing is on it/,
        ),
      ],
    ]);
    expect(feeds.dueAt()).toBe(clock.now() + 60_000);
    vi.unstubAllEnvs();
    warn.mockRestore();
  });
});
