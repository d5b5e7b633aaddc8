import type { FeedStates } from '../../core/records/feed-states.ts';
import type { Feeds } from './open-feeds.ts';

export interface KeepingStates {
  readonly feeds: Pick<Feeds, 'states'>;
  readonly kept: Pick<FeedStates, 'put'>;
  /** Hears why they could not be kept: nothing waits for that, nor fails for it. */
  readonly tell: (line: string) => void;
}

/** Keeps for the dashboard how feeds do, those that were looked at since the last time. Never rejects. */
export function createKeepStates({ feeds, kept, tell }: KeepingStates): () => Promise<void> {
  const seen = new Map<string, string>();
  return async () => {
    const news = feeds
      .states()
      .filter(({ name, lookedAt }) => lookedAt !== null && seen.get(name) !== lookedAt);
    const writing = news.map(async (state) => {
      await kept.put(state);
      seen.set(state.name, state.lookedAt ?? '');
    });
    await Promise.all(writing).catch((error: Error) => {
      tell(`how threat lists do could not be kept: ${error.message}`);
    });
  };
}
