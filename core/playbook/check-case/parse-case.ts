import * as z from 'zod';
import { isJsonObject, type Json, type JsonObject } from '../../json.ts';
import type { Path } from '../../json-pointer.ts';
import { EventReference, expectations, PlaybookCase } from '../case-schema.ts';
import { explainIssue } from '../../problem/explain-issue.ts';
import type { Problem } from '../../problem/problem.ts';
import type { Playbook } from '../schema.ts';
import { checkCaseSteps } from './check-case-steps.ts';

export type ParsedCase =
  | { readonly ok: true; readonly parsed: PlaybookCase }
  | { readonly ok: false; readonly errors: readonly Problem[] };

/** Event and expectation come in two shapes each: the one that is meant is checked, so that errors name its fields. */
const frame = PlaybookCase.extend({ event: z.unknown(), expect: z.unknown() });

/**
 * A case from the JSON of its file: its shape, and whether the steps that it names are steps of the playbook (null:
 * that one is wrong itself, and nothing is said of them). All errors at once.
 */
export function parseCase(value: Json, playbook: Playbook | null): ParsedCase {
  if (!isJsonObject(value)) {
    const remedy = 'give one JSON object with title, event and expect';
    return { ok: false, errors: [{ pointer: '', message: 'is not a JSON object', value, remedy }] };
  }
  const errors = [
    ...collect(frame, value, []),
    ...checkEvent(value['event']),
    ...checkExpect(value['expect']),
    ...(playbook === null ? [] : checkCaseSteps(value, playbook)),
  ];
  const parsed = PlaybookCase.safeParse(value);
  if (errors.length === 0 && parsed.success) return { ok: true, parsed: parsed.data };
  return { ok: false, errors };
}

function collect(schema: z.ZodType, value: Json, base: Path): Problem[] {
  const issues = schema.safeParse(value).error?.issues ?? [];
  return issues.flatMap((issue) => explainIssue(issue, schema, value, base));
}

const refuse = (
  pointer: string,
  value: Json | undefined,
  more: Pick<Problem, 'message' | 'remedy'>,
): Problem[] => [{ pointer, value, ...more }];

function checkEvent(event: Json | undefined): Problem[] {
  const remedy = 'give an event, or { "$ref": "a path from the folder of the case" } to one';
  if (event === undefined) return refuse('/event', event, { message: 'is missing', remedy });
  if (!isJsonObject(event)) return refuse('/event', event, { message: 'is not a JSON object', remedy });
  return '$ref' in event ? collect(EventReference, event, ['event']) : [];
}

function checkExpect(expected: Json | undefined): Problem[] {
  const remedy = 'give { "runs": true, "status": …, "steps": [ … ] }, or { "runs": false }';
  if (expected === undefined) return refuse('/expect', expected, { message: 'is missing', remedy });
  if (!isJsonObject(expected))
    return refuse('/expect', expected, { message: 'is not a JSON object', remedy });
  return checkRuns(expected);
}

function checkRuns({ runs, ...others }: JsonObject): Problem[] {
  if (typeof runs === 'boolean') return collect(expectations[`${runs}`], { runs, ...others }, ['expect']);
  const message = runs === undefined ? 'is missing' : 'is neither true nor false';
  const remedy = 'say whether the playbook runs: true or false';
  return [
    ...refuse('/expect/runs', runs, { message, remedy }),
    ...collect(expectations.true.omit({ runs: true }), others, ['expect']),
  ];
}
