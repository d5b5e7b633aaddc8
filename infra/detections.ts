import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRule } from '../core/detect/parse-rule.ts';
import type { Rule } from '../core/detect/rule.ts';
import { InvalidInput } from '../core/errors.ts';
import { parseJson } from '../core/parse-json.ts';
import { describeProblem } from '../core/problem/problem.ts';

/**
 * The rules of a folder, by id.
 * @throws InvalidInput naming the file and all that is wrong in it.
 */
export const readRules = (folder: string): readonly Rule[] =>
  readdirSync(folder)
    .toSorted()
    .map((name) => join(folder, name, 'rule.json'))
    .filter((file) => existsSync(file))
    .map(readRule);

function readRule(file: string): Rule {
  const parsed = parseJson(readFileSync(file));
  if (!parsed.ok) throw new InvalidInput(`${file}: ${parsed.reason}`);
  const checked = parseRule(parsed.value);
  if (!checked.ok) throw new InvalidInput(`${file}: ${checked.errors.map(describeProblem).join('; ')}`);
  return checked.rule;
}
