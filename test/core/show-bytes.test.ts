import { describe, expect, it } from 'vitest';
import { showBytes } from '../../core/show-bytes.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('showBytes', () => {
  it('shows text as it is, with its lines', () => {
    expect(showBytes(bytes('{"a":\n\t"ä€😀"}'))).toEqual({
      size: 19,
      as: 'text',
      shown: '{"a":\n\t"ä€😀"}',
      length: 19,
    });
  });

  it.each([
    ['an override of the direction', 'a\u202Eb', 'a\\u202eb'],
    ['a character without a width', 'a\u200Bb', 'a\\u200bb'],
  ])('spells %s out', (_what, text, shown) => {
    expect(showBytes(bytes(text))).toMatchObject({ as: 'text', shown });
  });

  it.each([
    ['no UTF-8', Uint8Array.of(0xff, 0x41), '00000000  ff 41'],
    ['an escape sequence', bytes('\u001B[2J'), '00000000  1b 5b 32 4a'],
    ['a zero', Uint8Array.of(0x41, 0), '00000000  41 00'],
  ])('shows %s in hexadecimal', (_what, given, beginning) => {
    const { as, shown } = showBytes(given);
    expect(as).toBe('hex');
    expect(shown.startsWith(beginning)).toBe(true);
  });

  it('puts what is readable beside, sixteen bytes in a line', () => {
    const { shown } = showBytes(Uint8Array.of(0, ...bytes('sixteen and more')));
    expect(shown.split('\n')).toEqual([
      '00000000  00 73 69 78 74 65 65 6e 20 61 6e 64 20 6d 6f 72  .sixteen and mor',
      `00000010  65${' '.repeat(47)}e`,
    ]);
  });

  it.each([0, 1, 2, 3])('cuts a long text between characters (%i bytes before)', (before) => {
    const text = 'x'.repeat(before) + '😀'.repeat(2000);
    const { as, shown, length, size } = showBytes(bytes(text));
    expect([as, size]).toEqual(['text', 8000 + before]);
    expect(length).toBeGreaterThan(4092);
    expect(length).toBeLessThanOrEqual(4096);
    expect(text.startsWith(shown)).toBe(true);
  });

  it('shows the first kilobyte of what is no text', () => {
    expect(showBytes(new Uint8Array(5000))).toMatchObject({ size: 5000, as: 'hex', length: 1024 });
  });

  it('shows nothing of nothing', () => {
    expect(showBytes(new Uint8Array())).toEqual({ size: 0, as: 'text', shown: '', length: 0 });
  });
});
