import type { TimerClock } from '../../core/ports/clock.ts';

/** `setTimeout` takes no longer delay: 2^31 - 1 ms, about 24.8 days. */
const LONGEST_TIMEOUT = 2_147_483_647;

/** Real time. Timers hold the process alive; delays longer than `setTimeout` knows are waited for in pieces. */
export function createSystemClock(): TimerClock {
  return {
    now: () => Date.now(),
    setTimer(at, run) {
      let timeout: NodeJS.Timeout;
      const arm = (): void => {
        const delay = Math.max(0, at - Date.now());
        timeout = setTimeout(delay > LONGEST_TIMEOUT ? arm : fire, Math.min(delay, LONGEST_TIMEOUT));
      };
      const fire = (): void => (Date.now() < at ? arm() : run());
      arm();
      return () => clearTimeout(timeout);
    },
  };
}
