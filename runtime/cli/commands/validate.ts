import type { Command } from 'commander';
import { shippedPlaybooks } from '../../home/shipped-playbooks.ts';
import { findPlaybookFiles, readPlaybook } from '../../playbooks/read-playbook.ts';
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
      const results = (await Promise.all(files.map(readPlaybook))).map((read) =>
        read.ok
          ? { file: read.loaded.file, id: read.loaded.playbook.id, problems: [] }
          : { file: read.file, id: null, problems: read.problems },
      );
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
