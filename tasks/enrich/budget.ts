import { setTimeout as delay } from 'node:timers/promises';

/** Resolves when the budget is used up, or rejects once the signal aborts. */
export type Wait = (milliseconds: number, signal: AbortSignal) => Promise<void>;

const wait: Wait = (milliseconds, signal) => delay(milliseconds, undefined, { signal });

/**
 * The result of `work`, or a rejection once the time is over. The signal tells `work` to stop; a result
 * that comes late is ignored.
 */
export async function withinBudget<T>(
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
  waiting: Wait = wait,
): Promise<T> {
  const stop = new AbortController();
  const late = waiting(milliseconds, stop.signal).then(() => {
    throw new Error(`no answer within ${milliseconds} ms`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([work(stop.signal), late]);
  } finally {
    stop.abort();
  }
}
