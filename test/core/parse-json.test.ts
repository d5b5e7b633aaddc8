import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from '../../core/parse-json.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function reasonFor(input: Uint8Array | string, limits = {}): string {
  const parsed = parseJson(typeof input === 'string' ? bytes(input) : input, limits);
  return parsed.ok ? `accepted ${JSON.stringify(parsed.value)}` : parsed.reason;
}

describe('parseJson refuses', () => {
  const latin1 = new Uint8Array([...bytes('{"title":"caf'), 0xe9, ...bytes('"}')]);
  const cases: [string, Uint8Array | string, RegExp][] = [
    ['an empty file', '', /^it is empty/],
    ['white space alone', ' \n\t', /^it is empty/],
    ['Latin-1, with the offset of the byte', latin1, /not UTF-8: byte 0xE9 at offset 13 .*save it as UTF-8/],
    ['UTF-16, at its mark', new Uint8Array([0xff, 0xfe, 0x7b, 0]), /byte 0xFF at offset 0/],
    ['an overlong form', new Uint8Array([0x22, 0xe0, 0x80, 0x80, 0x22]), /byte 0xE0 at offset 1/],
    ['a surrogate', new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]), /byte 0xED at offset 1/],
    ['a character cut in two', new Uint8Array([0x22, 0xe2, 0x82]), /ends within a character at offset 3/],
    ['an object cut off after a value', '{"a": 1', /cut off at character 7/],
    ['an object cut off within a string', '{"a": "b', /cut off at character 8 \(the value begun at 6/],
    ['an object cut off within a literal', '{"a": tr', /cut off at character 8/],
    ['a number cut off', '{"a": -', /cut off at character 7/],
    ['an object cut off after a comma', '{"a": 1,\n', /cut off/],
    ['a wrong word, with its place', '{\n  "a": nope}', /"n" at line 2, column 8, where a value must stand/],
    ['a comma too many', '{"a": 1,}', /"}" at line 1, column 9, where a key/],
    ['two values', '{} {}', /"{" at line 1, column 4, where nothing more must stand/],
    ['plain text', 'hello', /"h" at line 1, column 1/],
    ['a line break within a string', '{"a": "b\nc"}', /at line 1, column 7/],
    ['a __proto__ key, with its place', '{"a": [{"__proto__": {"x": 1}}]}', /"__proto__" at \/a\/0/],
    ['a __proto__ key at the end of a long way', `{"${'a'.repeat(500)}":{"__proto__":1}}`, /^.{1,150}$/],
    ['a top-level __proto__ key', '{"__proto__": 1}', /"__proto__" at the top/],
  ];
  test.each(cases)('%s', (_title, input, reason) => {
    expect(reasonFor(input)).toMatch(reason);
    expect(reasonFor(input)).not.toContain('\n');
  });

  test('more bytes than the limit, naming both', () => {
    expect(reasonFor(new Uint8Array(5_000_000))).toMatch(/5000000 bytes and the limit is 1048576/);
    expect(reasonFor('[1,2,3]', { maxBytes: 6 })).toMatch(/7 bytes and the limit is 6/);
  });

  test('deeper nesting than the limit, without overflowing the stack', () => {
    expect(reasonFor('['.repeat(500_000) + ']'.repeat(500_000))).toMatch(/deeper than 100 levels/);
    expect(reasonFor('['.repeat(500_000))).toMatch(/cut off/);
    expect(reasonFor('[[[]]]', { maxDepth: 2 })).toMatch(/deeper than 2 levels at \/0\/0/);
  });
});

describe('parseJson accepts', () => {
  test.each([
    ['the deepest allowed nesting', '['.repeat(100) + ']'.repeat(100)],
    ['characters of up to four bytes', '{"a":"é€😀"}'],
    ['a key that contains __proto__', '{"x__proto__":1}'],
  ])('%s', (_title, text) => {
    expect(parseJson(bytes(text))).toEqual({ ok: true, value: JSON.parse(text) });
  });

  test('a byte-order mark', () => {
    expect(parseJson(new Uint8Array([0xef, 0xbb, 0xbf, ...bytes('{}')]))).toEqual({ ok: true, value: {} });
  });

  test('whatever JSON.parse accepts, and refuses the rest with a one-line reason', () => {
    const json = fc.json({ noUnicodeString: false, maxDepth: 4 });
    const damaged = fc.tuple(json, fc.nat(), fc.string({ maxLength: 2 })).map(([text, at, insert]) => {
      const cut = at % (text.length + 1);
      return text.slice(0, cut) + insert + text.slice(cut + 1);
    });
    fc.assert(
      fc.property(fc.oneof(json, damaged, fc.string()), (text) => {
        const input = bytes(text.toWellFormed());
        let expected: unknown;
        let valid = true;
        try {
          expected = JSON.parse(text.toWellFormed());
        } catch {
          valid = false;
        }
        const parsed = parseJson(input);
        if (parsed.ok) expect({ value: parsed.value, valid }).toEqual({ value: expected, valid: true });
        else if (valid) expect(parsed.reason).toMatch(/__proto__/);
        else expect(parsed.reason).toMatch(/^it is [^\n]+$/);
      }),
      { numRuns: 500 },
    );
  });

  test('what is broken and long, without looking for the place, for which expressions run out of stack', () => {
    const broken = bytes(`{"a":"${String.raw`a\n`.repeat(11_000_000)}",}`);
    expect(parseJson(broken, { maxBytes: broken.length })).toEqual({
      ok: false,
      reason: 'it is not JSON, or cut off; send it in parts to be told where',
    });
  });
});
