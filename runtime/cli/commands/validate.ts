import type { Command } from 'commander';
import { readRuleCases } from '../../detections/read-cases.ts';
import { readRules } from '../../detections/read-rules.ts';
import { readCases } from '../../playbooks/read-cases.ts';
import { findPlaybookFiles } from '../../playbooks/read-playbook.ts';
import type { FileProblem } from '../../invalid-files.ts';
import { readWithSiblings } from '../../playbooks/read-playbooks.ts';
import { sortPaths } from '../sort-paths.ts';
import type { Terminal } from '../terminal.ts';

export function addValidateCommand(program: Command, terminal: Terminal): void {
  program
    .command('validate')
    .description(
      'check playbooks, detection rules and their cases: every error at once, with its place and a remedy',
    )
    .argument(
      '[path...]',
      'files or folders of playbooks or rules (default: those that ship with tourniquet)',
    )
    .option('--json', 'print the result as JSON', false)
    .action(async (paths: readonly string[], { json }: { json: boolean }) => {
      const { playbooks, rules } = await sortPaths(paths);
      const files = (await Promise.all(playbooks.map(findPlaybookFiles))).flat();
      const results = [...(await Promise.all(files.map(validate))), ...(await validateRules(rules))];
      process.exitCode = results.every(({ problems }) => problems.length === 0) ? 0 : 1;
      if (json) return terminal.out(JSON.stringify(results, null, 2));
      const { out, err, paint } = terminal;
      for (const { file, id, problems } of results) {
        if (problems.length === 0) out(`${paint('green', 'ok')}  ${id}  ${paint('dim', file)}`);
        for (const one of problems) err(`${paint('red', 'error')}: ${one.file}: ${one.problem}`);
      }
    });
}

interface Validation {
  readonly file: string;
  /** Null where the playbook or rule could not be read. */
  readonly id: string | null;
  /** How many cases beside it are in order. */
  readonly cases: number;
  /** Of the playbook or rule, and of the cases beside it. */
  readonly problems: readonly FileProblem[];
}

/** A playbook with what it runs and the cases beside it. */
async function validate(file: string): Promise<Validation> {
  const { loaded, problems } = await readWithSiblings(file);
  const own = loaded.find((one) => one.file === file)?.playbook ?? null;
  const cases = await readCases(file, own);
  return {
    file,
    id: own?.id ?? null,
    cases: cases.cases.length,
    problems: [...problems.filter((problem) => problem.file === file), ...cases.problems],
  };
}

/** Rules, together, for two may not have one id. */
async function validateRules(files: readonly string[]): Promise<readonly Validation[]> {
  const { loaded, problems } = await readRules(files);
  return await Promise.all(
    files.map(async (file) => {
      const { cases, problems: wrong } = await readRuleCases(file);
      return {
        file,
        id: loaded.find((one) => one.file === file)?.rule.id ?? null,
        cases: cases.length,
        problems: [...problems.filter((problem) => problem.file === file), ...wrong],
      };
    }),
  );
}
