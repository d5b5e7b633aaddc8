import { createHash } from 'node:crypto';
import type { Expression as Jsonata } from 'jsonata';
import { javaRandom } from './java-random.ts';
import { LONGEST_TEXT, memoryError } from './limits.ts';
import { parseStrictJson } from './strict-json.ts';

/** Bindings that no expression can name: a variable's name holds no blank. */
export const HIDDEN_NOW = ' now';
export const HIDDEN_RANDOM = ' random';

interface Focus {
  readonly environment: { lookup(name: string): unknown };
}
interface NativeFunction {
  implementation(...args: unknown[]): unknown;
}

const ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ['SHA-1', 'sha1'],
  ['SHA-384', 'sha384'],
  ['SHA-256', 'sha256'],
  ['SHA-512', 'sha512'],
  ['MD5', 'md5'],
]);
/** One element more, and Step Functions refuses it for its memory. */
const LONGEST_RANGE = 360_145;

/**
 * The functions that Step Functions adds to JSONata, `$now` and `$millis` on the engine's clock, and no `$eval`.
 * Numbers are cut towards zero, and what comes of odd arguments (undefined, an error, which one) is as measured on AWS.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-stepfunctions
 */
export function addFunctions(compiled: Jsonata): void {
  compiled.registerFunction('partition', partition, '<x?x?x?:x>');
  compiled.registerFunction('range', range, '<x?x?x?x?:x>');
  compiled.registerFunction('hash', hash, '<x?x?x?:x>');
  compiled.registerFunction('random', random, '<x?x?:x>');
  compiled.registerFunction('uuid', uuid, '<x?:x>');
  compiled.registerFunction('parse', parse, '<x?x?:x>');
  compiled.registerFunction('pad', pad, '<s-ns?:s>');
  compiled.registerFunction('distinct', distinct, '<x:x>');
  compiled.registerFunction('now', now, '<s?s?:s>');
  compiled.registerFunction('millis', millis, '<:n>');
  compiled.assign('eval', undefined);
}

/** jsonata's errors are plain objects: it adds the position, and the words of the codes that it knows. */
function refuse(
  code: string,
  more: { readonly message?: string; readonly index?: number; readonly token?: string },
): never {
  throw { code, ...more };
}

const refuseArgument = (token: string, index: number): never => refuse('T0410', { index, token });

function refuseSurplus(token: string, args: readonly unknown[], most: number): void {
  if (args[most] !== undefined) refuseArgument(token, most + 1);
}

function toWhole(value: unknown, token: string, index: number): number {
  return typeof value === 'number' ? Math.trunc(value) + 0 : refuseArgument(token, index);
}

function partition(...args: readonly unknown[]): unknown {
  refuseSurplus('partition', args, 2);
  const [items, size] = args;
  if (items === undefined) return undefined;
  if (!Array.isArray(items)) return refuse('T0412', { index: 1, token: 'partition' });
  if (items.length === 0) return undefined;
  if (size === undefined) return [items];
  const length = toWhole(size, 'partition', 2);
  if (length < 0) refuse('D3137', { message: 'Second argument must be zero or greater' });
  if (length === 0) return undefined;
  const parts: unknown[][] = [];
  for (let at = 0; at < items.length; at += length)
    parts.push((items as readonly unknown[]).slice(at, at + length));
  return parts;
}

/** Inclusive of the end; a range of one is the bare number, one that leads nowhere is nothing. */
function range(...args: readonly unknown[]): unknown {
  refuseSurplus('range', args, 3);
  const start = toWhole(args[0], 'range', 1);
  const end = toWhole(args[1], 'range', 2);
  if (args[2] === undefined) return undefined;
  const step = toWhole(args[2], 'range', 3);
  if (step === 0 || (end - start) * Math.sign(step) < 0) return undefined;
  if (start === end) return start;
  const length = Math.floor((end - start) / step) + 1;
  if (length > LONGEST_RANGE) throw memoryError();
  return Array.from({ length }, (_, index) => start + index * step);
}

function hash(...args: readonly unknown[]): unknown {
  refuseSurplus('hash', args, 2);
  const [text, algorithm] = args;
  if (typeof text !== 'string') return refuseArgument('hash', 1);
  if (algorithm === undefined) return undefined;
  if (typeof algorithm !== 'string') return refuseArgument('hash', 2);
  const name = ALGORITHMS.get(algorithm);
  if (name !== undefined) return createHash(name).update(text, 'utf8').digest('hex');
  const known = [...ALGORITHMS.keys()].join(', ');
  return refuse('D3137', { message: `Hash algorithm '${algorithm}' must be one of ${known}` });
}

/** From 0 up to but without 1; with a seed the number that Java's generator gives first. */
function random(this: Focus, ...args: readonly unknown[]): number {
  refuseSurplus('random', args, 1);
  if (args[0] === undefined) return (this.environment.lookup(HIDDEN_RANDOM) as () => number)();
  return javaRandom(toWhole(args[0], 'random', 1));
}

/** Version 4, from the engine's own randomness, so that a seeded engine repeats itself. */
function uuid(this: Focus, ...args: readonly unknown[]): string {
  refuseSurplus('uuid', args, 0);
  const next = this.environment.lookup(HIDDEN_RANDOM) as () => number;
  const digits = Array.from({ length: 32 }, () => Math.floor(next() * 16));
  digits[12] = 4;
  digits[16] = 8 + ((digits[16] ?? 0) % 4);
  const hex = digits.map((digit) => digit.toString(16)).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function parse(...args: readonly unknown[]): unknown {
  refuseSurplus('parse', args, 1);
  const [text] = args;
  if (text === undefined) return undefined;
  if (typeof text !== 'string') return refuseArgument('parse', 1);
  try {
    return parseStrictJson(text);
  } catch {
    return refuse('D3137', { message: 'Invalid JSON' });
  }
}

/** jsonata's own makes an array as long as it is told to, and ends the process with it. Characters are code points. */
function pad(text: string | undefined, width: number, filler?: string): string | undefined {
  if (text === undefined) return undefined;
  if (Math.abs(width) > LONGEST_TEXT) throw memoryError();
  const missing = Math.trunc(Math.abs(width)) - Array.from(text).length;
  if (missing <= 0) return text;
  const characters = Array.from(filler || ' ');
  const rest = characters.slice(0, missing % characters.length);
  const padding = characters.join('').repeat(Math.floor(missing / characters.length)) + rest.join('');
  return width > 0 ? text + padding : padding + text;
}

function millis(this: Focus): number {
  return this.environment.lookup(HIDDEN_NOW) as number;
}

function now(this: Focus, picture?: string, timezone?: string): unknown {
  const fromMillis = this.environment.lookup('fromMillis') as NativeFunction;
  return fromMillis.implementation(this.environment.lookup(HIDDEN_NOW), picture, timezone);
}

/** A list that jsonata unwraps where it has one element. */
interface Sequence {
  readonly sequence?: boolean;
}

/** jsonata's own compares each element with all before it: a list that Step Functions carries takes it minutes. */
function distinct(items: unknown): unknown {
  if (!Array.isArray(items) || items.length <= 1) return items;
  const seen = new Map<unknown, unknown>();
  for (const item of items as readonly unknown[]) {
    const key = identityOf(item);
    if (!seen.has(key)) seen.set(key, item);
  }
  const different = [...seen.values()];
  if ((items as Sequence).sequence) Object.defineProperty(different, 'sequence', { value: true });
  return different;
}

/** Equal for what jsonata calls equal: lists by their elements, objects whatever the order of their keys. */
function identityOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return `json:${JSON.stringify(value, (_key, inner: unknown) => sortKeys(inner))}`;
}

function sortKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
