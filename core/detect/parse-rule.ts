import * as z from 'zod';
import { isJsonObject, type Json } from '../json.ts';
import { type Path, readPointer, toPointer, valueAt } from '../json-pointer.ts';
import { checkPattern } from '../pattern/check-pattern.ts';
import { explainIssue } from '../problem/explain-issue.ts';
import { suggest } from '../problem/nearest-name.ts';
import { type Problem, sortProblems } from '../problem/problem.ts';
import { checkAttack } from './check-attack.ts';
import { Rule } from './rule.ts';

export type ParsedRule =
  | { readonly ok: true; readonly rule: Rule }
  | { readonly ok: false; readonly errors: readonly Problem[] };

/** What patterns look at, and pointers lead to: see `LogRecord` and `PolicyStatement`. The record itself has whatever its source writes. */
const event = z.object({
  kind: z.string(),
  id: z.string(),
  time: z.string(),
  type: z.string(),
  source: z.string(),
  account: z.string(),
  region: z.string(),
  principal: z.string(),
  action: z.string(),
  srcIp: z.string(),
});
const threat = z.object({ known: z.boolean(), confidence: z.number(), feeds: z.array(z.string()) });
const policy = z.object({
  statements: z.array(
    z.object({
      effect: z.string(),
      actions: z.array(z.string()),
      principals: z.array(z.string()),
      foreignAccounts: z.array(z.string()),
      open: z.boolean(),
    }),
  ),
});
const looked = {
  schema: z.object({ event, record: z.record(z.string(), z.unknown()), threat, policy }),
  who: 'rules',
};

/**
 * A rule from the JSON of its file: its shape, its place in ATT&CK, its patterns and its pointers. All errors at once, in the order of the
 * file, each with its JSON pointer, the value and a remedy.
 */
export function parseRule(value: Json): ParsedRule {
  if (!isJsonObject(value)) {
    const remedy = 'give one JSON object with id, name, kinds, severity, attack and match';
    return { ok: false, errors: [{ pointer: '', message: 'is not a JSON object', value, remedy }] };
  }
  const parsed = Rule.safeParse(value);
  const issues = parsed.error?.issues ?? [];
  const errors = [
    ...issues.flatMap((issue) => explainIssue(issue, Rule, value, [])),
    ...checkAttack(value),
    ...patternPaths(value).flatMap((path) => checkPatternAt(value, path)),
    ...pointerPaths(value).flatMap((path) => checkPointer(valueAt(value, path), path)),
  ];
  if (parsed.success && errors.length === 0) return { ok: true, rule: parsed.data };
  return { ok: false, errors: sortProblems(errors) };
}

const lengthAt = (value: Json, path: Path): number => {
  const list = valueAt(value, path);
  return Array.isArray(list) ? list.length : 0;
};

const entriesAt = (value: Json, path: Path): Path[] =>
  Array.from({ length: lengthAt(value, path) }, (_, index) => [...path, index]);

const patternPaths = (value: Json): Path[] => [
  ['match'],
  ...entriesAt(value, ['allow']).map((path) => [...path, 'match']),
];

const pointerPaths = (value: Json): Path[] => [
  ...entriesAt(value, ['threshold', 'by']),
  ['threshold', 'distinct'],
  ...entriesAt(value, ['dedupe']),
];

/** What is no object at all, the schema says. */
function checkPatternAt(value: Json, path: Path): Problem[] {
  const pattern = valueAt(value, path);
  return isJsonObject(pattern) ? checkPattern(pattern, path, looked) : [];
}

/** What is no pointer at all, the schema says. */
function checkPointer(value: Json | undefined, path: Path): Problem[] {
  if (typeof value !== 'string') return [];
  const [root = '', field = ''] = readPointer(value);
  const refuse = (name: string, known: readonly string[]): Problem[] => {
    const message = `leads to "${name}", which records do not have`;
    return [{ pointer: toPointer(path), message, value, remedy: suggest(name, known, 'correct it') }];
  };
  if (field === '' || root === 'record') return [];
  if (root !== 'event') return refuse(root, ['event', 'record']);
  const fields = Object.keys(event.shape);
  return fields.includes(field) ? [] : refuse(field, fields);
}
