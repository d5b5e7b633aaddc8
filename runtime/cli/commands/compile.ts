import type { Command } from 'commander';
import { InvalidInput } from '../../../core/errors.ts';
import { findPlaybookFiles, readPlaybook } from '../../playbooks/read-playbook.ts';
import type { Terminal } from '../terminal.ts';

export function addCompileCommand(program: Command, terminal: Terminal): void {
  program
    .command('compile')
    .description("print the state machine that a playbook becomes, in Step Functions' own language")
    .argument('<path>', "a playbook file, or a playbook's folder")
    .addHelpText('after', '\n${…} stand where deployment puts the ARNs of functions and state machines.')
    .action(async (path: string) => {
      const files = await findPlaybookFiles(path);
      const [file = path] = files;
      if (files.length > 1)
        throw new InvalidInput(`${path} holds ${files.length} playbooks; name one, such as ${file}`);
      const read = await readPlaybook(file);
      if (read.ok) return terminal.out(JSON.stringify(read.loaded.definition, null, 2));
      for (const problem of read.problems)
        terminal.err(`${terminal.paint('red', 'error')}: ${file}: ${problem}`);
      process.exitCode = 1;
    });
}
