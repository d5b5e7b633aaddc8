import type { Tally } from '../../core/ports/counters.ts';

export const minute = 60_000;
export const start = Date.parse('2026-03-01T10:00:00Z');

/** One of the five hits in ten minutes that a threshold asks for, so many milliseconds after `start`. */
export const tally = (member: string, at: number, more: Partial<Tally> = {}): Tally => ({
  rule: 'brute-force',
  group: 'mallory',
  member,
  at: start + at,
  windowMs: 10 * minute,
  limit: 5,
  ...more,
});
