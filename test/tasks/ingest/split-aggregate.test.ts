import { assert, property, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAggregate, splitAggregate } from '../../../tasks/ingest/split-aggregate.ts';
import { InvalidInput } from '../../../core/errors.ts';
import { aggregate, seal } from '../../support/aggregate.ts';

const textsOf = (bytes: Uint8Array): string[] =>
  [...splitAggregate(bytes)].map((data) => Buffer.from(data).toString());

describe('an aggregate of the Kinesis Producer Library', () => {
  it('is told by its first bytes', () => {
    expect(
      [aggregate('{}'), Buffer.from('{"n":1}'), Buffer.from('f3899ac2', 'hex')].map(isAggregate),
    ).toEqual([true, false, false]);
  });

  it('gives back the records as they were put, without keys and tags', () => {
    expect(textsOf(aggregate('{"n":1}', 'é 💶', ''))).toEqual(['{"n":1}', 'é 💶', '']);
    expect(textsOf(aggregate())).toEqual([]);
  });

  it('reads what the library wrote', () => {
    // One record, `data`, of the key `partition_key`: https://hexdocs.pm/ex_kpl/0.1.3/ExKpl.html, with the magic number.
    const message = Buffer.from('0a0d706172746974696f6e5f6b65791a0808001a0464617461', 'hex');
    const digest = Buffer.from('d03699da5a222fa32108ad1bd955a14e', 'hex');
    expect(textsOf(Buffer.concat([Buffer.from('f3899ac2', 'hex'), message, digest]))).toEqual(['data']);
  });

  it.each([
    ['was changed', () => aggregate('{"n":1}').fill(0x78, 20, 21), 'its checksum is another'],
    ['was cut', () => aggregate('{"n":1}').subarray(0, -1), 'its checksum is another'],
    ['ends within a record', () => seal(Buffer.from('1a0808', 'hex')), 'cannot be told apart'],
    ['has data beyond its record', () => seal(Buffer.from('1a041a057878', 'hex')), 'cannot be told apart'],
    [
      'has data beyond its record, up to the end',
      () => seal(Buffer.from('1a031a0478787878', 'hex')),
      'cannot be told apart',
    ],
    ['has data beyond its end', () => seal(Buffer.from('1a091a0778', 'hex')), 'cannot be told apart'],
    ['ends within another field', () => seal(Buffer.from('0a0978', 'hex')), 'cannot be told apart'],
    ['has a field of no known type', () => seal(Buffer.from('1b1c', 'hex')), 'cannot be told apart'],
  ])('is refused where it %s', (_how, make, why) => {
    expect(() => textsOf(make())).toThrow(why);
    expect(() => textsOf(make())).toThrow(InvalidInput);
  });

  it('is read or refused, whatever stands in it', () => {
    assert(
      property(uint8Array({ maxLength: 60 }), (message) => {
        try {
          const bytes = textsOf(seal(message)).join('').length;
          expect(bytes).toBeLessThanOrEqual(message.length);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInput);
        }
      }),
    );
  });
});
