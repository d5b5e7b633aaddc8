import type { FeedState } from '../../../core/intel/feed-state.ts';
import { openFeeds } from '../../../tasks/intel/open-feeds.ts';
import { sourcesOf } from '../../home/feed-sources.ts';
import { type Check, type Diagnosis, failed, ok } from '../check.ts';

/** Each can be read, has entries, and how old they are. */
export const threatLists: Check = {
  name: 'threat lists',
  at: 'home',
  async run({ config }) {
    const { threatLists: configs } = config.enrich;
    if (configs.length === 0) return [ok('none are configured')];
    const clock = { now: () => Date.now() };
    const problems: string[] = [];
    const feeds = await openFeeds({
      configs,
      sourceOf: sourcesOf(config.aws),
      clock,
      tell: (line) => void problems.push(line),
    });
    return feeds.states().map((state) => diagnose(state, problems, clock.now()));
  },
};

function diagnose(state: FeedState, problems: readonly string[], now: number): Diagnosis {
  const { name, entries, writtenAt, problem } = state;
  if (problem !== null) return failed(`${name}: ${problem}`, 'mend the feed, or correct enrich.threatLists');
  if (entries === 0) return failed(`${name} is empty`, 'is it the right file, and are its columns named?');
  const bad = problems.find((line) => line.startsWith(`threat list ${name}: `));
  const figures = `${name}: ${entries} ${entries === 1 ? 'entry' : 'entries'}, ${ageOf(writtenAt, now)}`;
  return ok(bad === undefined ? figures : `${figures}; ${bad.replace(`threat list ${name}: `, '')}`);
}

const day = 86_400_000;

function ageOf(writtenAt: string | null, now: number): string {
  const days = Math.floor((now - (writtenAt === null ? now : Date.parse(writtenAt))) / day);
  if (days < 1) return 'less than a day old';
  return days === 1 ? 'a day old' : `${days} days old`;
}
