import { Command } from 'commander';
import { addBudgetsCommand } from './commands/budgets.ts';
import { addCompileCommand } from './commands/compile.ts';
import { addContainCommand } from './commands/contain.ts';
import { addCostCommand } from './commands/cost.ts';
import { addDecideCommands } from './commands/decide.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addDlqCommand } from './commands/dlq.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addHistoryCommand } from './commands/history.ts';
import { addIncidentCommand } from './commands/incident.ts';
import { addIncidentsCommand } from './commands/incidents.ts';
import { addIngestCommand } from './commands/ingest.ts';
import { addKillSwitchCommands } from './commands/kill-switch.ts';
import { addNewCommand } from './commands/new.ts';
import { addPermissionsCommand } from './commands/permissions.ts';
import { addQueryCommand } from './commands/query.ts';
import { addReplayCommand } from './commands/replay.ts';
import { addRespondCommand } from './commands/respond.ts';
import { addRunCommand } from './commands/run.ts';
import { addServeCommand } from './commands/serve.ts';
import { addTestCommand } from './commands/test.ts';
import { addTokenCommand } from './commands/token.ts';
import { addUndoCommand } from './commands/undo.ts';
import { addVerifyCommand } from './commands/verify.ts';
import { addValidateCommand } from './commands/validate.ts';
import { version } from '../../tasks/api/version.ts';
import type { Terminal } from './terminal.ts';

/** In the order in which `--help` lists them. */
const adders = [
  addRunCommand,
  addDemoCommand,
  addServeCommand,
  addIngestCommand,
  addDlqCommand,
  addIncidentsCommand,
  addIncidentCommand,
  addHistoryCommand,
  addContainCommand,
  addRespondCommand,
  addVerifyCommand,
  addUndoCommand,
  addDecideCommands,
  addKillSwitchCommands,
  addQueryCommand,
  addPermissionsCommand,
  addBudgetsCommand,
  addDoctorCommand,
  addCostCommand,
  addTokenCommand,
  addNewCommand,
  addValidateCommand,
  addTestCommand,
  addReplayCommand,
  addCompileCommand,
];

/** The whole command line. It throws commander's errors, so that whoever calls it says how to end. */
export function createProgram(terminal: Terminal): Command {
  const program = new Command('tourniquet')
    .description('Automated incident response for AWS: findings in, verified containment out.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.replace(/\n$/, '')),
      writeErr: (text) => terminal.err(text.replace(/\n$/, '')),
    })
    .showHelpAfterError('Add --help to see how it is used.');
  for (const add of adders) add(program, terminal);
  return program;
}
