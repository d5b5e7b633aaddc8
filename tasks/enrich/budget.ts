/** Resolves when the budget is used up; once the signal aborts, nobody waits for it any more. */
export type Wait = (milliseconds: number, signal: AbortSignal) => Promise<void>;

const wait: Wait = (milliseconds, signal) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => clearTimeout(timer));
  });

const over = 'nobody waits for this answer any more';

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
    // With a reason of our own: the platform would make an error with a stack, at each finding and source.
    stop.abort(over);
  }
}
