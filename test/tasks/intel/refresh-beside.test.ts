import { describe, expect, it } from 'vitest';
import type { Feeds } from '../../../tasks/intel/open-feeds.ts';
import { refreshBeside } from '../../../tasks/lambda/feeds.ts';

/** A refresh that is done when it is told to be, and the order in which things happened. */
function makeFeeds() {
  const happened: string[] = [];
  const { promise, resolve: finish } = Promise.withResolvers<void>();
  const feeds: Feeds = { lists: [], states: () => [], dueAt: () => 0, refresh: async () => await promise };
  return { feeds, finish, happened, keep: async () => void happened.push('kept') };
}

describe('a function whose feeds are due', () => {
  it('works with what it has meanwhile, and answers once they were looked at', async () => {
    const { finish, happened, ...lists } = makeFeeds();
    const answered = refreshBeside(lists, async () => {
      happened.push('worked');
      return 'reply';
    })({});
    await new Promise((resolve) => setImmediate(resolve));
    expect(happened).toEqual(['worked']);
    void answered.then(() => happened.push('answered'));
    finish();
    expect(await answered).toBe('reply');
    expect(happened).toEqual(['worked', 'kept', 'answered']);
  });

  it('fails as its work does', async () => {
    const { finish, ...lists } = makeFeeds();
    finish();
    const failing = refreshBeside(lists, () => Promise.reject(new Error('no')));
    await expect(failing({})).rejects.toThrow('no');
  });
});
