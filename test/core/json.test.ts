import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, isJsonObject } from '../../core/json.ts';

/** What hashes were taken over since the first version: they must never change. */
const asBefore = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    isJsonObject(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

describe('canonical JSON', () => {
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.jsonValue(),
      fc.constantFrom(undefined, Number.NaN, new Date(0)),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', '10', '9', 'a')), tie('value')),
    ),
  })).value;

  it('is the text that hashes have always been taken over', () => {
    fc.assert(
      fc.property(value, (given) => {
        expect(canonicalJson(given)).toBe(asBefore(given));
      }),
      { numRuns: 500 },
    );
  });

  it('is the same in whatever order the members came', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (given) => {
        const reversed = Object.fromEntries(Object.entries(given).toReversed());
        expect(canonicalJson(reversed)).toBe(canonicalJson(given));
      }),
    );
  });
});
