import { describe, expect, it } from 'vitest';
import type { DeadLetter } from '../../../core/records/dead-letters.ts';
import { createLettersByFunction } from '../../../tasks/api/letters-by-function.ts';
import { LetterRequest } from '../../../tasks/redrive-letter/request.ts';

const letter = { id: '0123456789abcdef01234567' } as DeadLetter;

function open(within: (work: Promise<unknown>) => Promise<any> = (work) => work) {
  const asked: LetterRequest[] = [];
  const invoke = async (request: unknown) => {
    asked.push(LetterRequest.parse(request));
    return 'answer';
  };
  return { ...createLettersByFunction({ invoke, within }), asked };
}

describe('dead letters by a function of their own', () => {
  it('are tried again by the name of who asks, and shown by nobody in particular', async () => {
    const { redriveLetter, showOriginal, asked } = open();
    expect([await redriveLetter(letter.id, 'ana'), await showOriginal(letter)]).toEqual(['answer', 'answer']);
    expect(asked).toEqual([{ redrive: letter.id, by: 'ana' }, { show: letter.id }]);
  });

  it('say that it goes on where that takes longer than a request may', async () => {
    const { redriveLetter } = open(async () => 'still-at-it');
    await expect(redriveLetter(letter.id, 'ana')).rejects.toThrow('it goes on, so look again later');
  });
});
