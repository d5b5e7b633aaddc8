import type { ThreatListConfig } from '../../core/enrich-config.ts';
import type { FeedState } from '../../core/intel/feed-state.ts';
import type { ThreatList } from '../../core/intel/threat-list.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { FeedSource } from '../../core/ports/feed-source.ts';
import { followFeed } from './follow-feed.ts';

/** All feeds of a process. */
export interface Feeds {
  /** Each always as it was taken in last. */
  readonly lists: readonly ThreatList[];
  /** Looks at those whose time it is. Never rejects. */
  refresh(): Promise<void>;
  /** When it is time for the next, epoch milliseconds; Infinity: there are none. */
  dueAt(): number;
  states(): readonly FeedState[];
}

export interface FeedsParts {
  readonly configs: readonly ThreatListConfig[];
  readonly sourceOf: (config: ThreatListConfig) => FeedSource;
  readonly clock: Clock;
  readonly tell: (line: string) => void;
}

/** Reads all of them. One that cannot be read is told of and tried again: nothing else waits for it. */
export async function openFeeds({ configs, sourceOf, clock, tell }: FeedsParts): Promise<Feeds> {
  const feeds = configs.map((config) => followFeed({ config, source: sourceOf(config), clock, tell }));
  const refresh = async (): Promise<void> => {
    await Promise.all(feeds.map((feed) => feed.refresh()));
  };
  await refresh();
  return {
    lists: feeds.map(({ list }) => list),
    refresh,
    dueAt: () => Math.min(...feeds.map((feed) => feed.dueAt())),
    states: () => feeds.map((feed) => feed.state()),
  };
}
