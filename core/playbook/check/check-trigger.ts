import * as z from 'zod';
import { Finding } from '../../finding.ts';
import { Incident } from '../../incident.ts';
import { isJsonObject, type Json } from '../../json.ts';
import { compilePattern } from '../../pattern/compile-pattern.ts';
import { Risk } from '../../risk.ts';
import { suggest } from '../../problem/nearest-name.ts';
import { type Path, readPointer, toPointer, valueAt } from '../../json-pointer.ts';
import type { Problem } from '../../problem/problem.ts';
import type { Check } from './check-playbook.ts';

const Subject = z.object({ finding: Finding, risk: Risk, incident: Incident });

/**
 * A trigger is a pattern, and names fields that findings, risks and incidents have: a misspelt one would
 * never match, and nobody would notice.
 */
export const checkTrigger: Check = ({ playbook: { trigger } }) => {
  if (trigger === undefined) return [];
  const compiled = compilePattern(trigger as Json);
  const wrong = compiled.ok ? [] : compiled.errors;
  return [
    ...wrong.map(({ pointer, message }) => {
      const [what = message, remedy = 'correct it'] = message.split('; ');
      const path = ['trigger', ...readPointer(pointer)];
      return { pointer: toPointer(path), message: what, value: valueAt({ trigger } as Json, path), remedy };
    }),
    ...findUnknown(trigger as Json, ['trigger'], [Subject]),
  ];
};

/** Fields of a pattern that no value of the schemas has. */
function findUnknown(pattern: Json | undefined, path: Path, schemas: readonly z.ZodType[]): Problem[] {
  if (!isJsonObject(pattern)) return [];
  const known = schemas.flatMap(fieldsOf);
  return Object.entries(pattern).flatMap(([name, inner]) => {
    const here = [...path, name];
    if (name === '$or') return findInOr(inner, here, schemas);
    const next = known.filter((field) => field.name === name || field.name === undefined);
    if (next.length > 0)
      return findUnknown(
        inner,
        here,
        next.map((field) => field.schema),
      );
    const names = known.flatMap((field) => field.name ?? []);
    const message = `"${name}" is not a field of what triggers look at: it would never match`;
    return [
      {
        pointer: toPointer(here),
        message,
        value: inner,
        remedy: suggest(name, names, 'name a list of values'),
      },
    ];
  });
}

function findInOr(options: Json | undefined, path: Path, schemas: readonly z.ZodType[]): Problem[] {
  const list = Array.isArray(options) ? (options as readonly Json[]) : [];
  return list.flatMap((option, index) => findUnknown(option, [...path, index], schemas));
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
  return [];
}
