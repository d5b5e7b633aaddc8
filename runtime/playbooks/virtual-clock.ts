import type { TimerClock } from '../../core/ports/clock.ts';

/** Time that passes only while nothing else happens: waits and deadlines of days take no time at all. */
export interface VirtualClock extends TimerClock {
  /**
   * Lets time pass until `work` is done: whenever nothing is busy any more, the next timer falls due.
   * @throws Error when nothing is left that could finish the work.
   */
  runUntil(work: Promise<void>, isBusy: () => boolean): Promise<void>;
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Turns of the event loop in which nothing may happen before time moves on. */
const quietTurns = 25;

const turn = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

async function waitForQuiet(isBusy: () => boolean, isDone: () => boolean): Promise<void> {
  for (let quiet = 0; quiet < quietTurns && !isDone(); quiet++) {
    // oxlint-disable-next-line no-await-in-loop
    await turn();
    if (isBusy()) quiet = -1;
  }
}

/** @param start epoch milliseconds. */
export function createVirtualClock(start: number): VirtualClock {
  let time = start;
  const timers = new Set<Timer>();
  const takeNext = (): Timer | undefined => {
    const [next] = [...timers].sort((a, b) => a.at - b.at);
    if (next !== undefined) timers.delete(next);
    return next;
  };
  return {
    now: () => time,
    setTimer(at, run) {
      const timer = { at, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    async runUntil(work, isBusy) {
      let done = false;
      const finished = work.finally(() => {
        done = true;
      });
      finished.catch(() => undefined);
      while (!done) {
        // oxlint-disable-next-line no-await-in-loop
        await waitForQuiet(isBusy, () => done);
        const next = done ? undefined : takeNext();
        if (!done && next === undefined) throw new Error('nothing is left that could finish the work');
        if (next !== undefined) {
          time = Math.max(time, next.at);
          next.run();
        }
      }
      await finished;
    },
  };
}
