import { decodeText } from './decode-text.ts';

/** How bytes of unknown origin are shown to a person. */
export interface ShownBytes {
  /** Of all of them. */
  readonly size: number;
  /** `hex`: they are no text, or one that would do something to a terminal. */
  readonly as: 'text' | 'hex';
  /** The beginning of them. */
  readonly shown: string;
  /** How many of them are shown. */
  readonly length: number;
}

const most = { text: 4096, hex: 1024 } as const;

/**
 * The beginning of what somebody sent, safe to look at: an intruder may have written it. Text stays text, but what hides in
 * it or turns its direction is spelt out; anything else is hexadecimal, with what is readable of it beside.
 */
export function showBytes(bytes: Uint8Array): ShownBytes {
  const { length: size } = bytes;
  const length = size <= most.text ? size : startOfCharacter(bytes, most.text);
  const decoded = decodeText(bytes.subarray(0, length), most.text);
  if (decoded.ok && !control.test(decoded.text))
    return { size, as: 'text', shown: decoded.text.replaceAll(hidden, spell), length };
  const begin = bytes.subarray(0, most.hex);
  return { size, as: 'hex', shown: dump(begin), length: begin.length };
}

/** At or before the place: a character of UTF-8 has at most four bytes, and all but the first are 10xxxxxx. */
function startOfCharacter(bytes: Uint8Array, place: number): number {
  let start = place;
  while (start > place - 3 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1;
  return start;
}

// oxlint-disable-next-line no-control-regex
const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/;
const hidden = /[\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g;

const spell = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

const width = 16;

/** As `hexdump -C` has it. */
function dump(bytes: Uint8Array): string {
  const rows = Array.from({ length: Math.ceil(bytes.length / width) }, (_, row) => {
    const part = [...bytes.subarray(row * width, (row + 1) * width)];
    const hex = part.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const readable = part.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'));
    const place = (row * width).toString(16).padStart(8, '0');
    return `${place}  ${hex.padEnd(width * 3 - 1)}  ${readable.join('')}`;
  });
  return rows.join('\n');
}
