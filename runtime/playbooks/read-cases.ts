import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type * as z from 'zod';
import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts';
import { normalise } from '../../core/normalise/normalise.ts';
import type { EventReference, PlaybookCase } from '../../core/playbook/case-schema.ts';
import { changeEvent } from '../../core/change-event.ts';
import { parseCase } from '../../core/playbook/check-case/parse-case.ts';
import { describeProblem, type Problem, sortProblems } from '../../core/problem/problem.ts';
import type { Playbook } from '../../core/playbook/schema.ts';
import type { FileProblem } from '../invalid-files.ts';
import { readJsonFile } from '../read-json-file.ts';

/** A case with its event in full. */
export interface LoadedCase extends Omit<PlaybookCase, '$schema' | 'event'> {
  readonly file: string;
  readonly event: JsonObject;
}

export interface ReadCases {
  readonly cases: readonly LoadedCase[];
  readonly problems: readonly FileProblem[];
}

/**
 * The cases beside a playbook, in the order of their file names, and everything that is wrong with them; none where
 * there is no `cases` folder. `playbook`: null where it is wrong itself.
 */
export async function readCases(playbookFile: string, playbook: Playbook | null): Promise<ReadCases> {
  const folder = join(dirname(playbookFile), 'cases');
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith('.json')).toSorted();
  const read = await Promise.all(files.map(async (name) => await readCase(join(folder, name), playbook)));
  return {
    cases: read.flatMap((result) => ('problems' in result ? [] : [result])),
    problems: read.flatMap((result) => ('problems' in result ? result.problems : [])),
  };
}

type ReadCase = LoadedCase | { readonly problems: readonly FileProblem[] };

async function readCase(file: string, playbook: Playbook | null): Promise<ReadCase> {
  const text = await readJsonFile(file);
  if ('reason' in text) return { problems: [{ file, problem: text.reason }] };
  const checked = parseCase(text.value, playbook);
  const found = await readEvent(file, isJsonObject(text.value) ? text.value['event'] : undefined);
  const wrong = [...(checked.ok ? [] : checked.errors), ...('wrong' in found ? [found.wrong] : [])];
  if (!checked.ok || 'wrong' in found) {
    const problems = sortProblems(wrong).map((one) => ({ file, problem: describeProblem(one) }));
    return { problems };
  }
  const { $schema: _, event: __, ...rest } = checked.parsed;
  return { file, ...rest, event: found.event };
}

type FoundEvent = { readonly event: JsonObject } | { readonly wrong: Problem };

/** The event in full. What is wrong with the shape of the reference, `parseCase` says. */
async function readEvent(file: string, given: Json | undefined): Promise<FoundEvent> {
  if (!isJsonObject(given)) return { event: {} };
  if (!isReference(given)) return checkTakenIn(given, { pointer: '/event', value: undefined });
  const { $ref, change = {} } = given;
  const wrong = (message: string, remedy: string): FoundEvent => ({
    wrong: { pointer: '/event/$ref', message, value: $ref, remedy },
  });
  const path = resolve(dirname(file), $ref);
  const text = await readJsonFile(path);
  if ('reason' in text) return wrong(text.reason, `it stands for ${path}`);
  if (!isJsonObject(text.value))
    return wrong('leads to what is not a JSON object', 'name a file with one event');
  try {
    const event = changeEvent(text.value, change);
    return checkTakenIn(event, { pointer: '/event/$ref', value: $ref });
  } catch (error) {
    const { message } = error as TypeError;
    const remedy = 'name places within objects and arrays of the event';
    return { wrong: { pointer: '/event/change', message, value: change, remedy } };
  }
}

const isReference = (event: JsonObject): event is JsonObject & z.input<typeof EventReference> =>
  typeof event['$ref'] === 'string' && (event['change'] === undefined || isJsonObject(event['change']));

const origin = { via: 'file', account: null, trusted: true } as const;

/** An event that intake would refuse shows nothing of a playbook; one that it ignores, that nothing runs. */
function checkTakenIn(event: JsonObject, place: Pick<Problem, 'pointer' | 'value'>): FoundEvent {
  const read = normalise(event, { origin, raw: '', now: 0, allowBare: true });
  if (read.kind !== 'malformed') return { event };
  const remedy = 'give a GuardDuty or Security Hub event';
  return { wrong: { ...place, message: `is not taken in: ${read.reason}`, remedy } };
}
