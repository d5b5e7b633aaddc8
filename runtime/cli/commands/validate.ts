import type { Command } from 'commander';
import { InvalidInput } from '../../../core/errors.ts';
import { shippedPlaybooks } from '../../home/shipped-playbooks.ts';
import { readCases } from '../../playbooks/read-cases.ts';
import { findPlaybookFiles } from '../../playbooks/read-playbook.ts';
import { readWithSiblings } from '../../playbooks/read-playbooks.ts';
import type { Terminal } from '../terminal.ts';

export function addValidateCommand(program: Command, terminal: Terminal): void {
  program
    .command('validate')
    .description('check playbooks: every error at once, with its place and a remedy')
    .argument('[path...]', 'playbook files or folders (default: the playbooks that ship with tourniquet)')
    .option('--json', 'print the result as JSON', false)
    .action(async (paths: readonly string[], { json }: { json: boolean }) => {
      const chosen = paths.length === 0 ? [shippedPlaybooks] : paths;
      const files = (await Promise.all(chosen.map(findPlaybookFiles))).flat();
      const results = await Promise.all(files.map(validate));
      process.exitCode = results.every(({ problems }) => problems.length === 0) ? 0 : 1;
      if (json) return terminal.out(JSON.stringify(results, null, 2));
      for (const { file, id, problems } of results) {
        if (id !== null)
          terminal.out(`${terminal.paint('green', 'ok')}  ${id}  ${terminal.paint('dim', file)}`);
        for (const problem of problems)
          terminal.err(`${terminal.paint('red', 'error')}: ${file}: ${problem}`);
      }
    });
}

interface Validation {
  readonly file: string;
  /** Null where the playbook could not be read. */
  readonly id: string | null;
  readonly problems: readonly string[];
}

/** A playbook with what it runs and the cases beside it. */
async function validate(file: string): Promise<Validation> {
  const [{ loaded, problems }, cases] = await Promise.all([readWithSiblings(file), findBadCases(file)]);
  const own = problems.filter((problem) => problem.file === file).map(({ problem }) => problem);
  const id = loaded.find((one) => one.file === file)?.playbook.id ?? null;
  return { file, id, problems: [...own, ...cases] };
}

async function findBadCases(file: string): Promise<readonly string[]> {
  try {
    await readCases(file);
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return [error.message];
    throw error;
  }
}
