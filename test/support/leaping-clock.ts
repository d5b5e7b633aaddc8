import type { TimerClock } from '../../core/ports/clock.ts';

export interface LeapingClock extends TimerClock {
  /** Lets so much time be over; the timers that fell due meanwhile ring at once. */
  leap(milliseconds: number): void;
}

/**
 * Time that runs as it does, from a moment of one's own choice: people and browsers need some, and hours need none.
 * @param run what time runs by, in milliseconds. @default real time
 */
export function createLeapingClock(start: number, run: () => number = Date.now): LeapingClock {
  let ahead = start - run();
  const now = (): number => run() + ahead;
  const timers = new Set<() => void>();
  return {
    now,
    setTimer(at, wake) {
      let timeout: NodeJS.Timeout;
      const cancel = (): void => {
        clearTimeout(timeout);
        timers.delete(arm);
      };
      const arm = (): void => {
        clearTimeout(timeout);
        timeout = setTimeout(ring, Math.max(0, at - now()));
      };
      const ring = (): void => {
        if (now() < at) return arm();
        cancel();
        wake();
      };
      timers.add(arm);
      arm();
      return cancel;
    },
    leap(milliseconds) {
      ahead += milliseconds;
      for (const arm of timers) arm();
    },
  };
}
