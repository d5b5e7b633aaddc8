import type { Json } from '../../../core/json.ts';

/** What an expression gave that is no JSON value: a function or a regular expression. */
export class UnsupportedResult extends Error {
  override readonly name = 'UnsupportedResult';
}

interface Marked {
  readonly _jsonata_function?: unknown;
  readonly _jsonata_lambda?: unknown;
}

/**
 * Turns what jsonata returns into plain JSON: its arrays lose their `sequence` marks (which a later
 * evaluation would obey), keys without a value go, functions are refused.
 */
export function cleanResult(value: unknown): Json {
  if (typeof value !== 'object' || value === null) return cleanScalar(value);
  return Array.isArray(value) ? cleanArray(value) : cleanObject(value);
}

function cleanScalar(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  // JSON has no word for them: Step Functions writes "Infinity", "-Infinity" and "NaN"
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  throw new UnsupportedResult();
}

function cleanArray(value: readonly unknown[]): Json {
  const clean: Json[] = [];
  for (const item of value) if (item !== undefined) clean.push(cleanResult(item));
  return clean;
}

function cleanObject(value: object): Json {
  const marked = value as Marked;
  if (marked._jsonata_function || marked._jsonata_lambda || value instanceof RegExp)
    throw new UnsupportedResult();
  const clean: Record<string, Json> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (inner !== undefined) setOwn(clean, key, cleanResult(inner));
  }
  return clean;
}

/** Plain assignment, but `__proto__` becomes a key like any other. */
export function setOwn(target: Record<string, Json>, key: string, value: Json): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    target[key] = value;
  }
}
