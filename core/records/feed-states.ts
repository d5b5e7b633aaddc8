import { FeedState } from '../intel/feed-state.ts';
import type { Table } from '../ports/table.ts';
import { createRecords, eachItem, readAll } from './record.ts';

const pk = 'FEEDS';
/** Longer than the longest time between two looks: what is configured no more goes by itself. */
const keptMs = 8 * 86_400_000;

export interface FeedStates {
  /** What was seen last stands, whoever saw it. */
  put(state: FeedState): Promise<void>;
  /** By name. */
  list(): Promise<FeedState[]>;
}

export function createFeedStates(table: Table): FeedStates {
  const records = createRecords<FeedState, string>(table, {
    schema: FeedState,
    keyOf: (name) => ({ pk, sk: name }),
    placed: ({ lookedAt }) => ({ expiresAt: Math.ceil((Date.parse(lookedAt ?? '') + keptMs) / 1000) }),
  });
  return {
    put: async (state) => void (await records.change(state.name, () => state)),
    list: async () => await readAll(FeedState, eachItem(table, { pk })),
  };
}
