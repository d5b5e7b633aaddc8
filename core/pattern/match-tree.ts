import { isJsonObject, type JsonObject } from '../json.ts';
import type { Matcher, Scalar } from './operators.ts';

/** What the values of one field must satisfy: any matcher on any value, or absence from the whole event. */
export interface Condition {
  readonly path: readonly string[];
  readonly matchers: readonly Matcher[];
  /** `{"exists": false}` is among the alternatives. */
  readonly absent: boolean;
}

interface Field {
  readonly name: string;
  readonly conditions: Condition[];
  readonly fields: Map<string, Field>;
}

/**
 * All conditions at once, as a function. Conditions below one field hold for one and the same element where
 * the event has an array there (EventBridge: "arrays in event patterns"); fields are own properties only.
 */
export function compileTree(conditions: readonly Condition[]): (event: JsonObject) => boolean {
  const root = new Map<string, Field>();
  for (const condition of conditions) plant(root, condition);
  const fields = [...root.values()];
  return (event) => matchesObject(fields, event, event);
}

function plant(root: Map<string, Field>, condition: Condition): void {
  let level = root;
  let field: Field | undefined;
  for (const name of condition.path) {
    field = level.get(name) ?? { name, conditions: [], fields: new Map() };
    level.set(name, field);
    level = field.fields;
  }
  field?.conditions.push(condition);
}

function matchesObject(fields: Iterable<Field>, object: JsonObject | undefined, event: JsonObject): boolean {
  for (const field of fields) {
    const value = object !== undefined && Object.hasOwn(object, field.name) ? object[field.name] : undefined;
    if (!matchesField(field, value, event)) return false;
  }
  return true;
}

function matchesField(field: Field, value: unknown, event: JsonObject): boolean {
  for (const condition of field.conditions) {
    if (!matchesCondition(condition, value, event)) return false;
  }
  if (field.fields.size === 0) return true;
  const objects = elementsOf(value).filter(isJsonObject);
  const inner = [...field.fields.values()];
  return objects.length === 0
    ? matchesObject(inner, undefined, event)
    : objects.some((object) => matchesObject(inner, object, event));
}

function matchesCondition({ matchers, absent, path }: Condition, value: unknown, event: JsonObject): boolean {
  const found = elementsOf(value).some((leaf) => isScalar(leaf) && matchers.some((matches) => matches(leaf)));
  return found || (absent && !isPresent(event, path));
}

const isScalar = (value: unknown): value is Scalar =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** The elements of arrays, also of arrays in arrays; anything else is its own only element. No recursion. */
function elementsOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) return value === undefined ? [] : [value];
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
    level = level
      .filter(isJsonObject)
      .flatMap((object) => (Object.hasOwn(object, name) ? elementsOf(object[name]) : []));
  }
  return level.some(isScalar);
}
