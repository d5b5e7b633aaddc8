import { Command, CommanderError } from 'commander';
import { addBudgetsCommand } from './commands/budgets.ts';
import { addCompileCommand } from './commands/compile.ts';
import { addContainCommand } from './commands/contain.ts';
import { addDecideCommands } from './commands/decide.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addHistoryCommand } from './commands/history.ts';
import { addIncidentCommand } from './commands/incident.ts';
import { addIncidentsCommand } from './commands/incidents.ts';
import { addKillSwitchCommands } from './commands/kill-switch.ts';
import { addNewCommand } from './commands/new.ts';
import { addPermissionsCommand } from './commands/permissions.ts';
import { addRespondCommand } from './commands/respond.ts';
import { addRunCommand } from './commands/run.ts';
import { addServeCommand } from './commands/serve.ts';
import { addTestCommand } from './commands/test.ts';
import { addUndoCommand } from './commands/undo.ts';
import { addVerifyCommand } from './commands/verify.ts';
import { addValidateCommand } from './commands/validate.ts';
import { reportFailure } from './failure.ts';
import { openTerminal } from './terminal.ts';

const wrongUsage = 2;

async function main(): Promise<void> {
  const terminal = openTerminal();
  const program = new Command('tourniquet')
    .description('Automated incident response for AWS: findings in, verified containment out.')
    .version('0.1.0')
    .exitOverride()
    .showHelpAfterError('Add --help to see how it is used.');
  for (const add of [
    addRunCommand,
    addDemoCommand,
    addServeCommand,
    addIncidentsCommand,
    addIncidentCommand,
    addHistoryCommand,
    addContainCommand,
    addRespondCommand,
    addVerifyCommand,
    addUndoCommand,
    addDecideCommands,
    addKillSwitchCommands,
    addPermissionsCommand,
    addBudgetsCommand,
    addNewCommand,
    addValidateCommand,
    addTestCommand,
    addCompileCommand,
  ]) {
    add(program, terminal);
  }
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : wrongUsage;
    else {
      reportFailure(terminal, error, process.env['TOURNIQUET_DEBUG'] === '1');
      process.exitCode = 1;
    }
  }
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of our pipe has seen enough (`| head`).
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
await main();
