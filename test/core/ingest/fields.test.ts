import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOf, timeOf } from '../../../core/ingest/kinds/fields.ts';

describe('timeOf', () => {
  it('gives what a date gives, for each second that is or nearly is one', () => {
    const part = (max: number) => fc.nat({ max }).map((n) => String(n).padStart(2, '0'));
    const second = fc
      .tuple(fc.integer({ min: 1969, max: 3001 }), part(13), part(32), fc.tuple(part(24), part(60), part(60)))
      .map(([year, month, day, time]) => `${year}-${month}-${day}T${time.join(':')}Z`);
    fc.assert(
      fc.property(second, (text) => {
        const ms = Date.parse(text);
        expect(timeOf(text)).toBe(ms >= 0 ? new Date(ms).toISOString() : null);
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['2026-11-20T19:00:00.123Z', '2026-11-20T19:00:00.123Z'],
    ['2026-11-20T20:00:00+01:00', '2026-11-20T19:00:00.000Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['2026-11-20', '2026-11-20T00:00:00.000Z'],
    ['+275000-01-01T00:00:00Z', null],
    ['soon', null],
    ['', null],
    [1_795_201_200, null],
    [undefined, null],
  ])('reads %o as %o', (value, time) => {
    expect(timeOf(value)).toBe(time);
  });
});

it.each([
  ['198.51.100.7', '198.51.100.7'],
  ['2001:db8::1', '2001:db8::1'],
  ['ec2.amazonaws.com', null],
  [5, null],
  [undefined, null],
])('addressOf reads %o as %o', (value, address) => {
  expect(addressOf(value)).toBe(address);
});
