import { describe, expect, it } from 'vitest';
import { findChanges } from '../../../console/src/components/find-changes.ts';

describe('findChanges', () => {
  it.each([
    ['nothing', { a: [1] }, { a: [1] }, []],
    [
      'a value',
      { groups: ['sg-1'] },
      { groups: ['sg-2'] },
      [{ path: 'groups.0', before: 'sg-1', after: 'sg-2' }],
    ],
    ['what comes', {}, { tag: true }, [{ path: 'tag', before: null, after: 'true' }]],
    ['what goes', { tag: 1 }, {}, [{ path: 'tag', before: '1', after: null }]],
    ['the whole', null, 'gone', [{ path: 'state', before: null, after: 'gone' }]],
  ])('names %s', (_, before, after, changes) => {
    expect(findChanges(before, after)).toEqual(changes);
  });
});
