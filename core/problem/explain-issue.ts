import * as z from 'zod';
import { isJsonObject, type Json } from '../json.ts';
import { suggest } from './nearest-name.ts';
import { type Path, toPointer, valueAt } from '../json-pointer.ts';
import type { Problem } from './problem.ts';

type Issue = z.core.$ZodIssue;

interface Place {
  readonly path: Path;
  readonly value: Json | undefined;
}

/**
 * Problems for one issue of zod's, in words for people who write playbooks, rules and requests. `root` is what was parsed with
 * `schema` and stands at `base` in the file.
 */
export function explainIssue(issue: Issue, schema: z.ZodType, root: Json, base: Path): Problem[] {
  const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key));
  const place = { path: [...base, ...path], value: valueAt(root, path) };
  if (issue.code === 'unrecognized_keys') {
    const known = fieldsAt(schema, path);
    return issue.keys.map((key) => refuseKey(key, known, place));
  }
  const { message, remedy } = explain(issue, place.value);
  return [{ pointer: toPointer(place.path), message, value: place.value, remedy }];
}

function refuseKey(key: string, known: readonly string[], { path, value }: Place): Problem {
  return {
    pointer: toPointer([...path, key]),
    message: `"${key}" is not a field here`,
    value: isJsonObject(value) ? value[key] : undefined,
    remedy: suggest(key, known, 'remove it'),
  };
}

interface Explanation {
  readonly message: string;
  readonly remedy: string;
}

function explain(issue: Issue, value: Json | undefined): Explanation {
  if (value === undefined) return { message: 'is missing', remedy: 'add it' };
  if (issue.code === 'invalid_type') {
    return { message: `is not ${article(issue.expected)}`, remedy: `give ${article(issue.expected)}` };
  }
  if (issue.code === 'invalid_value') {
    const names = issue.values.map((name) => String(name));
    return {
      message: `is not one of ${names.map((name) => `"${name}"`).join(', ')}`,
      remedy: suggest(typeof value === 'string' ? value : '', names, 'correct it'),
    };
  }
  if (issue.code === 'too_small') {
    return { message: `is less than ${issue.minimum}${unitOf(issue.origin)}`, remedy: 'give more' };
  }
  if (issue.code === 'too_big') {
    return { message: `is more than ${issue.maximum}${unitOf(issue.origin)}`, remedy: 'give less' };
  }
  return { message: issue.message, remedy: 'correct it' };
}

const article = (type: string) => (/^[aeio]/.test(type) ? `an ${type}` : `a ${type}`);
const units = new Map([
  ['string', ' characters'],
  ['array', ' entries'],
]);
const unitOf = (origin: string) => units.get(origin) ?? '';

/** The names of the fields of the object at `path` in a schema of objects and arrays; empty for others. */
function fieldsAt(schema: z.ZodType, path: Path): readonly string[] {
  let at: z.ZodType | undefined = unwrap(schema);
  for (const key of path) at = at && unwrap(childOf(at, key));
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

function childOf(schema: z.ZodType, key: string | number): z.ZodType | undefined {
  if (schema instanceof z.ZodObject) return schema.shape[key] as z.ZodType | undefined;
  return schema instanceof z.ZodArray ? (schema.element as z.ZodType) : undefined;
}

function unwrap(schema: z.ZodType | undefined): z.ZodType | undefined {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable
  )
    return unwrap(schema.unwrap() as z.ZodType);
  return schema;
}
