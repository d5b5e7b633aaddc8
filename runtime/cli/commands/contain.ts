import { userInfo } from 'node:os';
import { type Command, Option } from 'commander';
import type { ContainmentAsked } from '../../../core/contain/ask-containment.ts';
import {
  type ContainableKind,
  containableKinds,
  parseResource,
} from '../../../core/contain/parse-resource.ts';
import { InvalidInput } from '../../../core/errors.ts';
import type { Contained } from '../../../tasks/contain/index.ts';
import type { Home } from '../../home/home.ts';
import { type IncidentReport, reportIncident } from '../../report.ts';
import { accountOption, modeOption } from '../account-options.ts';
import { type AnswerChoice, answerFor, approveOption, rejectOption } from '../answer-options.ts';
import { createApprover } from '../approver.ts';
import { type HomeChoice, openCommandHome } from '../open-command-home.ts';
import { showProgress } from '../progress.ts';
import { renderIncident } from '../render/incident.ts';
import type { Terminal } from '../terminal.ts';

interface ContainOptions extends HomeChoice, AnswerChoice {
  readonly playbook: string;
  readonly reason: string;
  readonly by: string;
  readonly kind?: ContainableKind;
  readonly accountId?: string;
  readonly region?: string;
  readonly json: boolean;
}

export function addContainCommand(program: Command, terminal: Terminal): void {
  program
    .command('contain')
    .description('contain a resource without a finding: plan, guardrails, approval and ledger as for one')
    .argument('<resource>', 'an ARN, or an id such as i-0123456789abcdef0, AKIA…, or a name with --kind')
    .requiredOption('--playbook <id>', 'the playbook that does it, whatever its trigger')
    .requiredOption('--reason <text>', 'why, for the timeline')
    .option('--by <name>', 'who asks, for the timeline', userInfo().username)
    .addOption(new Option('--kind <kind>', 'what the resource is').choices(containableKinds))
    .option('--account-id <id>', 'the account that it is in, where the ARN does not say')
    .option('--region <region>', 'the Region that it is in, where the ARN does not say')
    .addOption(approveOption())
    .addOption(rejectOption())
    .option('--dry-run', 'plan and record, change nothing (mode shadow)', false)
    .addOption(accountOption())
    .addOption(modeOption())
    .option('--db <file>', 'keeps everything, and what undo needs; may be left out in a dry run')
    .option('--config <file>', 'configuration (default: tourniquet.config.json, where it is there)')
    .option('--playbooks <folder>', 'playbooks (default: those that ship with tourniquet)')
    .option('--json', 'print what came of it as JSON', false)
    .addHelpText(
      'after',
      `
  tourniquet contain i-0123456789abcdef0 --playbook isolate-compromised-instance --reason "odd logins" \\
    --account-id 111122223333 --region eu-west-1 --db incidents.db
Asking again while it stands contained joins the incident and changes nothing.
Exit code: 0 when it is contained afterwards or was planned in a dry run, 1 otherwise.`,
    )
    .action(async (resource: string, options: ContainOptions, command: Command) => {
      if (options.db === undefined && options.dryRun !== true)
        command.error('error: --db is missing: undo needs what is kept there; name a file, or add --dry-run');
      process.exitCode = (await contain(resource, options, terminal)) ? 0 : 1;
    });
}

/** @returns whether it is contained now, or was planned in a dry run. */
async function contain(resource: string, options: ContainOptions, terminal: Terminal): Promise<boolean> {
  const asked = readQuestion(resource, options);
  const { home, mode } = await openCommandHome(options, terminal);
  const progress = showProgress(terminal, home);
  try {
    if ((await home.inbox.unfinished()) !== null) {
      throw new InvalidInput('an earlier run on this --db did not end; finish it with: run --resume');
    }
    const approver = createApprover({ terminal, home, progress }, answerFor(options));
    // As for a run: if this process dies, `run --resume` goes on with it, in no other mode.
    await home.resume();
    await home.inbox.begin({ id: home.newId(), mode });
    const contained = await home.contain(asked).catch(async (error: Error) => {
      await home.inbox.finish();
      throw error;
    });
    await approver.finish(home.idle());
    await home.inbox.finish();
    progress.stop();
    const report = await findReport(home, contained);
    tell(terminal, contained, report, options.json);
    const planned = report.actions.length > 0 && report.actions.every(({ status }) => status === 'planned');
    return report.status === 'contained' || (mode === 'shadow' && planned);
  } finally {
    progress.stop();
    await home.close();
  }
}

function readQuestion(text: string, options: ContainOptions): ContainmentAsked {
  const { playbook, by, reason, kind, accountId: account, region } = options;
  if (reason.trim() === '')
    throw new InvalidInput('--reason is empty; say why, for whoever reads the timeline');
  const parsed = parseResource({ text, kind, account, region });
  if (!parsed.ok) throw new InvalidInput(parsed.problem);
  return { found: parsed.found, playbook, by, reason };
}

async function findReport(home: Home, { finding }: Contained): Promise<IncidentReport> {
  const stored = await home.stores.findings.get(finding);
  const incident = stored === null ? null : await home.stores.incidents.get(stored.incident);
  if (incident !== null) return await reportIncident(incident, home);
  const [letter] = await home.stores.deadLetters.list();
  throw new InvalidInput(
    `it could not be taken in: ${letter?.reason ?? 'its triage failed'}; nothing was changed`,
  );
}

function tell(terminal: Terminal, { outcome }: Contained, report: IncidentReport, json: boolean): void {
  if (json) return terminal.out(JSON.stringify({ outcome, incident: report }, null, 2));
  const { id, resource, status } = report;
  if (outcome === 'joined')
    terminal.out(`${resource.id} is ${status} already, by ${id}: nothing was started.\n`);
  if (outcome === 'asked-again') terminal.out(`${id} was there already, and is answered once more.\n`);
  return terminal.out(renderIncident(terminal, report));
}
