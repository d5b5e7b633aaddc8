import type { Retrier } from './machine.ts';

/**
 * How long to wait before the retry that follows `retriesSoFar` others of this retrier, in milliseconds: interval ×
 * rate ^ retries, at most MaxDelaySeconds; with full jitter a random part of that.
 * @param random from 0 up to but without 1
 */
export function retryDelay(retrier: Retrier, retriesSoFar: number, random: () => number): number {
  const seconds = retrier.intervalSeconds * retrier.backoffRate ** retriesSoFar;
  const capped = Math.min(seconds, retrier.maxDelaySeconds ?? LONGEST_DELAY_SECONDS);
  const delay = retrier.jitter === 'FULL' ? capped * random() : capped;
  return Math.round(delay * 1000);
}

/** One year and a day: what MaxDelaySeconds may be at most. */
const LONGEST_DELAY_SECONDS = 31_622_400;

/** The first retrier that names `error` and has attempts left; -1 for none. `counts` are the retries so far of each. */
export function findRetrier(
  retriers: readonly Retrier[],
  counts: readonly number[],
  matches: (errorEquals: readonly string[]) => boolean,
): number {
  const index = retriers.findIndex(({ errorEquals }) => matches(errorEquals));
  const retrier = retriers[index];
  if (!retrier) return -1;
  return (counts[index] ?? 0) < retrier.maxAttempts ? index : -1;
}
