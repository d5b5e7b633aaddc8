import * as z from 'zod';
import { isJsonObject, type Json } from '../json.ts';
import { type Path, readPointer, toPointer, valueAt } from '../json-pointer.ts';
import { suggest } from '../problem/nearest-name.ts';
import type { Problem } from '../problem/problem.ts';
import { compilePattern } from './compile-pattern.ts';

/** What patterns of one kind look at. */
export interface Looked {
  readonly schema: z.ZodType;
  /** For people: "triggers", "rules". */
  readonly who: string;
}

/**
 * What is wrong with a pattern that stands at `base` in a file: what EventBridge would refuse, and fields that what
 * it looks at does not have, for a misspelt one would never match, and nobody would notice.
 */
export function checkPattern(pattern: Json, base: Path, looked: Looked): Problem[] {
  const compiled = compilePattern(pattern);
  const wrong = compiled.ok ? [] : compiled.errors;
  return [
    ...wrong.map(({ pointer, message }) => {
      const [what = message, remedy = 'correct it'] = message.split('; ');
      const path = readPointer(pointer);
      return { pointer: toPointer(base) + pointer, message: what, value: valueAt(pattern, path), remedy };
    }),
    ...findUnknown(pattern, { path: base, schemas: [looked.schema], who: looked.who }),
  ];
}

interface Place {
  readonly path: Path;
  readonly schemas: readonly z.ZodType[];
  readonly who: string;
}

/** Fields of a pattern that no value of the schemas has. */
function findUnknown(pattern: Json | undefined, { path, schemas, who }: Place): Problem[] {
  if (!isJsonObject(pattern)) return [];
  const known = schemas.flatMap(fieldsOf);
  return Object.entries(pattern).flatMap(([name, inner]) => {
    const here = { path: [...path, name], schemas, who };
    if (name === '$or') return findInOr(inner, here);
    const next = known.filter((field) => field.name === name || field.name === undefined);
    if (next.length > 0) return findUnknown(inner, { ...here, schemas: next.map(({ schema }) => schema) });
    const names = known.flatMap((field) => field.name ?? []);
    const message = `"${name}" is not a field of what ${who} look at: it would never match`;
    const remedy = suggest(name, names, 'name a list of values');
    return [{ pointer: toPointer(here.path), message, value: inner, remedy }];
  });
}

function findInOr(options: Json | undefined, place: Place): Problem[] {
  const list = Array.isArray(options) ? (options as readonly Json[]) : [];
  return list.flatMap((option, index) => findUnknown(option, { ...place, path: [...place.path, index] }));
}

interface Field {
  /** Undefined: any name. */
  readonly name: string | undefined;
  readonly schema: z.ZodType;
}

/** Patterns look through arrays, so do their fields. */
function fieldsOf(schema: z.ZodType): Field[] {
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape).map(([name, inner]) => ({ name, schema: inner as z.ZodType }));
  }
  if (schema instanceof z.ZodUnion) return (schema.options as z.ZodType[]).flatMap(fieldsOf);
  if (schema instanceof z.ZodArray) return fieldsOf(schema.element as z.ZodType);
  if (schema instanceof z.ZodOptional) return fieldsOf(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodRecord) return [{ name: undefined, schema: schema.valueType as z.ZodType }];
  return schema instanceof z.ZodUnknown ? [{ name: undefined, schema }] : [];
}
