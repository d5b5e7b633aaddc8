import { secondsOf } from '../../core/duration.ts';
import type { ThreatListConfig } from '../../core/enrich-config.ts';
import { InvalidInput } from '../../core/errors.ts';
import type { FeedState } from '../../core/intel/feed-state.ts';
import type { ParsedThreatList, ThreatList } from '../../core/intel/threat-list.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { FeedSource, FeedText } from '../../core/ports/feed-source.ts';
import { describeBadLines, parseFeed } from './parse-feed.ts';

/** A threat list that follows its source. */
export interface Feed {
  /** Always the one that was taken in last: whoever holds this has it too. */
  readonly list: ThreatList;
  /** Looks at the source where it is time. Never rejects: what goes wrong is told, and the list stays as it was. */
  refresh(): Promise<void>;
  /** When it is time, epoch milliseconds. */
  dueAt(): number;
  state(): FeedState;
}

export interface FeedParts {
  readonly config: ThreatListConfig;
  readonly source: FeedSource;
  readonly clock: Clock;
  /** Hears in one line of what is wrong with the feed, once, and when it is in order again. */
  readonly tell: (line: string) => void;
}

/** Sooner than otherwise, for what failed may pass. */
const againMs = 60_000;

interface Taken extends ParsedThreatList {
  readonly version: string;
  readonly at: number;
  readonly writtenAt: number;
}

/** The feed as it is before it was read. */
export function followFeed({ config, source, clock, tell }: FeedParts): Feed {
  const { name, path } = config;
  const everyMs = secondsOf(config.refresh) * 1000;
  let taken: Taken | null = null;
  let lookedAt: number | null = null;
  let problem: string | null = null;
  let underWay: Promise<void> | undefined;

  const take = async ({ text, ...read }: FeedText): Promise<void> => {
    const parsed = await parseFeed(config, text);
    refuseSuspicious(path, taken, parsed);
    taken = { ...parsed, ...read, at: clock.now() };
    if (parsed.bad.length > 0) tell(`threat list ${name}: ${describeBadLines(path, parsed.bad)}`);
  };
  const look = async (): Promise<void> => {
    let wrong: string | null = null;
    try {
      const read = await source.read(taken?.version ?? null);
      if (read !== null) await take(read);
    } catch (error) {
      wrong = (error as Error).message;
    }
    lookedAt = clock.now();
    if (wrong !== problem) tell(`threat list ${name}: ${describeChange(wrong, taken)}`);
    problem = wrong;
  };
  const dueAt = (): number =>
    lookedAt === null ? -Infinity : lookedAt + (problem === null ? everyMs : Math.min(againMs, everyMs));

  return {
    list: {
      lookup: (subject, now) => taken?.list.lookup(subject, now) ?? null,
      gap: () =>
        taken === null ? { source: `threat list ${name}`, reason: problem ?? 'it was not read yet' } : null,
    },
    dueAt,
    refresh: async () => {
      if (underWay === undefined && clock.now() < dueAt()) return;
      underWay ??= look().finally(() => (underWay = undefined));
      await underWay;
    },
    state: () => ({
      name,
      path,
      entries: taken?.entries ?? 0,
      badLines: taken?.bad.length ?? 0,
      writtenAt: textOf(taken?.writtenAt),
      takenAt: textOf(taken?.at),
      lookedAt: textOf(lookedAt),
      problem,
    }),
  };
}

const textOf = (at: number | null | undefined): string | null =>
  at === null || at === undefined ? null : new Date(at).toISOString();

/** From so many entries on, a list that lost nine of ten is more likely cut off than short. */
const many = 100;

/**
 * A page that says "503" in the place of the feed, and a feed that was cut off, would let in whatever it named.
 * @throws InvalidInput saying what is suspicious
 */
function refuseSuspicious(path: string, before: Taken | null, after: ParsedThreatList): void {
  if (after.bad.length > after.entries && (before !== null || after.entries === 0)) {
    throw new InvalidInput(`more than half of it cannot be read: ${describeBadLines(path, after.bad)}`);
  }
  if (before === null) return;
  const isShort = before.entries >= many && after.entries * 10 < before.entries;
  if (isShort || (after.entries === 0 && before.entries > 0)) {
    throw new InvalidInput(
      `${path} has ${after.entries} entries where it had ${before.entries}; if that is meant, start anew`,
    );
  }
}

function describeChange(problem: string | null, taken: Taken | null): string {
  if (problem === null) return `in order again, with ${taken?.entries ?? 0} entries`;
  if (taken === null) return `${problem}. Nothing is on it until it can be read`;
  return `${problem}. What it had goes on to be used: ${taken.entries} entries of ${new Date(taken.at).toISOString()}`;
}
