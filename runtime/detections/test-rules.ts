import type { Rule } from '../../core/detect/rule.ts';
import { InvalidFiles } from '../invalid-files.ts';
import { type LoadedRuleCase, readRuleCases } from './read-cases.ts';
import { type LoadedRule, readRules } from './read-rules.ts';
import { findHits, type RuleCaseResult, runRuleCase } from './run-case.ts';

export interface RuleTest {
  readonly rule: string;
  readonly cases: readonly RuleCaseResult[];
  /** What no case shows and some case must. */
  readonly missing: readonly string[];
}

/**
 * Runs the cases beside rules.
 * @throws InvalidFiles when a rule or a case is wrong.
 */
export async function testRules(files: readonly string[]): Promise<readonly RuleTest[]> {
  const { loaded, problems } = await readRules(files);
  if (problems.length > 0) throw new InvalidFiles(problems);
  return await Promise.all(loaded.map(testRule));
}

async function testRule({ file, rule }: LoadedRule): Promise<RuleTest> {
  const { cases, problems } = await readRuleCases(file);
  if (problems.length > 0) throw new InvalidFiles(problems);
  const results = await Promise.all(cases.map(async (one) => await runRuleCase(rule, one)));
  return { rule: rule.id, cases: results, missing: findMissing(rule, cases, results) };
}

function findMissing(
  rule: Rule,
  cases: readonly LoadedRuleCase[],
  results: readonly RuleCaseResult[],
): readonly string[] {
  const silent = results.filter(({ fires }) => !fires);
  const isBelow = rule.threshold === undefined || silent.some(({ hits }) => hits > 0);
  return [
    ...(results.length === silent.length ? ['that it fires'] : []),
    ...(silent.length === 0 ? ['that it stays silent'] : []),
    ...(isBelow ? [] : ['that it stays silent below its threshold']),
    ...rule.allow
      .filter((allowed) => !cases.some((one) => isAllowed(rule, allowed, one)))
      .map(({ reason }) => `that it allows: ${reason}`),
  ];
}

/** Whether a record of the case is a hit, were it not for this one entry. */
function isAllowed(rule: Rule, allowed: Rule['allow'][number], given: LoadedRuleCase): boolean {
  const without = findHits({ ...rule, allow: [] }, given);
  const within = findHits({ ...rule, allow: [allowed] }, given);
  return without.some((hits, index) => hits.length > 0 && within[index]?.length === 0);
}
