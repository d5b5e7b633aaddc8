import { isJsonObject, type JsonObject } from '../json.ts';
import type { Anchor } from './anchor.ts';
import type { Matcher, Scalar } from './operators.ts';

/** What the values of one field must satisfy: any matcher on any value, or absence from the whole event. */
export interface Condition {
  readonly path: readonly string[];
  readonly matchers: readonly Matcher[];
  /** `{"exists": false}` is among the alternatives. */
  readonly absent: boolean;
  /** Nothing else than one of these can satisfy it. Null where an alternative has no such text or value. */
  readonly anchors: readonly Anchor[] | null;
}

interface Field {
  readonly name: string;
  readonly conditions: readonly Condition[];
  readonly fields: readonly Field[];
}

/**
 * All conditions at once, as a function. Conditions below one field hold for one and the same element where
 * the event has an array there (EventBridge: "arrays in event patterns"); fields are own properties only.
 */
export function compileTree(conditions: readonly Condition[]): (event: JsonObject) => boolean {
  const fields = growFields(conditions, 0);
  return (event) => matchesObject(fields, event, rememberPresent(event));
}

/** Whether any value stands at a condition's path, anywhere in the event. */
type IsPresent = (condition: Condition) => boolean;

/**
 * Asked for each element of an array, and the same for all of them: looked for once, for whoever writes an event chooses
 * how many there are.
 */
function rememberPresent(event: JsonObject): IsPresent {
  let known: Map<Condition, boolean> | undefined;
  return (condition) => {
    known ??= new Map();
    const before = known.get(condition);
    if (before !== undefined) return before;
    const present = isPresent(event, condition.path);
    known.set(condition, present);
    return present;
  };
}

/** @param depth how many names of each path have been followed */
function growFields(conditions: readonly Condition[], depth: number): readonly Field[] {
  const byName = Map.groupBy(conditions, ({ path }) => path[depth] ?? '');
  return [...byName].map(([name, all]) => ({
    name,
    conditions: all.filter(({ path }) => path.length === depth + 1),
    fields: growFields(
      all.filter(({ path }) => path.length > depth + 1),
      depth + 1,
    ),
  }));
}

function matchesObject(
  fields: readonly Field[],
  object: JsonObject | undefined,
  isThere: IsPresent,
): boolean {
  for (const field of fields) {
    const value = object !== undefined && Object.hasOwn(object, field.name) ? object[field.name] : undefined;
    if (!matchesField(field, value, isThere)) return false;
  }
  return true;
}

function matchesField({ conditions, fields }: Field, value: unknown, isThere: IsPresent): boolean {
  for (const condition of conditions) {
    if (!matchesCondition(condition, value, isThere)) return false;
  }
  if (fields.length === 0) return true;
  if (!Array.isArray(value)) return matchesObject(fields, isJsonObject(value) ? value : undefined, isThere);
  const objects = elementsOf(value).filter(isJsonObject);
  return objects.length === 0
    ? matchesObject(fields, undefined, isThere)
    : objects.some((object) => matchesObject(fields, object, isThere));
}

function matchesCondition(condition: Condition, value: unknown, isThere: IsPresent): boolean {
  const { matchers, absent } = condition;
  const found = Array.isArray(value)
    ? elementsOf(value).some((leaf) => isScalar(leaf) && matchesAny(matchers, leaf))
    : isScalar(value) && matchesAny(matchers, value);
  return found || (absent && !isThere(condition));
}

function matchesAny(matchers: readonly Matcher[], value: Scalar): boolean {
  for (const matches of matchers) if (matches(value)) return true;
  return false;
}

export const isScalar = (value: unknown): value is Scalar =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** The elements of an array, also of arrays in it. No recursion. */
export function elementsOf(value: readonly unknown[]): readonly unknown[] {
  if (!value.some((item) => Array.isArray(item))) return value;
  const elements: unknown[] = [];
  const open: { readonly items: readonly unknown[]; next: number }[] = [{ items: value, next: 0 }];
  for (let level = open.at(-1); level !== undefined; level = open.at(-1)) {
    const item = level.items[level.next];
    level.next += 1;
    if (level.next > level.items.length) open.pop();
    else if (Array.isArray(item)) open.push({ items: item, next: 0 });
    else elements.push(item);
  }
  return elements;
}

/** Whether any value stands at the path, anywhere in the event. Objects and empty arrays are no values. */
function isPresent(event: JsonObject, path: readonly string[]): boolean {
  let level: readonly unknown[] = [event];
  for (const name of path) {
    level = level.filter(isJsonObject).flatMap((object) => {
      const value = Object.hasOwn(object, name) ? object[name] : undefined;
      return Array.isArray(value) ? elementsOf(value) : [value];
    });
  }
  return level.some(isScalar);
}
