import type { Json } from './json.ts';
import { locateJsonError } from './locate-json-error.ts';

export interface JsonLimits {
  /** @default 1_048_576, the largest EventBridge entry (1 MB) */
  readonly maxBytes?: number;
  /** Levels of arrays and objects within each other. @default 100 */
  readonly maxDepth?: number;
}

export type ParsedJson =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly reason: string };

/** What this file needs of the platform: core compiles without the types of any (Node, Lambda and browsers have it). */
declare const TextDecoder: new (
  label: 'utf-8',
  options: { fatal: true },
) => { decode(bytes: Uint8Array): string };

const defaults = { maxBytes: 1_048_576, maxDepth: 100 };

/**
 * Outside data from bytes to JSON. Everything that enters from a file, a queue or HTTP comes through here;
 * what is refused has a reason of one line that says what is wrong, where, and the remedy. A byte-order
 * mark is accepted. Keys named `__proto__` are refused: no event has one, and merging it would be an attack.
 */
export function parseJson(bytes: Uint8Array, limits: JsonLimits = {}): ParsedJson {
  const { maxBytes, maxDepth } = { ...defaults, ...limits };
  if (bytes.length > maxBytes) {
    return refuse(`it has ${bytes.length} bytes and the limit is ${maxBytes}; send the findings one by one`);
  }
  const text = decodeUtf8(bytes);
  if (text === undefined) return refuse(describeBadByte(bytes));
  if (text.trim() === '') return refuse('it is empty; give it one JSON object');
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return refuse(locateJsonError(text).reason);
  }
  const problem = inspect(value, maxDepth);
  return problem === undefined ? { ok: true, value } : refuse(problem);
}

const refuse = (reason: string): ParsedJson => ({ ok: false, reason });

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
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

interface Place {
  readonly value: Json;
  readonly depth: number;
  readonly key: string | number;
  readonly parent: Place | undefined;
}

/** Depth and forbidden keys, without recursion: the input chooses how deep it goes. */
function inspect(root: Json, maxDepth: number): string | undefined {
  const queue: Place[] = [{ value: root, depth: 1, key: '', parent: undefined }];
  for (let place = queue.pop(); place !== undefined; place = queue.pop()) {
    const { value, depth } = place;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > maxDepth) {
      return `it is nested deeper than ${maxDepth} levels at ${pointer(place).slice(0, 80)}; flatten it`;
    }
    if (Object.hasOwn(value, '__proto__')) {
      return `it has a key "__proto__" at ${pointer(place)}; remove the key`;
    }
    for (const [key, inner] of Object.entries(value) as [string, Json][]) {
      if (typeof inner === 'object') queue.push({ value: inner, depth: depth + 1, key, parent: place });
    }
  }
  return undefined;
}

function pointer(place: Place): string {
  const keys: string[] = [];
  for (let at: Place | undefined = place; at?.parent !== undefined; at = at.parent)
    keys.unshift(String(at.key));
  return keys.length === 0 ? 'the top' : keys.map((key) => `/${key}`).join('');
}
