import { boundsOf, readAddressAsWritten } from '../intel/address.ts';
import { isJsonObject, type Json } from '../json.ts';
import { compileWildcard } from './wildcard.ts';

/** What stands at the end of a path in an event. */
export type Scalar = string | number | boolean | null;
export type Matcher = (value: Scalar) => boolean;

/** The matcher, or what is wrong with the operand and how to put it right. */
export type Compiled = Matcher | string;

const onText =
  (test: (text: string) => boolean): Matcher =>
  (value) =>
    typeof value === 'string' && test(value);

/** Letters of any case are equal; the fold is that of Unicode's simple lower case. */
const fold = (text: string) => text.toLowerCase();

const isEqual = (operand: string) => onText((text) => text === operand);
const startsWith = (operand: string) => onText((text) => text.startsWith(operand));
const endsWith = (operand: string) => onText((text) => text.endsWith(operand));
const isEqualFolded = (operand: string) => onText((text) => fold(text) === fold(operand));
const startsWithFolded = (operand: string) => onText((text) => fold(text).startsWith(fold(operand)));
const endsWithFolded = (operand: string) => onText((text) => fold(text).endsWith(fold(operand)));

function wildcard(operand: string): Compiled {
  const compiled = compileWildcard(operand);
  return compiled.ok ? onText(compiled.matches) : compiled.problem;
}

/** `"text"`, or `{"equals-ignore-case": "text"}` where the operator has that form. */
function textOrFolded(
  operand: Json,
  plain: (text: string) => Matcher,
  folded: (text: string) => Matcher,
): Compiled {
  if (typeof operand === 'string') return plain(operand);
  const inner = onlyEntry(operand);
  return inner?.[0] === 'equals-ignore-case' && typeof inner[1] === 'string'
    ? folded(inner[1])
    : 'it takes a text or {"equals-ignore-case": "text"}; write one of these';
}

function onlyEntry(operand: Json): [string, Json] | undefined {
  const [entry, ...more] = isJsonObject(operand) ? (Object.entries(operand) as [string, Json][]) : [];
  return more.length === 0 ? entry : undefined;
}

const takesText =
  (compile: (text: string) => Compiled) =>
  (operand: Json): Compiled =>
    typeof operand === 'string' ? compile(operand) : 'it takes a text; write one in quotes';

/** Operators within `anything-but`; each takes a text or a list of texts. */
const negatable: ReadonlyMap<string, (text: string) => Compiled> = new Map<
  string,
  (text: string) => Compiled
>([
  [
    'prefix',
    (text) => (text === '' ? 'an empty prefix matches everything; write some characters' : startsWith(text)),
  ],
  [
    'suffix',
    (text) => (text === '' ? 'an empty suffix matches everything; write some characters' : endsWith(text)),
  ],
  ['equals-ignore-case', isEqualFolded],
  ['wildcard', wildcard],
]);

/** The complement of a value, a list, or one of the operators: of whatever kind the value is. */
function anythingBut(operand: Json): Compiled {
  const inner = onlyEntry(operand);
  if (inner !== undefined) return negateOperator(...inner);
  const values: readonly Json[] = Array.isArray(operand) ? operand : [operand];
  const kinds = new Set(values.map((value) => typeof value));
  const [kind] = kinds;
  if (kinds.size !== 1 || (kind !== 'string' && kind !== 'number')) {
    return 'it takes texts only or numbers only, one or a list; write it so';
  }
  const excluded = new Set<Json>(values);
  return (value) => !excluded.has(value);
}

function negateOperator(name: string, operand: Json): Compiled {
  const compile = negatable.get(name);
  if (compile === undefined) {
    return `it cannot negate ${JSON.stringify(name)}; use ${[...negatable.keys()].join(', ')}`;
  }
  const texts: readonly Json[] = Array.isArray(operand) ? operand : [operand];
  if (texts.length === 0) return 'its list is empty; write at least one text';
  const matchers: Matcher[] = [];
  for (const text of texts) {
    const matcher = typeof text === 'string' ? compile(text) : 'it takes a text or a list of texts';
    if (typeof matcher === 'string') return matcher;
    matchers.push(matcher);
  }
  return (value) => !matchers.some((matches) => matches(value));
}

/** EventBridge compares numbers between -5,000,000,000 and 5,000,000,000 only. */
const numberLimit = 5e9;
const isComparable = (value: Json | undefined): value is number =>
  typeof value === 'number' && Math.abs(value) <= numberLimit;

type Comparison = (value: number, bound: number) => boolean;
const lower: ReadonlyMap<Json, Comparison> = new Map<Json, Comparison>([
  ['>', (value, bound) => value > bound],
  ['>=', (value, bound) => value >= bound],
]);
const upper: ReadonlyMap<Json, Comparison> = new Map<Json, Comparison>([
  ['<', (value, bound) => value < bound],
  ['<=', (value, bound) => value <= bound],
]);
const single: ReadonlyMap<Json, Comparison> = new Map<Json, Comparison>([
  ...lower,
  ...upper,
  ['=', (value, bound) => value === bound],
]);

function numeric(operand: Json): Compiled {
  if (!Array.isArray(operand) || ![2, 4].includes(operand.length)) {
    return 'it takes [operator, number] or [lower operator, number, upper operator, number]; write it so';
  }
  const [first, bound, second, top]: readonly Json[] = operand;
  if (!isComparable(bound) || (operand.length === 4 && !isComparable(top))) {
    return 'its bounds must be numbers from -5000000000 to 5000000000; correct them';
  }
  if (operand.length === 4) return range(first, bound, second, Number(top));
  const compare = first === undefined ? undefined : single.get(first);
  return compare === undefined
    ? 'its operator must be one of = < <= > >=; correct it (for "not equal" use anything-but)'
    : (value) => isComparable(value) && compare(value, bound);
}

function range(first: Json = null, bottom: number, second: Json = null, top: number): Compiled {
  const above = lower.get(first);
  const below = upper.get(second);
  if (above === undefined || below === undefined) {
    return 'a range has > or >= first and < or <= second; put them in this order';
  }
  if (bottom >= top) return 'its lower bound is not below its upper bound; correct them';
  return (value) => isComparable(value) && above(value, bottom) && below(value, top);
}

function cidr(operand: string): Compiled {
  const [address = '', bits = ''] = operand.split('/');
  const base = readAddressAsWritten(address);
  if (base === undefined || !/^\d{1,3}$/.test(bits) || Number(bits) > (typeof base === 'number' ? 32 : 128)) {
    return 'it takes a network such as "10.0.0.0/24" or "2001:db8::/32"; write one';
  }
  const { first, last } = boundsOf(operand);
  return onText((text) => {
    const key = readAddressAsWritten(text);
    return typeof key === typeof base && key !== undefined && key >= first && key <= last;
  });
}

/** `exists` is not here: its `false` looks at the whole event, not at a value. */
const operators: ReadonlyMap<string, (operand: Json) => Compiled> = new Map<
  string,
  (operand: Json) => Compiled
>([
  ['prefix', (operand) => textOrFolded(operand, startsWith, startsWithFolded)],
  ['suffix', (operand) => textOrFolded(operand, endsWith, endsWithFolded)],
  ['equals-ignore-case', takesText(isEqualFolded)],
  ['wildcard', takesText(wildcard)],
  ['anything-but', anythingBut],
  ['numeric', numeric],
  ['cidr', takesText(cidr)],
]);

/** Names that `$or` does not take for fields, as a pattern meant for a value is easily put there. */
export const reservedNames: ReadonlySet<string> = new Set([...operators.keys(), 'exists', 'exactly']);

/** A value to be equal to. */
export const compileExact = (operand: Scalar): Matcher =>
  typeof operand === 'string' ? isEqual(operand) : (value) => value === operand;

export function compileOperator(name: string, operand: Json): Compiled {
  const compile = operators.get(name);
  return compile === undefined
    ? `${JSON.stringify(name)} is no operator; use one of ${[...operators.keys(), 'exists'].join(', ')}`
    : compile(operand);
}
