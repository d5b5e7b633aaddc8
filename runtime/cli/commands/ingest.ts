import type { Command } from 'commander';
import type { Home } from '../../home/home.ts';
import { type IncidentReport, reportIncident } from '../../report.ts';
import { countFailed } from '../../home/engine-ports.ts';
import { accountOption, modeOption } from '../account-options.ts';
import { type AnswerChoice, answerFor, approveOption, rejectOption } from '../answer-options.ts';
import { createApprover } from '../approver.ts';
import { showByteProgress } from '../byte-progress.ts';
import { finishWork } from '../finish-work.ts';
import { ingestFiles, type IngestTotals } from '../ingest-files.ts';
import { type HomeChoice, openCommandHome } from '../open-command-home.ts';
import { showProgress } from '../progress.ts';
import { renderIncidents } from '../render/incidents.ts';
import { renderIngested } from '../render/ingested.ts';
import type { Terminal } from '../terminal.ts';

interface IngestOptions extends HomeChoice, AnswerChoice {
  readonly json: boolean;
}

export function addIngestCommand(program: Command, terminal: Terminal): void {
  program
    .command('ingest')
    .description('take log files in: into the lake, past the detection rules, and respond to what they find')
    .argument('<file...>', 'CloudTrail files, flow logs, NDJSON or JSON, gzip or not; - reads standard input')
    .addOption(approveOption())
    .addOption(rejectOption())
    .addOption(accountOption())
    .addOption(modeOption())
    .option('--db <file>', 'keep everything in this file (default: in memory, gone afterwards)')
    .option('--json', 'print the outcome as JSON', false)
    .option('--config <file>', 'configuration (default: tourniquet.config.json, where it is there)')
    .option('--playbooks <folder>', 'playbooks (default: those that ship with tourniquet)')
    .option('--detections <folder>', 'detection rules (default: those that ship with tourniquet)')
    .addHelpText(
      'after',
      `
Files of any size are read piece by piece. A record that comes again is kept once, so that a command that was
interrupted can be given again. What is no record is a dead letter: tourniquet dlq list --db FILE
What logs lead to is never done without asking: without --approve or --reject, approvals are asked on the
terminal; where there is none the answer is no.
Exit code: 0 when every record was accepted and every execution succeeded, 1 otherwise.`,
    )
    .action(async (files: readonly string[], options: IngestOptions, command: Command) => {
      if (options.db === '')
        command.error('error: --db names no file; is the variable that should hold it set?');
      process.exitCode = (await ingest(files, options, terminal)) ? 0 : 1;
    });
}

/** @returns false when a record or a file was refused, or an execution failed. */
async function ingest(
  files: readonly string[],
  options: IngestOptions,
  terminal: Terminal,
): Promise<boolean> {
  const { home } = await openCommandHome(options, terminal);
  try {
    await home.resume();
    const failedBefore = countFailed(home.engine);
    const bar = await showByteProgress(terminal, files);
    const totals = await ingestFiles(home, files, bar).finally(bar.stop);
    const progress = showProgress(terminal, home);
    const approver = createApprover({ terminal, home, progress }, answerFor(options));
    await approver.finish(finishWork(home)).finally(progress.stop);
    const incidents = await findIncidents(home, totals.findings);
    if (options.json) terminal.out(JSON.stringify({ ...toJson(totals), incidents }, null, 2));
    else if (totals.records > 0) {
      terminal.out(renderIngested(terminal, totals));
      if (incidents.length > 0) terminal.out(`\n${renderIncidents(terminal, incidents)}`);
    }
    for (const { label, reason } of totals.unread)
      terminal.err(`${terminal.paint('red', 'error')}: ${label}: ${reason}`);
    return totals.rejected + totals.unread.length === 0 && countFailed(home.engine) === failedBefore;
  } finally {
    await home.close();
  }
}

/** Those that the findings belong to, the newest first. */
async function findIncidents(
  { stores, plans }: Home,
  findings: ReadonlySet<string>,
): Promise<readonly IncidentReport[]> {
  if (findings.size === 0) return [];
  const all = await stores.incidents.list();
  const own = all.filter((incident) => incident.findings.some((id) => findings.has(id)));
  return await Promise.all(own.map(async (incident) => await reportIncident(incident, { stores, plans })));
}

const toJson = ({ reasons, hits, findings, unread, ...counts }: IngestTotals) => ({
  ...counts,
  reasons: [...reasons.values()],
  hits: Object.fromEntries(hits),
  findings: [...findings],
  unread,
});
