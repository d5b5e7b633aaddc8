import type { Command } from 'commander';
import { accountOption, modeOption } from '../account-options.ts';
import { type HomeChoice, openCommandHome } from '../open-command-home.ts';
import { type AnswerChoice, answerFor, approveOption, rejectOption } from '../answer-options.ts';
import { createApprover } from '../approver.ts';
import { countFailed } from '../../home/engine-ports.ts';
import { acceptFiles, type Refusal } from '../accept-files.ts';
import { finishWork } from '../finish-work.ts';
import { requireFile } from '../open-store.ts';
import { showProgress } from '../progress.ts';
import { renderReport } from '../render/report.ts';
import type { Terminal } from '../terminal.ts';

interface RunOptions extends HomeChoice, AnswerChoice {
  readonly resume: boolean;
  readonly json: boolean;
}

export function addRunCommand(program: Command, terminal: Terminal): void {
  program
    .command('run')
    .description('take events through the whole workflow and print what happened')
    .argument('[event.json...]', 'GuardDuty or Security Hub events, or findings; - reads standard input')
    .addOption(approveOption())
    .addOption(rejectOption())
    .option('--dry-run', 'plan and record, change nothing (mode shadow)', false)
    .addOption(accountOption())
    .addOption(modeOption())
    .option('--db <file>', 'keep everything in this file (default: in memory, gone afterwards)')
    .option('--resume', 'finish what a run on this --db began and did not end', false)
    .option('--json', 'print everything as JSON', false)
    .option('--config <file>', 'configuration (default: tourniquet.config.json, where it is there)')
    .option('--playbooks <folder>', 'playbooks (default: those that ship with tourniquet)')
    .addHelpText(
      'after',
      `
Without --approve or --reject, approvals are asked on the terminal; where there is none the answer is no.
Exit code: 0 when every event was taken in and every execution succeeded, 1 otherwise.`,
    )
    .action(async (files: readonly string[], options: RunOptions, command: Command) => {
      const misuse = findMisuse(files, options);
      if (misuse !== null) command.error(`error: ${misuse}`);
      process.exitCode = (await run(files, options, terminal)) ? 0 : 1;
    });
}

/** @returns false when an event was refused or an execution failed. */
async function run(files: readonly string[], options: RunOptions, terminal: Terminal): Promise<boolean> {
  if (options.resume && options.db !== undefined) requireFile(options.db);
  const { home, mode } = await openCommandHome(options, terminal);
  const progress = showProgress(terminal, home);
  const failedBefore = countFailed(home.engine);
  try {
    const approver = createApprover({ terminal, home, progress }, answerFor(options));
    const refusals = await acceptFiles(home, files, { resume: options.resume, mode });
    await approver.finish(finishWork(home));
    progress.stop();
    const report = await home.report();
    terminal.out(options.json ? JSON.stringify(report, null, 2) : renderReport(terminal, report));
    for (const refusal of refusals) terminal.err(describeRefusal(terminal, refusal));
    await home.inbox.finish();
    return refusals.every(({ refused }) => !refused) && countFailed(home.engine) === failedBefore;
  } finally {
    progress.stop();
    await home.close();
  }
}

function findMisuse(files: readonly string[], { db, resume }: RunOptions): string | null {
  if (db === '') return '--db names no file; is the variable that should hold it set?';
  if (resume && db === undefined) return '--resume needs the --db that the earlier run was given';
  return files.length === 0 && !resume
    ? 'no event was given; name a file, such as docs/examples/ec2-cryptocurrency.json'
    : null;
}

const describeRefusal = ({ paint }: Terminal, { label, reason, refused }: Refusal): string =>
  `${refused ? paint('red', 'error') : paint('yellow', 'left out')}: ${label}: ${reason}`;
