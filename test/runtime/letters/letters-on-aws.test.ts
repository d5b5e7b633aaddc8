import { beforeEach, describe, expect, it } from 'vitest';
import { InvalidInput } from '../../../core/errors.ts';
import type { DeadLetter } from '../../../core/records/dead-letters.ts';
import { foldNotices } from '../../../runtime/letters/fold-notices.ts';
import type { Held, HeldLetter } from '../../../runtime/letters/held-letter.ts';
import { createLettersOnAws, type LettersOnAws } from '../../../runtime/letters/letters-on-aws.ts';
import { createRawMemory } from '../../../runtime/store/raw-files.ts';
import { noon, openStores } from '../../support/incidents.ts';

const letterOf = (id: string, at: string, queue: DeadLetter['queue'] = 'ingestion'): DeadLetter => ({
  id,
  at: `2026-11-20T${at}:00.000Z`,
  queue,
  stage: 'queue',
  reason: 'intake gave it up',
  delivery: id,
  index: 0,
  raw: null,
  label: 'an event',
  origin: { via: 'http', account: null, trusted: false },
  attempts: 5,
});

let deeds: string[];
const held = (letter: DeadLetter, given: Partial<HeldLetter> = {}): HeldLetter => ({
  letter,
  place: 'queue q',
  readBytes: async () => Buffer.from(`bytes of ${letter.id}`),
  redrive: async () => (deeds.push(`redrive ${letter.id}`), null),
  remove: async () => void deeds.push(`remove ${letter.id}`),
  ...given,
});
const heldOf = (letters: readonly HeldLetter[]): Held => ({
  letters,
  more: false,
  putBack: async () => void deeds.push('put back'),
});

let stores: ReturnType<typeof openStores>;
let raw: ReturnType<typeof createRawMemory>;
beforeEach(() => {
  deeds = [];
  stores = openStores();
  raw = createRawMemory();
});

function open(letters: readonly HeldLetter[]): LettersOnAws {
  return createLettersOnAws({
    deadLetters: stores.deadLetters,
    raw,
    clock: noon,
    look: async () => (deeds.push('look'), heldOf(letters)),
    redriveLetter: async (id) => ({ ...(await stores.deadLetters.require(id)), attempts: 9 }),
  });
}

describe('the dead letters of a deployment', () => {
  it('are one list of table, queues and bucket, newest first, after one look', async () => {
    await stores.deadLetters.put(letterOf('stored', '11:30'));
    const letters = open([held(letterOf('old', '10:00')), held(letterOf('new', '12:00', 'processing'))]);
    const { items, more } = await letters.list({ ended: false, limit: 9 });
    expect([items.map(({ id }) => id), more]).toEqual([['new', 'stored', 'old'], false]);
    const short = await letters.list({ ended: false, limit: 2, queue: 'ingestion' });
    expect([short.items.map(({ id }) => id), short.more]).toEqual([['stored', 'old'], false]);
    expect((await letters.list({ ended: false, limit: 1 })).more).toBe(true);
    await letters.putBack();
    expect(deeds).toEqual(['look', 'put back']);
  });

  it('are shown with their bytes, wherever these are', async () => {
    const reference = await raw.put(Buffer.from('stored bytes'));
    await stores.deadLetters.put({ ...letterOf('stored', '11:30'), raw: reference });
    const letters = open([held(letterOf('old', '10:00'))]);
    const bytesOf = async (id: string) => {
      const { place, readOriginal } = await letters.find(id);
      return [place, Buffer.concat([...(await readOriginal())]).toString()];
    };
    expect(await bytesOf('stored')).toEqual([reference, 'stored bytes']);
    expect(await bytesOf('old')).toEqual(['queue q', 'bytes of old']);
    await expect(letters.find('none')).rejects.toThrow('there is no dead letter none, or somebody looks');
  });

  it('are redriven by the function where they are in the table, else where they lie', async () => {
    await stores.deadLetters.put(letterOf('stored', '11:30'));
    const letters = open([
      held(letterOf('old', '10:00'), {
        remove: async () => void deeds.push(`remove, ${(await stores.deadLetters.get('old'))?.ended?.how}`),
      }),
    ]);
    expect(await letters.redrive('stored', 'ana')).toMatchObject({ attempts: 9 });
    expect(await letters.redrive('old', 'ana')).toMatchObject({ ended: { how: 'redriven', by: 'ana' } });
    expect(deeds).toEqual(['look', 'redrive old', 'remove, redriven']);
    const { items } = await letters.list({ ended: true, limit: 9 });
    expect(items.map(({ id, attempts }) => [id, attempts])).toEqual([['old', 6]]);
  });

  it('stay where they lie when they fail again, or nobody can take them', async () => {
    const letters = open([
      held(letterOf('again', '10:00'), { redrive: async () => 'the store failed' }),
      held(letterOf('over', '10:00'), {
        redrive: async () => await Promise.reject(new InvalidInput('there is nobody')),
      }),
    ]);
    const again = await letters.redrive('again', 'ana');
    expect(again).toMatchObject({ reason: 'the store failed', attempts: 6 });
    expect(again).not.toHaveProperty('ended');
    await expect(letters.redrive('over', 'ana')).rejects.toThrow('there is nobody');
    expect(deeds).toEqual(['look']);
    expect((await letters.list({ ended: true, limit: 9 })).items).toEqual([]);
  });

  it('are kept with their bytes before they are dropped from a queue', async () => {
    const letters = open([
      held(letterOf('old', '10:00'), {
        remove: async () => void deeds.push(`remove, ${(await stores.deadLetters.get('old'))?.ended?.how}`),
      }),
    ]);
    const dropped = await letters.drop('old', 'ana', 'a test');
    expect(dropped.ended).toMatchObject({ how: 'dropped', by: 'ana', reason: 'a test' });
    expect(deeds).toEqual(['look', 'remove, dropped']);
    expect(Buffer.from((await raw.get(dropped.raw ?? '')) ?? []).toString()).toBe('bytes of old');
    await expect(letters.drop('old', 'ana')).rejects.toThrow('was dropped by ana');
  });

  it('are not lost sight of where a look fails', async () => {
    const letters = createLettersOnAws({
      deadLetters: stores.deadLetters,
      raw,
      clock: noon,
      look: async () => await Promise.reject(new Error('no')),
      redriveLetter: async () => letterOf('x', '10:00'),
    });
    await expect(letters.find('old')).rejects.toThrow('no');
    await expect(letters.putBack()).resolves.toBeUndefined();
  });
});

describe('a notice about an object that was given up', () => {
  const notice = (id: string, key: string) => held(letterOf(id, '10:00'), { key });

  it('is no letter of its own, and goes with the object', async () => {
    const objects = heldOf([held(letterOf('object', '10:00'), { key: 'aws/lambda/1' })]);
    const folded = foldNotices(objects, heldOf([notice('n1', 'aws/lambda/1'), notice('n2', 'aws/lambda/1')]));
    expect(folded.letters.map(({ letter }) => letter.id)).toEqual(['object']);
    await folded.letters[0]?.remove();
    expect(deeds).toEqual(['remove object', 'remove n1', 'remove n2']);
  });

  it('is a letter where its object is gone', () => {
    const folded = foldNotices(heldOf([]), heldOf([notice('n1', 'aws/lambda/1')]));
    expect(folded.letters[0]?.letter.reason).toBe('the batch that it tells of is not in the bucket any more');
  });
});
