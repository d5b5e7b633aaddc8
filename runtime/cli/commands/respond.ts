import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { InvalidInput } from '../../../core/errors.ts';
import { reportIncident } from '../../report.ts';
import { type AnswerChoice, answerFor, approveOption, rejectOption } from '../answer-options.ts';
import { createApprover } from '../approver.ts';
import { accountOption, modeOption } from '../account-options.ts';
import { dbOption } from '../db-option.ts';
import { type HomeChoice, openCommandHome } from '../open-command-home.ts';
import { requireFile } from '../open-store.ts';
import { requireIncident } from '../require-incident.ts';
import { showProgress } from '../progress.ts';
import { renderIncident } from '../render/incident.ts';
import type { Terminal } from '../terminal.ts';

interface RespondOptions extends HomeChoice, AnswerChoice {
  readonly db: string;
  readonly by: string;
  readonly json: boolean;
}

export function addRespondCommand(program: Command, terminal: Terminal): void {
  program
    .command('respond')
    .description('answer an incident once more: after a changed playbook or guardrail, a dry run, a no')
    .argument('<incident>', 'such as inc-0123456789abcdef')
    .addOption(dbOption())
    .option('--by <name>', 'who asks, for the timeline', userInfo().username)
    .addOption(approveOption())
    .addOption(rejectOption())
    .option('--dry-run', 'plan and record, change nothing (mode shadow)', false)
    .addOption(accountOption())
    .addOption(modeOption())
    .option('--config <file>', 'configuration (default: tourniquet.config.json, where it is there)')
    .option('--playbooks <folder>', 'playbooks (default: those that ship with tourniquet)')
    .option('--json', 'print the incident as JSON', false)
    .addHelpText('after', '\nExit code: 0 when the incident is contained afterwards, 1 otherwise.')
    .action(async (incident: string, options: RespondOptions) => {
      process.exitCode = (await respond(incident, options, terminal)) ? 0 : 1;
    });
}

async function respond(id: string, options: RespondOptions, terminal: Terminal): Promise<boolean> {
  requireFile(options.db);
  const { home, mode } = await openCommandHome(options, terminal);
  const progress = showProgress(terminal, home);
  try {
    if ((await home.inbox.unfinished()) !== null) {
      throw new InvalidInput('an earlier run on this --db did not end; finish it with: run --resume');
    }
    await requireIncident(home.stores, id, options.db);
    const approver = createApprover({ terminal, home, progress }, answerFor(options));
    // As for a run: if this process dies, `run --resume` goes on with it, in no other mode.
    await home.resume();
    await home.inbox.begin({ id: home.newId(), mode });
    await home.respond(id, options.by).catch(async (error: Error) => {
      await home.inbox.finish();
      throw error;
    });
    await approver.finish(home.idle());
    await home.inbox.finish();
    progress.stop();
    const incident = await home.stores.incidents.get(id);
    if (incident === null) return false;
    const report = await reportIncident(incident, home);
    terminal.out(options.json ? JSON.stringify(report, null, 2) : renderIncident(terminal, report));
    return report.status === 'contained';
  } finally {
    progress.stop();
    await home.close();
  }
}
