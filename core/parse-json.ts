import { decodeText } from './decode-text.ts';
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

const defaults = { maxBytes: 1_048_576, maxDepth: 100 };

/**
 * Outside data from bytes to JSON. Everything that enters from a file, a queue or HTTP comes through here;
 * what is refused has a reason of one line that says what is wrong, where, and the remedy. A byte-order
 * mark is accepted. Keys named `__proto__` are refused: no event has one, and merging it would be an attack.
 */
export function parseJson(bytes: Uint8Array, limits: JsonLimits = {}): ParsedJson {
  const { maxBytes, maxDepth } = { ...defaults, ...limits };
  const decoded = decodeText(bytes, maxBytes);
  return decoded.ok ? parseJsonText(decoded.text, maxDepth) : decoded;
}

/** As `parseJson`, for what has been decoded. */
export function parseJsonText(text: string, maxDepth: number = defaults.maxDepth): ParsedJson {
  if (text.trim() === '') return refuse('it is empty; give it one JSON object');
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return refuse(text.length > mostLocated ? tooLongToLocate : locateJsonError(text).reason);
  }
  const fault = isOrdinary(value, maxDepth) ? undefined : findFault(value, maxDepth);
  return fault === undefined ? { ok: true, value } : refuse(fault);
}

/** Characters of what is gone through for the place of an error: far beyond them expressions run out of stack. */
const mostLocated = 4_194_304;
const tooLongToLocate = 'it is not JSON, or cut off; send it in parts to be told where';

const refuse = (reason: string): ParsedJson => ({ ok: false, reason });

/**
 * Whether `findFault` finds nothing, for a fraction of its time: nearly all that enters is in order.
 */
function isOrdinary(value: Json, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  if (Array.isArray(value)) return value.every((item: Json) => isOrdinary(item, levels - 1));
  const object = value as Record<string, Json>;
  for (const key in object) {
    if (key === '__proto__' || !isOrdinary(object[key] ?? null, levels - 1)) return false;
  }
  return true;
}

interface Place {
  readonly value: Json;
  readonly depth: number;
  readonly key: string | number;
  readonly parent: Place | undefined;
}

/** Depth and forbidden keys, without recursion: the input chooses how deep it goes. */
function findFault(root: Json, maxDepth: number): string | undefined {
  const queue: Place[] = [{ value: root, depth: 1, key: '', parent: undefined }];
  for (let place = queue.pop(); place !== undefined; place = queue.pop()) {
    const { value, depth } = place;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > maxDepth) {
      return `it is nested deeper than ${maxDepth} levels at ${pointer(place).slice(0, 80)}; flatten it`;
    }
    if (Object.hasOwn(value, '__proto__')) {
      return `it has a key "__proto__" at ${pointer(place).slice(0, 80)}; remove the key`;
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
