import { describe, expect, it } from 'vitest';
import {
  describeDays,
  describePercent,
  describeSpan,
} from '../../../console/src/pages/overview/describe-figures.ts';

const day = (date: string, counts: object) => ({
  day: date,
  counts: { INFORMATIONAL: 0, LOW: 0, MEDIUM: 0, HIGH: 0, CRITICAL: 0, ...counts },
});

describe('describePercent', () => {
  it.each([
    [null, '–'],
    [0, '0 %'],
    [0.001, '< 1 %'],
    [0.824, '82 %'],
    [0.996, '> 99 %'],
    [1, '100 %'],
  ])('says %s as "%s"', (part, text) => {
    expect(describePercent(part)).toBe(text);
  });
});

describe('describeSpan', () => {
  it.each([
    [null, '–'],
    [0.42, '420 ms'],
    [95, '1 min 35 s'],
  ])('says %s seconds as "%s"', (seconds, text) => {
    expect(describeSpan(seconds)).toBe(text);
  });
});

describe('describeDays', () => {
  it('says in a sentence what the chart shows', () => {
    const days = [
      day('2026-11-18', { LOW: 2 }),
      day('2026-11-19', { HIGH: 2, CRITICAL: 1 }),
      day('2026-11-20', {}),
    ];
    expect(describeDays(days)).toBe('5 in 3 days, most on 2026-11-19 (3); 1 critical, 2 high.');
  });

  it.each([[[]], [[day('2026-11-20', {})]]])('says that there is nothing (%#)', (days) => {
    expect(describeDays(days)).toBe('No incidents.');
  });
});
