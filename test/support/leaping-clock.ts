import type { TimerClock } from '../../core/ports/clock.ts';

export interface LeapingClock extends TimerClock {
  /** Lets so much time be over; the timers that fell due meanwhile ring at once. */
  leap(milliseconds: number): void;
}

/** Time that runs as it does, from a moment of one's own choice: people and browsers need some, and hours need none. */
export function createLeapingClock(start: number): LeapingClock {
  let ahead = start - Date.now();
  const now = (): number => Date.now() + ahead;
  const timers = new Set<() => void>();
  return {
    now,
    setTimer(at, run) {
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
        run();
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
