import type { Hit } from './hit.ts';

/** Clocks of those who write logs may be ahead by so much. */
const skewMs = 5 * 60_000;

/**
 * A hit as of now where its record says that it is yet to come. Times are for whoever writes a record to choose, and one
 * ahead of ours could fill windows before what belongs in them happens. What is long past counts in windows long past.
 */
export const notAfter = (hit: Hit, now: number): Hit =>
  Date.parse(hit.record.time) <= now + skewMs
    ? hit
    : { ...hit, record: { ...hit.record, time: new Date(now).toISOString() } };
