import * as z from 'zod';

/**
 * What JSON can say. `readonly` throughout: values cross task borders and are never edited in place. A member
 * that is `undefined` is one that JSON.stringify leaves out.
 */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * JSON text with the keys of every object in code-unit order, so that equal values have equal text.
 * Hashes (plans, playbooks, timeline) are taken over it. Keys whose value is `undefined` are left out,
 * as JSON.stringify does.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sortKeys(value));
}

/** A copy: a replacer function that sorts would cost JSON.stringify half as much again. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isJsonObject(value)) return value;
  if (typeof value['toJSON'] === 'function') return sortKeys((value['toJSON'] as () => unknown)());
  const sorted: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) {
    if (key === '__proto__')
      Object.defineProperty(sorted, key, { value: sortKeys(value[key]), enumerable: true });
    else sorted[key] = sortKeys(value[key]);
  }
  return sorted;
}

/**
 * A JSON value inside a wire shape. It is not walked again: what reaches a schema here came out of
 * JSON.parse or goes into JSON.stringify.
 */
export const JsonValue = z
  .custom<Json>((value) => value !== undefined)
  .meta({ type: ['object', 'array', 'string', 'number', 'boolean', 'null'] });
export const JsonRecord = z.custom<JsonObject>(isJsonObject).meta({ type: 'object' });
