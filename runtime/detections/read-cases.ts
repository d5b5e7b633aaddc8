import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { RuleCase } from '../../core/detect/case-schema.ts';
import { parseRuleCase } from '../../core/detect/parse-case.ts';
import { RecordReference } from '../../core/detect/case-schema.ts';
import { repeatRecord } from '../../core/detect/repeat-record.ts';
import { isJsonObject, type JsonObject } from '../../core/json.ts';
import { describeProblem, type Problem } from '../../core/problem/problem.ts';
import type { FileProblem } from '../invalid-files.ts';
import { readJsonFile } from '../read-json-file.ts';

/** A case with its records in full, repetitions included. */
export interface LoadedRuleCase extends Pick<RuleCase, 'title' | 'threats' | 'expect'> {
  readonly file: string;
  readonly records: readonly JsonObject[];
}

export interface ReadRuleCases {
  readonly cases: readonly LoadedRuleCase[];
  readonly problems: readonly FileProblem[];
}

/** The cases beside a rule, in the order of their file names, and everything that is wrong with them. */
export async function readRuleCases(ruleFile: string): Promise<ReadRuleCases> {
  const folder = join(dirname(ruleFile), 'cases');
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith('.json')).toSorted();
  const read = await Promise.all(files.map(async (name) => await readCase(join(folder, name))));
  return {
    cases: read.flatMap((one) => ('problems' in one ? [] : [one])),
    problems: read.flatMap((one) => ('problems' in one ? one.problems : [])),
  };
}

async function readCase(
  file: string,
): Promise<LoadedRuleCase | { readonly problems: readonly FileProblem[] }> {
  const refuse = (problems: readonly string[]) => ({
    problems: problems.map((problem) => ({ file, problem })),
  });
  const text = await readJsonFile(file);
  if ('reason' in text) return refuse([text.reason]);
  const checked = parseRuleCase(text.value);
  if (!checked.ok) return refuse(checked.errors.map(describeProblem));
  const { title, threats, expect, records } = checked.parsed;
  const found = await Promise.all(records.map(async (one, index) => await findRecords(file, one, index)));
  const wrong = found.flatMap((one) => ('wrong' in one ? [describeProblem(one.wrong)] : []));
  if (wrong.length > 0) return refuse(wrong);
  return {
    file,
    title,
    threats,
    expect,
    records: found.flatMap((one) => ('records' in one ? one.records : [])),
  };
}

type FoundRecords = { readonly records: readonly JsonObject[] } | { readonly wrong: Problem };

async function findRecords(
  file: string,
  given: RuleCase['records'][number],
  index: number,
): Promise<FoundRecords> {
  const reference = RecordReference.safeParse(given).data;
  if (reference === undefined) return { records: [given as JsonObject] };
  const { $ref, change } = reference;
  const path = resolve(dirname(file), $ref);
  const text = await readJsonFile(path);
  const wrong = (field: string, message: string, remedy: string): FoundRecords => {
    const value = field === '$ref' ? $ref : change;
    return { wrong: { pointer: `/records/${index}/${field}`, message, value, remedy } };
  };
  if ('reason' in text) return wrong('$ref', text.reason, `it stands for ${path}`);
  if (!isJsonObject(text.value))
    return wrong('$ref', 'leads to what is not a JSON object', 'name a file with one record');
  try {
    return { records: repeatRecord(text.value, reference) };
  } catch (error) {
    const { message } = error as TypeError;
    return wrong('change', message, 'name places within objects and arrays of the record');
  }
}
