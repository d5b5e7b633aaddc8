import { readPointer } from './json-pointer.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';

/**
 * A copy of an event with other values at some JSON pointers; objects on the way are made where there are none.
 * Cases use it to say how they differ from an example.
 * @throws TypeError for a pointer that leads through something else than objects and arrays
 */
export function changeEvent(event: JsonObject, changes: Readonly<Record<string, Json>>): JsonObject {
  return Object.entries(changes).reduce<JsonObject>((changed, [pointer, value]) => {
    return setAt(changed, readPointer(pointer), value) as JsonObject;
  }, event);
}

function setAt(target: Json | undefined, [key, ...rest]: readonly string[], value: Json): Json {
  if (key === undefined) return value;
  if (Array.isArray(target)) {
    const items = target as readonly Json[];
    return items.map((item, index) => (String(index) === key ? setAt(item, rest, value) : item));
  }
  if (target !== undefined && !isJsonObject(target))
    throw new TypeError(`nothing can stand at "${key}" in a scalar`);
  const inner = target !== undefined && Object.hasOwn(target, key) ? target[key] : undefined;
  return Object.fromEntries([...Object.entries(target ?? {}), [key, setAt(inner, rest, value)]]);
}
