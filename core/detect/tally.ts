import { secondsOf } from '../duration.ts';
import type { Tally } from '../ports/counters.ts';
import type { Hit } from './hit.ts';
import { readField, readFields } from './read-field.ts';
import type { Threshold } from './rule.ts';

/** What a hit of a rule with a threshold adds; null where it lacks what distinct values are counted of. */
export function tallyOf({ rule, record, identity }: Hit, threshold: Threshold): Tally | null {
  const { count, within, by, distinct } = threshold;
  const member = distinct === undefined ? identity : readField(record, distinct);
  if (member === undefined) return null;
  return {
    rule: rule.id,
    group: readFields(record, by),
    member,
    at: Date.parse(record.time),
    windowMs: secondsOf(within) * 1000,
    limit: count,
  };
}
