import { describe, expect, it } from 'vitest';
import {
  describeAge,
  describeDuration,
  describeExactly,
} from '../../../console/src/components/describe-time.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('describeAge', () => {
  it.each([
    [0, 'just now'],
    [-9999, 'just now'],
    [-10_000, '10 s ago'],
    [-59_999, '59 s ago'],
    [-minute, '1 min ago'],
    [-(hour - 1), '59 min ago'],
    [-hour, '1 h ago'],
    [-(day + hour), '1 d ago'],
    [3000, 'just now'],
    [7000, 'in a moment'],
    [29.5 * minute, 'in 29 min'],
  ])('says %i ms as "%s"', (ms, text) => {
    expect(describeAge(ms)).toBe(text);
  });
});

describe('describeDuration', () => {
  it.each([
    [0, '0 ms'],
    [850.4, '850 ms'],
    [1000, '1.0 s'],
    [12_400, '12 s'],
    [minute, '1 min'],
    [200_000, '3 min 20 s'],
    [2 * hour + 5 * minute + 59_000, '2 h 5 min'],
    [3 * day + 4 * hour, '3 d 4 h'],
  ])('says %f ms as "%s"', (ms, text) => {
    expect(describeDuration(ms)).toBe(text);
  });
});

describe('describeExactly', () => {
  it('gives the second, and names the zone', () => {
    expect(describeExactly('2026-11-20T14:05:09.123Z')).toBe('2026-11-20 14:05:09 UTC');
  });
});
