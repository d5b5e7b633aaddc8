import type { TimerClock } from '../../core/ports/clock.ts';
import type { Feeds } from '../../tasks/intel/open-feeds.ts';

/** Looks at feeds whenever one is due, until it is told to stop. Nothing waits for it. */
export function keepRefreshed(feeds: Pick<Feeds, 'dueAt' | 'refresh'>, clock: TimerClock): () => void {
  let stop = (): void => undefined;
  let stopped = false;
  const arm = (): void => {
    const at = feeds.dueAt();
    if (stopped || at === Infinity) return;
    stop = clock.setTimer(at, () => void feeds.refresh().then(arm));
  };
  arm();
  return () => {
    stopped = true;
    stop();
  };
}
