import { describe, expect, it } from 'vitest';
import type { FeedState } from '../../../core/intel/feed-state.ts';
import { createKeepStates } from '../../../tasks/intel/keep-states.ts';

const state = (name: string, lookedAt: string | null): FeedState => ({
  name,
  path: 'x',
  entries: 1,
  badLines: 0,
  writtenAt: null,
  takenAt: null,
  lookedAt,
  problem: null,
});

describe('how feeds do', () => {
  it('is kept of those that were looked at since the last time', async () => {
    let states = [state('a', '2026-03-01T00:00:00.000Z'), state('b', null)];
    const put: string[] = [];
    const kept = { put: async ({ name }: FeedState) => void put.push(name) };
    const keep = createKeepStates({ feeds: { states: () => states }, kept, tell: () => undefined });
    await keep();
    await keep();
    states = [state('a', '2026-03-01T00:00:00.000Z'), state('b', '2026-03-01T01:00:00.000Z')];
    await keep();
    expect(put).toEqual(['a', 'b']);
  });

  it('holds nothing up where it cannot be kept', async () => {
    const told: string[] = [];
    const states = () => [state('a', '2026-03-01T00:00:00.000Z')];
    const kept = { put: () => Promise.reject(new Error('the table is away')) };
    await createKeepStates({ feeds: { states }, kept, tell: (line) => void told.push(line) })();
    expect(told).toEqual(['how threat lists do could not be kept: the table is away']);
  });
});
