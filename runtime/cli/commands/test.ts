import type { Command } from 'commander';
import { InvalidInput } from '../../../core/errors.ts';
import { walkSteps } from '../../../core/playbook/compile/walk.ts';
import { shippedPlaybooks } from '../../home/shipped-playbooks.ts';
import { createLibrary } from '../../playbooks/library.ts';
import { readCases } from '../../playbooks/read-cases.ts';
import { findPlaybookFiles, type LoadedPlaybook, readPlaybook } from '../../playbooks/read-playbook.ts';
import { type CaseResult, runCase } from '../../playbooks/run-case.ts';
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
    // oxlint-disable-next-line no-await-in-loop
    const read = await readPlaybook(file);
    if (!read.ok) throw new InvalidInput(`${file}: ${read.problems.join('; ')}`);
    // oxlint-disable-next-line no-await-in-loop
    results.push(await testPlaybook(read.loaded));
  }
  return results;
}

async function testPlaybook(loaded: LoadedPlaybook): Promise<PlaybookResult> {
  const { id, steps } = loaded.playbook;
  const library = createLibrary([loaded]);
  const cases = await Promise.all(
    (await readCases(loaded.file)).map(async (given) => await runCase(library, id, given)),
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
