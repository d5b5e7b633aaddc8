import { type Command, InvalidArgumentError } from 'commander';
import { accountOption } from '../account-options.ts';
import type { ExamineOptions } from '../examine.ts';
import { renderDiagnoses } from '../render/diagnoses.ts';
import type { Terminal } from '../terminal.ts';

interface DoctorOptions extends ExamineOptions {
  readonly json: boolean;
}

export function addDoctorCommand(program: Command, terminal: Terminal): void {
  program
    .command('doctor')
    .description('check everything that Tourniquet stands on, and say how to mend what is wrong')
    .addOption(accountOption())
    .option(
      '--accounts <id...>',
      'accounts that are answered for (default: that of the credentials)',
      collectAccounts,
    )
    .option('--regions <name...>', 'their Regions (default: that of the credentials)')
    .option('--db <file>', 'the database of a home on this machine')
    .option('--playbooks <folder>', 'playbooks (default: those that ship with tourniquet)')
    .option('--detections <folder>', 'detection rules (default: those that ship with tourniquet)')
    .option('--config <file>', 'configuration (default: tourniquet.config.json, where it is there)')
    .option('--json', 'print the checks as JSON', false)
    .addHelpText(
      'after',
      `
It reads, and changes nothing. Without "--account aws" it looks at this machine alone. Exit code 1: something is wrong;
what could not be looked at is "unknown", and no reason to fail.`,
    )
    .action(async ({ json, ...options }: DoctorOptions) => {
      const { examine } = await import('../examine.ts');
      const examined = await examine(options);
      terminal.out(json ? JSON.stringify(examined, null, 2) : renderDiagnoses(terminal, examined));
      process.exitCode = examined.some(({ status }) => status === 'failed') ? 1 : 0;
    });
}

function collectAccounts(id: string, known: readonly string[] = []): readonly string[] {
  if (/^\d{12}$/.test(id)) return [...known, id];
  throw new InvalidArgumentError('An account has twelve digits.');
}
