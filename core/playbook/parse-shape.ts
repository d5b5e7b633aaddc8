import * as z from 'zod';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { explainIssue } from '../problem/explain-issue.ts';
import { suggest } from '../problem/nearest-name.ts';
import { type Path, toPointer } from '../json-pointer.ts';
import type { Problem } from '../problem/problem.ts';
import {
  createPlaybookSchema,
  createStepSchemas,
  Playbook,
  StepId,
  type StepKind,
  stepKinds,
} from './schema.ts';

/** Steps are checked one by one, each by the schema of its kind, so that an error names the field. */
const unread = z.array(z.unknown()).min(1).max(100);
const shallow = createStepSchemas(unread);
const frame = createPlaybookSchema(unread);

export interface Shape {
  readonly problems: readonly Problem[];
  /** What could be read, with a stand-in for each step that is wrong; undefined where nothing could. */
  readonly playbook: Playbook | undefined;
  /** The ids of (and within) the steps that are wrong: whoever names them is not told that they do not exist. */
  readonly broken: ReadonlySet<string>;
}

/** Whether a playbook has the fields that the language knows; all that is wrong at once. */
export function parseShape(value: Json): Shape {
  const findings: Findings = { problems: [], broken: new Set() };
  if (!isJsonObject(value)) {
    const remedy = 'give one JSON object with id, name, mode and steps';
    const problem = { pointer: '', message: 'is not a JSON object', value, remedy };
    return { problems: [problem], playbook: undefined, broken: findings.broken };
  }
  const wrong = collect(frame, value, [], findings.problems);
  const steps = readSteps(value['steps'], ['steps'], findings);
  return { ...findings, playbook: salvage(value, wrong, steps) };
}

/** Reports what is wrong; gives the names of the members that are. */
function collect(schema: z.ZodType, value: Json, base: Path, problems: Problem[]): Set<string> {
  const issues = schema.safeParse(value).error?.issues ?? [];
  for (const issue of issues) problems.push(...explainIssue(issue, schema, value, base));
  return new Set(
    issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [String(issue.path[0])],
    ),
  );
}

function salvage(value: JsonObject, wrong: ReadonlySet<string>, steps: Json): Playbook | undefined {
  const sound = Object.entries(value).filter(([name]) => !wrong.has(name));
  const standIn = { id: 'unknown', name: 'unknown', mode: 'shadow' };
  return Playbook.safeParse({ ...standIn, ...Object.fromEntries(sound), steps }).data;
}

interface Findings {
  readonly problems: Problem[];
  readonly broken: Set<string>;
}

function readSteps(value: Json | undefined, path: Path, findings: Findings): Json[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly Json[]).map((step, index) => readStep(step, [...path, index], findings));
}

function readStep(value: Json, path: Path, findings: Findings): Json {
  const kind = findKind(value, path, findings.problems);
  if (!isJsonObject(value) || kind === undefined) return replaceStep(value, findings);
  const wrong = collect(shallow[kind], value, path, findings.problems);
  const step = { ...value, ...nested[kind]?.(value, path, findings) };
  if (wrong.size === 0) return step;
  const sound = Object.entries(step).filter(([name]) => !wrong.has(name));
  const rest = { id: standInId(findings), ...Object.fromEntries(sound) };
  return shallow[kind].safeParse(rest).success ? rest : replaceStep(value, findings);
}

/** Keeps the place of a step that is wrong, so that the pointers of the others stay right. */
function replaceStep(value: Json, findings: Findings): Json {
  for (const id of findIds(value)) findings.broken.add(id);
  const own = isJsonObject(value) ? StepId.safeParse(value['id']).data : undefined;
  return { id: own ?? standInId(findings), wait: 'PT1S' };
}

function standInId({ broken }: Findings): string {
  const id = `broken_${broken.size}`;
  broken.add(id);
  return id;
}

function findIds(value: Json | undefined): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = isJsonObject(value) && typeof value['id'] === 'string' ? [value['id']] : [];
  return [...own, ...Object.values(value).flatMap(findIds)];
}

function findKind(value: Json, path: Path, problems: Problem[]): StepKind | undefined {
  const pointer = toPointer(path);
  if (!isJsonObject(value)) {
    problems.push({
      pointer,
      message: 'is not a step',
      value,
      remedy: 'give an object with id and an action',
    });
    return undefined;
  }
  const kinds = stepKinds.filter((kind) => Object.hasOwn(value, kind));
  if (kinds.length === 1) return kinds[0];
  const [message, remedy] =
    kinds.length === 0
      ? ['does nothing', suggestKind(value)]
      : [`is ${kinds.join(' and ')} at once`, 'make it two steps'];
  problems.push({ pointer, message, value, remedy });
  return undefined;
}

function suggestKind(step: JsonObject): string {
  const other = Object.keys(step).find((key) => !common.has(key));
  return suggest(other ?? '', stepKinds, 'say what it does');
}
const common = new Set(['id', 'when', 'with', 'retry', 'onFailure', 'description']);

/** The steps within a step; the schemas say where they stand. */
const nested: {
  readonly [K in StepKind]?: (step: JsonObject, path: Path, findings: Findings) => JsonObject;
} = {
  choice: (step, path, findings) => ({
    choice: mapArray(step['choice'], (rule, index) =>
      isJsonObject(rule)
        ? { ...rule, steps: readSteps(rule['steps'], [...path, 'choice', index, 'steps'], findings) }
        : rule,
    ),
    ...('otherwise' in step && {
      otherwise: readSteps(step['otherwise'], [...path, 'otherwise'], findings),
    }),
  }),
  parallel: (step, path, findings) => ({
    parallel: mapArray(step['parallel'], (branch, index) =>
      readSteps(branch, [...path, 'parallel', index], findings),
    ),
  }),
  forEach: (step, path, findings) => {
    const each = step['forEach'];
    if (!isJsonObject(each)) return {};
    return {
      forEach: { ...each, steps: readSteps(each['steps'], [...path, 'forEach', 'steps'], findings) },
    };
  },
};

function mapArray(value: Json | undefined, map: (item: Json, index: number) => Json): Json {
  return Array.isArray(value) ? (value as readonly Json[]).map(map) : null;
}
