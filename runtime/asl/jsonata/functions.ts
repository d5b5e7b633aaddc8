import { createHash } from 'node:crypto';
import type { Expression as Jsonata } from 'jsonata';

/** Bindings that no expression can name: a variable's name holds no blank. */
export const HIDDEN_NOW = ' now';
export const HIDDEN_RANDOM = ' random';

interface Focus {
  readonly environment: { lookup(name: string): unknown };
}
interface NativeFunction {
  implementation(...args: unknown[]): unknown;
}

const ALGORITHMS: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};
const DEFAULT_ALGORITHM = 'SHA-256';
/** `$range` gives at most this many, as States.ArrayRange. */
const LONGEST_RANGE = 1000;

/**
 * The functions that Step Functions adds to JSONata, `$now` and `$millis` on the engine's clock, and no `$eval`.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-stepfunctions
 */
export function addFunctions(compiled: Jsonata): void {
  compiled.registerFunction('partition', partition, '<a-n:a>');
  compiled.registerFunction('range', range, '<nnn:a>');
  compiled.registerFunction('hash', hash, '<s-s?:s>');
  compiled.registerFunction('random', random, '<n?:n>');
  compiled.registerFunction('uuid', uuid, '<:s>');
  compiled.registerFunction('parse', parse, '<s-:x>');
  compiled.registerFunction('now', now, '<s?s?:s>');
  compiled.registerFunction('millis', millis, '<:n>');
  compiled.assign('eval', undefined);
}

function refuse(code: string, message: string): never {
  throw { code, message };
}

function partition(items: readonly unknown[] | undefined, size: number): unknown {
  if (items === undefined) return undefined;
  const length = Math.trunc(size);
  if (!(length > 0))
    refuse('D3137', `The chunk size of the partition function must be positive, got ${size}`);
  const parts: unknown[][] = [];
  for (let at = 0; at < items.length; at += length) parts.push(items.slice(at, at + length));
  return parts;
}

/** Inclusive of `end`; counts down where `step` is negative. */
function range(start: number, end: number, step: number): unknown {
  if (step === 0) refuse('D3137', 'The step of the range function must not be 0');
  const length = Math.floor((end - start) / step) + 1;
  if (length > LONGEST_RANGE) {
    refuse('D3137', `The range function gives at most ${LONGEST_RANGE} values, asked for ${length}`);
  }
  const values: number[] = [];
  for (let index = 0; index < length; index += 1) values.push(start + index * step);
  return asSequence(values);
}

/** A sequence of one is that one: seen on AWS for `$range`. */
function asSequence(values: readonly number[]): unknown {
  return values.length === 1 ? values[0] : values;
}

function hash(text: string | undefined, algorithm: string = DEFAULT_ALGORITHM): unknown {
  if (text === undefined) return undefined;
  const name = Object.hasOwn(ALGORITHMS, algorithm) ? ALGORITHMS[algorithm] : undefined;
  if (!name)
    refuse(
      'D3137',
      `The hash algorithm must be one of ${Object.keys(ALGORITHMS).join(', ')}, got ${algorithm}`,
    );
  return createHash(name).update(text, 'utf8').digest('hex');
}

/** With a seed the same number each time (mulberry32), from 0 up to but without 1. */
function random(this: Focus, seed?: number): number {
  if (seed === undefined) return (this.environment.lookup(HIDDEN_RANDOM) as () => number)();
  let state = (Math.trunc(seed) + 0x6d2b79f5) | 0;
  state = Math.imul(state ^ (state >>> 15), state | 1);
  state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
  return ((state ^ (state >>> 14)) >>> 0) / 4_294_967_296;
}

/** Version 4, from the engine's own randomness, so that a seeded engine repeats itself. */
function uuid(this: Focus): string {
  const next = this.environment.lookup(HIDDEN_RANDOM) as () => number;
  const digits = Array.from({ length: 32 }, () => Math.floor(next() * 16));
  digits[12] = 4;
  digits[16] = 8 + ((digits[16] ?? 0) % 4);
  const hex = digits.map((digit) => digit.toString(16)).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function parse(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return refuse('D3137', 'The argument of the parse function is not JSON');
  }
}

function millis(this: Focus): number {
  return this.environment.lookup(HIDDEN_NOW) as number;
}

function now(this: Focus, picture?: string, timezone?: string): unknown {
  const fromMillis = this.environment.lookup('fromMillis') as NativeFunction;
  return fromMillis.implementation(this.environment.lookup(HIDDEN_NOW), picture, timezone);
}
