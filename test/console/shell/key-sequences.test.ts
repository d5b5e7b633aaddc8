import { describe, expect, it } from 'vitest';
import { createKeySequences } from '../../../console/src/shell/key-sequences.ts';

const shortcuts = ['g i', 'g a', 'j', '/'].map((keys) => ({ keys, does: keys, run: () => undefined }));

/** What keys do, each typed so many milliseconds after the one before. */
function type(...typed: readonly (readonly [key: string, after: number])[]): readonly (string | null)[] {
  let now = 0;
  const follow = createKeySequences(() => now);
  return typed.map(([key, after]) => {
    now += after;
    return follow(key, shortcuts)?.keys ?? null;
  });
}

describe('key sequences', () => {
  it.each([
    ['one key acts at once', [['j', 0]], ['j']],
    [
      'two keys act together',
      [
        ['g', 0],
        ['i', 200],
      ],
      [null, 'g i'],
    ],
    [
      'a sequence is forgotten after a second',
      [
        ['g', 0],
        ['i', 1001],
      ],
      [null, null],
    ],
    [
      'a key that leads nowhere begins anew',
      [
        ['g', 0],
        ['j', 100],
      ],
      [null, 'j'],
    ],
    [
      'the first key can be typed again',
      [
        ['g', 0],
        ['g', 100],
        ['a', 100],
      ],
      [null, null, 'g a'],
    ],
    [
      'nothing is left over from a whole sequence',
      [
        ['g', 0],
        ['i', 100],
        ['a', 100],
      ],
      [null, 'g i', null],
    ],
    [
      'other keys do nothing',
      [
        ['x', 0],
        ['/', 10],
      ],
      [null, '/'],
    ],
  ] as const)('%s', (_, typed, acted) => {
    expect(type(...typed)).toEqual(acted);
  });
});
