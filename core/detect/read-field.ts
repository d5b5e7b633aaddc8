import { isJsonObject, type Json } from '../json.ts';
import { readPointer } from '../json-pointer.ts';
import type { LogRecord } from '../ingest/log-record.ts';

/**
 * What a rule's pointer leads to in a record, as text; the first that is there where it leads through lists. Undefined
 * where nothing is.
 */
export function readField(record: LogRecord, pointer: string): string | undefined {
  const [root, ...path] = readPointer(pointer);
  const { record: raw, ...event } = record;
  return findText(root === 'record' ? raw : event, path);
}

function findText(value: Json | undefined, path: readonly string[]): string | undefined {
  if (Array.isArray(value)) return firstText(value as readonly Json[], path);
  const [field, ...rest] = path;
  if (field !== undefined) {
    return isJsonObject(value) && Object.hasOwn(value, field) ? findText(value[field], rest) : undefined;
  }
  return value === undefined || value === null || typeof value === 'object' ? undefined : String(value);
}

function firstText(items: readonly Json[], path: readonly string[]): string | undefined {
  for (const item of items) {
    const found = findText(item, path);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The fields together, told apart whatever stands in them. */
export const readFields = (record: LogRecord, pointers: readonly string[]): string =>
  JSON.stringify(pointers.map((pointer) => readField(record, pointer) ?? null));
