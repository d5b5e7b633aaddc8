import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOutJson, paintJson } from '../../../console/src/components/paint-json.ts';

describe('paintJson', () => {
  it('loses nothing of any JSON text', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(3), (text, indent) => {
        const laidOut = JSON.stringify(JSON.parse(text), null, indent);
        expect(
          paintJson(laidOut)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(laidOut);
      }),
    );
  });

  it.each([
    ['{"a": 1}', ['key', 'number']],
    ['{"a\\"b": "c: d"}', ['key', 'string']],
    ['[-1.5e+7, true, null, "true"]', ['number', 'word', 'word', 'string']],
    ['{"12": "34"}', ['key', 'string']],
  ])('tells keys, strings, numbers and words apart in %s', (text, kinds) => {
    const painted = paintJson(text).flatMap(({ kind }) => (kind === 'plain' ? [] : kind));
    expect(painted).toEqual(kinds);
  });
});

describe('layOutJson', () => {
  it.each([
    ['{"a":[1]}', '{\n  "a": [\n    1\n  ]\n}'],
    ['not JSON {', 'not JSON {'],
  ])('lays out what is JSON and leaves the rest as it came (%#)', (text, expected) => {
    expect(layOutJson(text)).toBe(expected);
  });
});
