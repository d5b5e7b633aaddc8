import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { InvalidInput } from '../../../core/errors.ts';
import { suggest } from '../../../core/problem/nearest-name.ts';
import { createDecide, type Outcome } from '../../../tasks/decide/index.ts';
import { type ApprovalReport, reportApproval } from '../../report.ts';
import { dbOption } from '../db-option.ts';
import { openStore, type OpenStore } from '../open-store.ts';
import { isOwned } from '../../store/own-database.ts';
import { renderQuestions } from '../render/questions.ts';
import type { Terminal } from '../terminal.ts';

type Decision = 'approved' | 'rejected';

interface DecideOptions {
  readonly db: string;
  readonly by: string;
  readonly reason?: string;
  readonly json: boolean;
}

/** `approve` and `reject`: also while another process works on the database, which then goes on with it. */
export function addDecideCommands(program: Command, terminal: Terminal): void {
  const add = (name: string, decision: Decision): Command =>
    program
      .command(name)
      .description(
        `answer ${decision === 'approved' ? 'yes' : 'no'} to a question; without an id, list what waits`,
      )
      .argument('[approval]', 'such as apr-0123456789abcdef')
      .addOption(dbOption())
      .option('--by <name>', 'who answers; where approvers are named, one of them', userInfo().username)
      .option('--reason <text>', 'why, for the timeline')
      .option('--json', 'print the question as JSON', false)
      .addHelpText('after', '\nExit code: 0 when the answer was taken, 1 otherwise.')
      .action(async (approval: string | undefined, options: DecideOptions) => {
        if (approval === undefined) await listWaiting(options, terminal);
        else process.exitCode = (await decide(approval, decision, { options, terminal })) ? 0 : 1;
      });
  add('approve', 'approved');
  add('reject', 'rejected');
}

async function listWaiting({ db, json }: DecideOptions, terminal: Terminal): Promise<void> {
  const store = openStore(db);
  try {
    const waiting = (await store.stores.approvals.listWaiting()).map(reportApproval);
    if (json) terminal.out(JSON.stringify(waiting, null, 2));
    else terminal.out(waiting.length === 0 ? 'No question waits.' : renderQuestions(terminal, waiting));
  } finally {
    store.close();
  }
}

interface Setting {
  readonly options: DecideOptions;
  readonly terminal: Terminal;
}

/** @returns whether the answer counts. */
async function decide(id: string, decision: Decision, { options, terminal }: Setting): Promise<boolean> {
  const { by, reason, db, json } = options;
  const store = openStore(db);
  let report: ApprovalReport;
  let outcome: Outcome;
  try {
    await requireQuestion(store, id);
    const clock = { now: Date.now };
    // Nobody waits in this process: whoever runs the execution finds the stored answer.
    const callbacks = { succeed: async () => await Promise.resolve(false) };
    outcome = await createDecide({ stores: store.stores, callbacks, clock })(id, {
      by,
      decision,
      ...(reason === undefined ? {} : { reason }),
      from: { via: 'command' },
    });
    report = reportApproval(await requireQuestion(store, id));
  } finally {
    store.close();
  }
  const counts = outcome.status === 'taken' || outcome.status === 'counted';
  if (json) terminal.out(JSON.stringify({ outcome, approval: report }, null, 2));
  else if (counts) terminal.out(`${id}: ${describe(outcome)}`);
  else terminal.err(`error: ${id}: ${describe(outcome)}`);
  if (outcome.status === 'taken' && !json) terminal.out(whoGoesOn(db));
  return counts;
}

/** @throws InvalidInput that names what waits. */
async function requireQuestion({ stores }: OpenStore, id: string) {
  const approval = await stores.approvals.get(id);
  if (approval !== null) return approval;
  const waiting = (await stores.approvals.listWaiting()).map((one) => one.id);
  const remedy = suggest(id, waiting, waiting.length === 0 ? 'no question waits' : 'list them without an id');
  throw new InvalidInput(`there is no question ${id}; ${remedy}`);
}

function describe(outcome: Outcome): string {
  switch (outcome.status) {
    case 'taken':
      return `${outcome.decision.decision}.`;
    case 'counted':
      return `counted; ${outcome.missing} more ${outcome.missing === 1 ? 'person has' : 'people have'} to approve it.`;
    case 'decided':
      return `was ${outcome.decision.decision} by ${outcome.decision.by} already; that stands`;
    case 'late':
      return `the deadline was ${outcome.deadline}; the answer was no`;
    case 'refused':
      return outcome.reason;
  }
}

const whoGoesOn = (db: string): string =>
  isOwned(db)
    ? 'The process that works on this database goes on with it.'
    : `The playbook goes on when the database is served again: tourniquet serve --db ${db}`;
