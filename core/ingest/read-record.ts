import { decodeText } from '../decode-text.ts';
import { isJsonObject, type Json } from '../json.ts';
import { parseJsonText } from '../parse-json.ts';
import type { Digest } from '../ports/digest.ts';
import { classify } from './classify.ts';
import { defaultFields, isHeader, readFlow } from './flow-log.ts';
import type { Classified } from './kinds/kind.ts';

/** What the bytes of a record are. */
export type Read =
  | { readonly kind: 'record'; readonly text: string; readonly classified: Classified }
  | { readonly kind: 'header'; readonly fields: readonly string[] }
  | { readonly kind: 'malformed'; readonly reason: string };

export interface ReadOptions {
  /** What the values of a flow log's lines are, by the batch's header. */
  readonly fields: readonly string[];
  readonly now: string;
  readonly digest: Digest;
  readonly maxBytes: number;
}

/** One record from its bytes: a JSON object, or a line of a flow log. Never throws. */
export function readRecord(bytes: Uint8Array, options: ReadOptions): Read {
  const decoded = decodeText(bytes, options.maxBytes);
  if (!decoded.ok) return malformed(decoded.reason);
  const { text } = decoded;
  return text.startsWith('{') ? readJson(text, options) : readLine(text, options);
}

const defaultHeader = defaultFields.join(' ');

const malformed = (reason: string): Read => ({ kind: 'malformed', reason });

function readJson(text: string, options: ReadOptions): Read {
  const parsed = parseJsonText(text);
  if (!parsed.ok) return malformed(parsed.reason);
  if (!isJsonObject(parsed.value)) {
    return malformed(`it is a JSON ${describe(parsed.value)}; send each record as an object of its own`);
  }
  return conclude(text, classify(parsed.value, { now: options.now, digest: () => options.digest(text) }));
}

function readLine(text: string, options: ReadOptions): Read {
  const line = text.trim();
  const words = line.split(' ');
  if (isHeader(words)) return { kind: 'header', fields: line === defaultHeader ? defaultFields : words };
  const isWord = words.length === 1 && options.fields.length > 1;
  if (isWord || /^[[{"]/.test(line)) return readJson(text, options);
  const { fields, now, digest } = options;
  const context = {
    now,
    digest: () => digest(fields === defaultFields ? line : `${fields.join(' ')}\n${line}`),
  };
  return conclude(line, readFlow(words, fields, context));
}

const conclude = (text: string, classified: Classified | string): Read =>
  typeof classified === 'string' ? malformed(classified) : { kind: 'record', text, classified };

function describe(value: Json): string {
  if (Array.isArray(value)) return `array of ${value.length}`;
  return value === null ? 'null' : typeof value;
}
