import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMatch, matchesGlob } from '../../../core/guardrails/glob.ts';

const cases: readonly (readonly [pattern: string, text: string, matches: boolean])[] = [
  ['*', '', true],
  ['*', 'anything', true],
  ['', '', true],
  ['', 'a', false],
  ['abc', 'ABC', true],
  ['abc', 'abcd', false],
  ['a*c', 'ac', true],
  ['a*c', 'a-c-c', true],
  ['a*c', 'ab', false],
  ['a*a', 'a', false],
  ['*b*', 'abc', true],
  ['a*b*a', 'aba', true],
  ['a*b*a', 'ab', false],
  ['a.c', 'abc', false],
  ['arn:*:iam::*:role/x', 'arn:aws:iam::1:role/x', true],
];

describe('matchesGlob', () => {
  it.each(cases)('%j on %j: %s', (pattern, text, matches) => {
    expect(matchesGlob(pattern, text)).toBe(matches);
  });

  it('agrees with the same pattern as a regular expression', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    const texts = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 });
    fc.assert(
      fc.property(letters, texts, (pattern, text) => {
        const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text);
        expect(matchesGlob(pattern, text)).toBe(expected);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('findMatch', () => {
  it('names the first pattern that matches, and what it matched', () => {
    expect(findMatch(['x*', 'a*', '*'], ['b', 'ab'])).toEqual({ pattern: 'a*', text: 'ab' });
    expect(findMatch(['x'], ['b'])).toBeNull();
  });
});
