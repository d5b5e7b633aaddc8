import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parseRule } from '../../core/detect/parse-rule.ts';
import type { Rule } from '../../core/detect/rule.ts';
import { InvalidInput } from '../../core/errors.ts';
import { describeProblem } from '../../core/problem/problem.ts';
import { type FileProblem, InvalidFiles } from '../invalid-files.ts';
import { readJsonFile } from '../read-json-file.ts';

export interface LoadedRule {
  readonly file: string;
  readonly rule: Rule;
}

export interface ReadRules {
  readonly loaded: readonly LoadedRule[];
  readonly problems: readonly FileProblem[];
}

/**
 * The rules of a folder, those that are not enabled too.
 * @throws InvalidFiles when any of them is wrong.
 */
export async function loadRules(folder: string): Promise<readonly Rule[]> {
  const files = await findRuleFiles(folder);
  if (files.length === 0)
    throw new InvalidInput(`${folder} holds no <id>/rule.json; name a folder of detection rules`);
  const { loaded, problems } = await readRules(files);
  if (problems.length > 0) throw new InvalidFiles(problems);
  return loaded.map(({ rule }) => rule);
}

/** Reads the files as one set: each by itself, and whether two have one id. */
export async function readRules(files: readonly string[]): Promise<ReadRules> {
  const read = await Promise.all(files.map(readRule));
  const loaded = read.flatMap((one) => ('rule' in one ? [one] : []));
  const firstOf = new Map(loaded.toReversed().map(({ file, rule }) => [rule.id, file]));
  const again = loaded.flatMap(({ file, rule: { id } }): FileProblem[] => {
    const first = firstOf.get(id);
    return first === undefined || first === file
      ? []
      : [{ file, problem: `/id: is that of ${first} too, got "${id}"; rename one` }];
  });
  return { loaded, problems: [...read.flatMap((one) => ('problems' in one ? one.problems : [])), ...again] };
}

async function readRule(file: string): Promise<LoadedRule | { readonly problems: readonly FileProblem[] }> {
  const text = await readJsonFile(file);
  if ('reason' in text) return { problems: [{ file, problem: text.reason }] };
  const parsed = parseRule(text.value);
  if (!parsed.ok) return { problems: parsed.errors.map((one) => ({ file, problem: describeProblem(one) })) };
  const { rule } = parsed;
  const folder = basename(dirname(file));
  if (folder === rule.id) return { file, rule };
  const problem = `/id: is not the name of its folder, got "${rule.id}"; write "${folder}", or rename the folder`;
  return { problems: [{ file, problem }] };
}

/** The rule files that a path stands for: a file itself, a rule's folder, or a folder of rules; none where there are none. */
export async function findRuleFiles(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => null);
  if (found === null)
    throw new InvalidInput(`there is no ${path}; name a file or a folder of playbooks or rules`);
  if (found.isFile()) return basename(path) === 'rule.json' ? [path] : [];
  const names = (await readdir(path)).toSorted();
  if (names.includes('rule.json')) return [join(path, 'rule.json')];
  const inside = names.map((name) => join(path, name, 'rule.json'));
  const are = await Promise.all(inside.map(isFile));
  return inside.filter((_, index) => are[index]);
}

const isFile = async (path: string): Promise<boolean> =>
  await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
