import type { Overview } from '../api/overview.ts';

/**
 * Median and 90th percentile, by the nearest rank: each is a time that was really taken.
 * @param all seconds; null where it has not happened.
 */
export function describeTimes(all: readonly (number | null)[]): Overview['contain'] {
  const times = all.filter((time) => time !== null).toSorted((a, b) => a - b);
  const at = (share: number): number | null => times[Math.ceil(times.length * share) - 1] ?? null;
  return { count: times.length, median: at(0.5), p90: at(0.9) };
}
