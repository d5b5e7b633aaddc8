import * as z from 'zod';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { type Path, toPointer } from '../json-pointer.ts';
import { explainIssue } from '../problem/explain-issue.ts';
import { type Problem, sortProblems } from '../problem/problem.ts';
import { expectations, RecordReference, RuleCase } from './case-schema.ts';

export type ParsedRuleCase =
  | { readonly ok: true; readonly parsed: RuleCase }
  | { readonly ok: false; readonly errors: readonly Problem[] };

/** Records and expectation come in two shapes each: the one that is meant is checked, so that errors name its fields. */
const frame = RuleCase.extend({ records: z.array(z.unknown()).min(1).max(100), expect: z.unknown() });

/** A case from the JSON of its file; all errors at once. */
export function parseRuleCase(value: Json): ParsedRuleCase {
  if (!isJsonObject(value)) {
    const remedy = 'give one JSON object with title, records and expect';
    return { ok: false, errors: [{ pointer: '', message: 'is not a JSON object', value, remedy }] };
  }
  const { records, expect } = value;
  const lines: readonly Json[] = Array.isArray(records) ? records : [];
  const errors = [
    ...collect(frame, value, []),
    ...lines.flatMap((line, index) => checkRecord(line, ['records', index])),
    ...checkExpect(expect),
  ];
  const parsed = RuleCase.safeParse(value);
  if (errors.length === 0 && parsed.success) return { ok: true, parsed: parsed.data };
  return { ok: false, errors: sortProblems(errors) };
}

function collect(schema: z.ZodType, value: Json, base: Path): Problem[] {
  const issues = schema.safeParse(value).error?.issues ?? [];
  return issues.flatMap((issue) => explainIssue(issue, schema, value, base));
}

function checkRecord(record: Json, path: Path): Problem[] {
  const remedy = 'give a log record, or { "$ref": "a path from the folder of the case" } to one';
  if (!isJsonObject(record))
    return [{ pointer: toPointer(path), message: 'is not a JSON object', value: record, remedy }];
  return '$ref' in record ? collect(RecordReference, record, path) : [];
}

function checkExpect(expected: Json | undefined): Problem[] {
  const remedy = 'give { "fires": true, "resources": [ … ] }, or { "fires": false }';
  const refuse = (pointer: string, message: string, value: Json | undefined): Problem[] => [
    { pointer, message, value, remedy },
  ];
  if (expected === undefined) return refuse('/expect', 'is missing', expected);
  if (!isJsonObject(expected)) return refuse('/expect', 'is not a JSON object', expected);
  const { fires }: JsonObject = expected;
  if (typeof fires !== 'boolean') return refuse('/expect/fires', 'is neither true nor false', fires);
  return collect(expectations[`${fires}`], expected, ['expect']);
}
