import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { toPointer } from '../json-pointer.ts';
import { anchorOf } from './anchor.ts';
import { compileTree, type Condition } from './match-tree.ts';
import { compileExact, compileOperator, type Matcher, reservedNames } from './operators.ts';

export interface PatternLimits {
  /** Alternatives that all `$or` together may multiply to; EventBridge's own limit. @default 1000 */
  readonly maxCombinations?: number;
  /** Objects within each other. @default 50 */
  readonly maxDepth?: number;
}

/** One thing wrong with a pattern. */
interface PatternError {
  /** JSON pointer (RFC 6901) into the pattern. */
  readonly pointer: string;
  /** What stands there, as JSON, at most 80 characters. */
  readonly value: string;
  /** What is wrong, and the remedy. */
  readonly message: string;
}

/** One way through a pattern's `$or`s: it matches where all of its conditions hold. */
export interface Way {
  readonly conditions: readonly Condition[];
  readonly matches: (event: JsonObject) => boolean;
}

export type CompiledPattern =
  | {
      readonly ok: true;
      readonly matches: (value: unknown) => boolean;
      /** It matches what one of these matches: for an index that has many patterns to choose from. */
      readonly ways: readonly Way[];
    }
  | { readonly ok: false; readonly errors: readonly PatternError[] };

/**
 * EventBridge's event patterns, all operators, compiled once to a function: exact values, prefix, suffix,
 * equals-ignore-case, wildcard, anything-but, numeric, exists, cidr and `$or`. What EventBridge refuses is
 * refused here, every error with its place; so a pattern that compiles also works in a rule.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html, and
 * https://github.com/aws/event-ruler for what the guide leaves open.
 */
export function compilePattern(pattern: Json, limits: PatternLimits = {}): CompiledPattern {
  const compiler = createCompiler({ maxCombinations: 1000, maxDepth: 50, ...limits });
  const branches = isJsonObject(pattern)
    ? compiler.addObject(pattern, { path: [], pointer: '', depth: 1, inOr: false }, [[]])
    : compiler.refuse('', pattern, 'a pattern is an object; write {"field": [values]}');
  if (compiler.errors.length > 0) return { ok: false, errors: compiler.errors };
  const ways = branches.map((conditions) => ({ conditions, matches: compileTree(conditions) }));
  const matches = (value: unknown) => isJsonObject(value) && ways.some((way) => way.matches(value));
  return { ok: true, matches, ways };
}

/** All conditions that hold together; a pattern is a list of these, one for each way through its `$or`s. */
type Branch = readonly Condition[];

interface Place {
  readonly path: readonly string[];
  readonly pointer: string;
  readonly depth: number;
  readonly inOr: boolean;
}

const step = (pointer: string, key: string | number) => pointer + toPointer([key]);

function createCompiler({ maxCombinations, maxDepth }: Required<PatternLimits>) {
  const errors: PatternError[] = [];

  const refuse = (pointer: string, value: Json, message: string): readonly Branch[] => {
    errors.push({ pointer, value: excerpt(value), message });
    return [];
  };

  const addObject = (object: JsonObject, place: Place, branches: readonly Branch[]): readonly Branch[] => {
    const entries = Object.entries(object) as [string, Json][];
    if (entries.length === 0)
      return refuse(place.pointer, object, 'an empty object matches nothing; name a field');
    if (place.depth > maxDepth) {
      return refuse(place.pointer, null, `it is nested deeper than ${maxDepth} levels; flatten it`);
    }
    let grown = branches;
    for (const [key, value] of entries) grown = addField(key, value, place, grown);
    return grown;
  };

  const addField = (
    key: string,
    value: Json,
    place: Place,
    branches: readonly Branch[],
  ): readonly Branch[] => {
    const pointer = step(place.pointer, key);
    if (key === '$or') return addOr(value, { ...place, pointer }, branches);
    if (place.inOr && reservedNames.has(key)) {
      return refuse(pointer, value, 'an operator cannot stand in $or; put it into the list of a field');
    }
    const path = [...place.path, key];
    if (isJsonObject(value))
      return addObject(value, { ...place, path, pointer, depth: place.depth + 1 }, branches);
    if (!Array.isArray(value)) {
      return refuse(pointer, value, 'a field takes a list or an object; write the value as [value]');
    }
    const condition = { path, ...compileValues(value, pointer, refuse) };
    return branches.map((branch) => [...branch, condition]);
  };

  const addOr = (value: Json, place: Place, branches: readonly Branch[]): readonly Branch[] => {
    const options: readonly Json[] = Array.isArray(value) ? value : [];
    if (options.length < 2)
      return refuse(place.pointer, value, '$or takes a list of at least two objects; write it so');
    const all: Branch[] = [];
    for (const [index, option] of options.entries()) {
      const pointer = step(place.pointer, index);
      if (!isJsonObject(option))
        return refuse(pointer, option, '$or takes objects only; write {"field": [values]}');
      all.push(...addObject(option, { ...place, pointer, depth: place.depth + 1, inOr: true }, branches));
      if (all.length > maxCombinations) {
        return refuse(
          place.pointer,
          null,
          `its $or multiply to more than ${maxCombinations} combinations; split the pattern`,
        );
      }
    }
    return all;
  };

  return { errors, refuse, addObject };
}

/** At most 80 characters, without walking through what may be deep or large. */
function excerpt(value: Json): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return isJsonObject(value)
    ? `an object of ${Object.keys(value).length}`
    : JSON.stringify(value).slice(0, 80);
}

type Refuse = (pointer: string, value: Json, message: string) => unknown;

function compileValues(values: readonly Json[], pointer: string, refuse: Refuse): Omit<Condition, 'path'> {
  if (values.length === 0) refuse(pointer, values, 'an empty list matches nothing; write at least one value');
  const matchers: Matcher[] = [];
  let absent = false;
  for (const [index, value] of values.entries()) {
    const compiled = compileValue(value);
    if (compiled === 'absent') absent = true;
    else if (typeof compiled === 'function') matchers.push(compiled);
    else refuse(step(pointer, index), value, compiled.problem);
  }
  const anchors = values.map(anchorOf).filter((anchor) => anchor !== null);
  return { matchers, absent, anchors: anchors.length === values.length ? anchors : null };
}

type CompiledValue = Matcher | 'absent' | { readonly problem: string };

function compileValue(value: Json): CompiledValue {
  if (Array.isArray(value))
    return { problem: 'a list in a list has no meaning; write its values one by one' };
  if (!isJsonObject(value)) return compileExact(value as Exclude<typeof value, readonly Json[]>);
  const [entry, ...more] = Object.entries(value) as [string, Json][];
  if (entry === undefined || more.length > 0) {
    return { problem: 'an operator is an object with one key; write one for each operator' };
  }
  const [name, operand] = entry;
  if (name === 'exists') return compileExists(operand);
  const compiled = compileOperator(name, operand);
  return typeof compiled === 'string' ? { problem: compiled } : compiled;
}

function compileExists(operand: Json): CompiledValue {
  if (typeof operand !== 'boolean') return { problem: '"exists" takes true or false; write one of them' };
  return operand ? () => true : 'absent';
}
