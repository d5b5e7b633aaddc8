import { describe, expect, it } from 'vitest';
import type { Json } from '../../../core/json.ts';
import { changeEvent } from '../../../core/change-event.ts';
import { DURATION, secondsOf } from '../../../core/duration.ts';
import { findNearest, suggest } from '../../../core/problem/nearest-name.ts';

describe('secondsOf', () => {
  it.each([
    ['PT1S', 1],
    ['PT30M', 1800],
    ['PT1H30M', 5400],
    ['P1D', 86_400],
    ['P1DT12H', 129_600],
  ])('%s is %d', (text, seconds) => {
    expect(DURATION.test(text)).toBe(true);
    expect(secondsOf(text)).toBe(seconds);
  });

  it.each(['', 'P', 'PT', 'P1DT', '30M', 'PT30', 'P1M', 'P1Y', 'PT-1S', 'PT1.5S', ' PT1S'])(
    '%j is none',
    (text) => {
      expect(DURATION.test(text)).toBe(false);
    },
  );
});

describe('findNearest', () => {
  const known = ['action', 'approval', 'notify', 'wait'];
  it.each([
    ['acton', 'action'],
    ['aciton', 'action'],
    ['Notify', 'notify'],
    ['wiat', 'wait'],
    ['frobnicate', undefined],
    ['', undefined],
  ])('for %j gives %s', (name, nearest) => {
    expect(findNearest(name, known)).toBe(nearest);
  });

  it('is asked by suggest, which else lists what is known', () => {
    expect(suggest('wiat', known, '')).toBe('did you mean "wait"?');
    expect(suggest('xyz', ['a1', 'b1'], '')).toBe('use one of "a1", "b1"');
    expect(suggest('xyz', [], 'remove it')).toBe('remove it');
  });
});

describe('changeEvent', () => {
  it.each<[Record<string, Json>, Json]>([
    [{}, { a: { b: [1, 2] } }],
    [{ '/a/b/1': 9 }, { a: { b: [1, 9] } }],
    [{ '/a/c/d': true }, { a: { b: [1, 2], c: { d: true } } }],
    [
      { '/a~1b': 1, '/c~0d': 2 },
      { a: { b: [1, 2] }, 'a/b': 1, 'c~d': 2 },
    ],
    [{ '/a': null }, { a: null }],
  ])('%j', (changes, changed) => {
    const event = { a: { b: [1, 2] } };
    expect(changeEvent(event, changes)).toEqual(changed);
    expect(event).toEqual({ a: { b: [1, 2] } });
  });

  it('does not lead through scalars, nor to prototypes', () => {
    expect(() => changeEvent({ a: 1 }, { '/a/b': 1 })).toThrow(TypeError);
    changeEvent({}, { '/__proto__/polluted': true });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
