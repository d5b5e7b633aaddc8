/** What this file needs of the platform: core compiles without the types of any (Node, Lambda and browsers have it). */
declare const TextDecoder: new (
  label: 'utf-8',
  options: { fatal: true },
) => { decode(bytes: Uint8Array): string };

export type DecodedText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: string };

/** It keeps nothing between two texts, and making one costs as much as decoding a record. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Outside data from bytes to text; a byte-order mark is left out. The reason says where it is no UTF-8, and the remedy. */
export function decodeText(bytes: Uint8Array, maxBytes: number): DecodedText {
  if (bytes.length > maxBytes) {
    return {
      ok: false,
      reason: `it has ${bytes.length} bytes and the limit is ${maxBytes}; send it in parts`,
    };
  }
  try {
    return { ok: true, text: utf8.decode(bytes) };
  } catch {
    return { ok: false, reason: describeBadByte(bytes) };
  }
}

function describeBadByte(bytes: Uint8Array): string {
  const offset = findBadByte(bytes);
  const byte = bytes[offset];
  const got = byte === undefined ? 'it ends within a character' : `byte 0x${toHex(byte)}`;
  return `it is not UTF-8: ${got} at offset ${offset} (Latin-1 or UTF-16?); save it as UTF-8`;
}

const toHex = (byte: number) => byte.toString(16).toUpperCase().padStart(2, '0');

/** Offset of the first byte that no UTF-8 character can have there (RFC 3629, table of §4). */
function findBadByte(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes[at] ?? 0);
    if (length === 0) return at;
    for (let i = 1; i < length; i += 1) {
      if (!continues(bytes, at, i)) return at + i >= bytes.length ? bytes.length : at;
    }
    at += length;
  }
  return at;
}

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/** The second byte is narrower after four leads: overlong forms, surrogates and beyond U+10FFFF. */
const secondByte = new Map([
  [0xe0, [0xa0, 0xbf]],
  [0xed, [0x80, 0x9f]],
  [0xf0, [0x90, 0xbf]],
  [0xf4, [0x80, 0x8f]],
]);

function continues(bytes: Uint8Array, lead: number, index: number): boolean {
  const byte = bytes[lead + index];
  if (byte === undefined) return false;
  const [low = 0x80, high = 0xbf] = (index === 1 ? secondByte.get(bytes[lead] ?? 0) : undefined) ?? [];
  return byte >= low && byte <= high;
}
