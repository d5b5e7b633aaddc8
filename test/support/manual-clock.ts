import type { TimerClock } from '../../core/ports/clock.ts';

export interface ManualClock extends TimerClock {
  /** Moves time to `at`, running each timer that falls due at its own moment, and lets promises settle in between. */
  advanceTo(at: number): Promise<void>;
  advance(milliseconds: number): Promise<void>;
  /** When the earliest timer falls due, or undefined. */
  nextTimer(): number | undefined;
  /** Advances from timer to timer until `done` says so; fails when nothing is left to wake. */
  runUntil(done: () => boolean): Promise<void>;
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Lets everything that is ready now (promises, group commits) run to rest, without waiting for real time. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A clock that stands still until told otherwise. Starts at 2026-01-01T00:00:00Z unless told. */
export function createManualClock(start: number = Date.UTC(2026, 0, 1)): ManualClock {
  let time = start;
  const timers = new Set<Timer>();

  function earliest(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of timers) if (!first || timer.at < first.at) first = timer;
    return first;
  }

  async function advanceTo(at: number): Promise<void> {
    await settle();
    for (let due = earliest(); due && due.at <= at; due = earliest()) {
      timers.delete(due);
      time = Math.max(time, due.at);
      due.run();
      await settle();
    }
    time = Math.max(time, at);
  }

  return {
    now: () => time,
    setTimer(at, run) {
      const timer = { at, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advanceTo,
    advance: (milliseconds) => advanceTo(time + milliseconds),
    nextTimer: () => earliest()?.at,
    async runUntil(done) {
      await settle();
      while (!done()) {
        const due = earliest();
        if (!due) throw new Error('nothing is waiting for time, and the condition does not hold');
        await advanceTo(due.at);
      }
    },
  };
}
