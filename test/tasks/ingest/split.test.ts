import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSplitter } from '../../../tasks/ingest/split/choose.ts';
import { createLineSplitter } from '../../../tasks/ingest/split/lines.ts';
import type { Piece, Splitter } from '../../../tasks/ingest/split/piece.ts';
import { createValueSplitter } from '../../../tasks/ingest/split/values.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Hands the bytes over in chunks of this size. */
function split(text: string, size: number, splitter: Splitter = createSplitter()): readonly Piece[] {
  const bytes = encoder.encode(text);
  const pieces: Piece[] = [];
  for (let at = 0; at < bytes.length; at += size)
    pieces.push(...splitter.push(bytes.subarray(at, at + size)));
  return [...pieces, ...splitter.end()];
}
const textsOf = (pieces: readonly Piece[]) => pieces.map(({ bytes }) => decoder.decode(bytes));

const missing = 'it ends within the record; is the rest of it missing?';

describe.each([1, 2, 7, 65_536])('chunks of %i bytes', (size) => {
  it.each([
    ['one record', '{"a":1}', ['{"a":1}']],
    ['one record over several lines', '{\n  "a": [\n {"b": 1}\n]\n}\n', ['{\n  "a": [\n {"b": 1}\n]\n}']],
    [
      'an array',
      ' [ {"a":1} ,\n{"b":[2,{"c":3}]},12,"x y",null]',
      ['{"a":1}', '{"b":[2,{"c":3}]}', '12', '"x y"', 'null'],
    ],
    ['an empty array', '[]', []],
    ['a CloudTrail file', '{"Records":[{"a":1},{"b":2}]}', ['{"a":1}', '{"b":2}']],
    [
      'a CloudTrail file over several lines',
      '{\n "Records": [\n{"a":1},\n{"b":2}\n ]\n}\n',
      ['{"a":1}', '{"b":2}'],
    ],
    [
      'CloudTrail files one behind the other',
      '{"Records":[{"a":1}]}{"Records":[{"b":2}]}',
      ['{"a":1}', '{"b":2}'],
    ],
    [
      'CloudTrail files line by line',
      '{"Records":[{"a":1}]}\n{"Records":[{"b":2}]}\n',
      ['{"a":1}', '{"b":2}'],
    ],
    [
      'what stands behind Records',
      '{"Records":[{"a":1}],"more":{"Records":["]}"]}} {"b":2}',
      ['{"a":1}', '{"b":2}'],
    ],
    ['a Records that is not the file', '{"a":{"Records":[1]}}', ['{"a":{"Records":[1]}}']],
    ['NDJSON', '{"a":1}\n\r\n  \n{"b":2}\r\n', ['{"a":1}', '{"b":2}']],
    ['NDJSON with a broken line', '{"a":1}\n{"b":\n{"c":3}', ['{"a":1}', '{"b":', '{"c":3}']],
    ['NDJSON that begins with a broken line', '{"a":1\n{"b":2}\n', ['{"a":1', '{"b":2}']],
    ['a byte-order mark', '\ufeff{"a":1}\n{"b":2}', ['{"a":1}', '{"b":2}']],
    ['brackets and quotes in strings', '[{"a":"]}\\"{["},{"b":"\\\\"}]', ['{"a":"]}\\"{["}', '{"b":"\\\\"}']],
    ['a record that no comma sets apart', '[{"a":1}{"b":2}]', ['{"a":1}', '{"b":2}']],
    ['a bracket too many', '[{"a":1}},{"b":2}]', ['{"a":1}', '}', '{"b":2}']],
    ['flow logs', 'version account-id\n2 111122223333\n', ['version account-id', '2 111122223333']],
    ['nothing', ' \n ', []],
  ])('%s', (_, text, expected) => {
    const pieces = split(text, size);
    expect(textsOf(pieces)).toEqual(expected);
    expect(pieces.filter(({ problem }) => problem !== undefined)).toEqual([]);
  });

  it('says of what ends too early that it does', () => {
    const pieces = split('[{"a":1},{"b":"', size);
    expect(textsOf(pieces)).toEqual(['{"a":1}', '{"b":"']);
    expect(pieces.map(({ problem }) => problem)).toEqual([undefined, missing]);
  });

  it.each([
    ['values', (most: number) => createValueSplitter(most), '["0123456789abcdef",{"a":1}]'],
    ['lines', (most: number) => createLineSplitter(most), '"0123456789abcdef"\n{"a":1}'],
  ])('keeps the beginning of what is far too long, and goes on behind it: %s', (_, create, text) => {
    const pieces = split(text, size, create(10));
    expect(textsOf(pieces)).toEqual(['"012345678', '{"a":1}']);
    expect(pieces.map(({ problem }) => problem)).toEqual([
      'it has 18 bytes, of which the first 10 were kept; send logs, a record each',
      undefined,
    ]);
  });
});

it('tells records apart as JSON.parse does, however they are written and cut', () => {
  const record = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 });
  const written = fc.constantFrom('array', 'Records', 'NDJSON', 'indented', 'one behind the other');
  const write = (records: readonly unknown[], as: string): string => {
    if (as === 'array') return JSON.stringify(records);
    if (as === 'Records') return JSON.stringify({ Records: records, more: [1, { '}': ']' }] });
    if (as === 'indented') return JSON.stringify({ Records: records }, null, 2);
    return records.map((one) => JSON.stringify(one)).join(as === 'NDJSON' ? '\n' : '');
  };
  fc.assert(
    fc.property(
      fc.array(record, { minLength: 1 }),
      written,
      fc.integer({ min: 1, max: 300 }),
      (records, as, size) => {
        const asRead = JSON.parse(JSON.stringify(records)) as unknown;
        expect(textsOf(split(write(records, as), size)).map((text) => JSON.parse(text) as unknown)).toEqual(
          asRead,
        );
      },
    ),
  );
});

it('gives back every byte of garbage, but for what stands between records', () => {
  const garbage = fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', 'a', ' ', '\n') });
  fc.assert(
    fc.property(garbage, fc.integer({ min: 1, max: 9 }), (text, size) => {
      const letters = (some: string) => some.split('a').length;
      expect(letters(textsOf(split(text, size)).join(''))).toBe(letters(text));
      expect(textsOf(split(text, size))).toEqual(textsOf(split(text, 1_000)));
    }),
  );
});

it.each([
  ['a line', () => createLineSplitter()],
  ['values', () => createValueSplitter()],
  ['either', () => createSplitter()],
])('hands over what stands in %s one by one, for it may be millions', (_what, create) => {
  const splitter = create();
  const many = encoder.encode(`[${'1,'.repeat(500_000)}1]\n`);
  let first: Piece | undefined;
  for (const piece of splitter.push(many)) {
    first = piece;
    break;
  }
  expect(first).toEqual({ bytes: encoder.encode('1') });
  expect([...create().push(many)]).toHaveLength(500_001);
});
