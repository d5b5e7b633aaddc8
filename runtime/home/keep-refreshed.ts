import type { TimerClock } from '../../core/ports/clock.ts';
import type { Feeds } from '../../tasks/intel/open-feeds.ts';

export interface KeepingRefreshed {
  readonly feeds: Pick<Feeds, 'dueAt' | 'refresh'>;
  readonly clock: TimerClock;
  /** Keeps how they do; now, and whenever they were looked at. */
  readonly keep: () => Promise<void>;
}

/** Looks at feeds whenever one is due, until it is told to stop. Nothing waits for it. */
export function keepRefreshed({ feeds, clock, keep }: KeepingRefreshed): () => void {
  let stop = (): void => undefined;
  let stopped = false;
  const arm = (): void => {
    const at = feeds.dueAt();
    if (stopped || at === Infinity) return;
    stop = clock.setTimer(at, () => void feeds.refresh().then(goOn));
  };
  const goOn = (): void => {
    if (stopped) return;
    void keep();
    arm();
  };
  goOn();
  return () => {
    stopped = true;
    stop();
  };
}
