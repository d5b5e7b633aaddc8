import type { Command } from 'commander';
import { walkSteps } from '../../../core/playbook/compile/walk.ts';
import { shippedPlaybooks } from '../../home/shipped-playbooks.ts';
import { createLibrary, focusOn } from '../../playbooks/library.ts';
import { readCases } from '../../playbooks/read-cases.ts';
import { findPlaybookFiles } from '../../playbooks/read-playbook.ts';
import { InvalidPlaybooks, readWithSiblings } from '../../playbooks/read-playbooks.ts';
import type { CaseResult } from '../../playbooks/run-case.ts';
import type { Terminal } from '../terminal.ts';

export function addTestCommand(program: Command, terminal: Terminal): void {
  program
    .command('test')
    .description('run the cases beside playbooks, each on a fresh simulated account')
    .argument('[path...]', 'playbook files or folders (default: the playbooks that ship with tourniquet)')
    .option('--json', 'print the results as JSON', false)
    .action(async (paths: readonly string[], { json }: { json: boolean }) => {
      const results = await testPlaybooks(paths.length === 0 ? [shippedPlaybooks] : paths);
      if (json) terminal.out(JSON.stringify(results, null, 2));
      else for (const result of results) print(terminal, result);
      const passed = results.every(({ cases }) => cases.every(({ differences }) => differences.length === 0));
      process.exitCode = passed ? 0 : 1;
    });
}

interface PlaybookResult {
  readonly playbook: string;
  readonly cases: readonly CaseResult[];
  /** Steps that no case reached. */
  readonly uncovered: readonly string[];
}

async function testPlaybooks(paths: readonly string[]): Promise<readonly PlaybookResult[]> {
  const files = (await Promise.all(paths.map(findPlaybookFiles))).flat();
  const results: PlaybookResult[] = [];
  for (const file of files) {
    // One after another: each runs all its cases at once.
    // oxlint-disable-next-line no-await-in-loop
    results.push(await testPlaybook(file));
  }
  return results;
}

async function testPlaybook(file: string): Promise<PlaybookResult> {
  const { runCase } = await import('../../playbooks/run-case.ts');
  const { loaded, problems } = await readWithSiblings(file);
  const own = loaded.find((one) => one.file === file);
  const wrong = problems.filter((problem) => problem.file === file);
  if (own === undefined || wrong.length > 0) throw new InvalidPlaybooks(wrong);
  const { id, steps } = own.playbook;
  const library = focusOn(createLibrary(loaded), id);
  const cases = await Promise.all(
    (await readCases(file)).map(async (given) => await runCase(library, id, given)),
  );
  const reached = new Set(cases.flatMap((result) => result.steps));
  const all = [...walkSteps(steps)].map(({ step }) => step.id);
  return { playbook: id, cases, uncovered: all.filter((step) => !reached.has(step)) };
}

function print({ out, paint }: Terminal, { playbook, cases, uncovered }: PlaybookResult): void {
  out(paint('bold', playbook));
  if (cases.length === 0) out(`  ${paint('yellow', 'no cases')}: put one into its cases folder`);
  for (const { title, file, differences } of cases) {
    const passed = differences.length === 0;
    out(
      `  ${passed ? paint('green', 'pass') : paint('red', 'FAIL')}  ${title}${passed ? '' : `  ${paint('dim', file)}`}`,
    );
    for (const { field, expected, got } of differences) {
      out(`        ${field}: expected ${JSON.stringify(expected)}`);
      out(`        ${' '.repeat(field.length)}  got      ${JSON.stringify(got)}`);
    }
  }
  if (cases.length > 0 && uncovered.length > 0) {
    out(`  ${paint('yellow', 'not reached')}: ${uncovered.join(', ')}`);
  }
}
