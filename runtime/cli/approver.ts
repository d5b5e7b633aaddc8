import { userInfo } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { readAskedPlans } from '../../core/records/asked-plans.ts';
import type { Outcome } from '../../tasks/decide/index.ts';
import type { ApprovalReport } from '../report.ts';
import type { Home } from '../home/home.ts';
import { renderChange } from './render/plan.ts';
import type { Progress } from './progress.ts';
import type { Terminal } from './terminal.ts';

type Decision = 'approved' | 'rejected';

export interface ApproverPorts {
  readonly terminal: Terminal;
  readonly home: Home;
  readonly progress: Progress;
}

interface Approver {
  /** Answers questions until the work is done. */
  finish(work: Promise<void>): Promise<void>;
}

/**
 * Answers the questions that playbooks ask: with the one answer given beforehand, on the terminal, or with
 * no where nobody can be asked.
 */
export function createApprover(ports: ApproverPorts, answer: Decision | null): Approver {
  const { terminal, home } = ports;
  let questions: Promise<void> = Promise.resolve();
  const decide = async (approval: ApprovalReport): Promise<void> => {
    // A reminder, or a question that waited here while somebody else answered it.
    if ((await home.stores.approvals.get(approval.id))?.decision !== null) return;
    const decided = answer ?? (await askOnTerminal(ports, approval));
    const reason = answer === null && !terminal.interactive ? 'nobody could be asked' : undefined;
    const given = { by: answeredBy(answer, terminal), from: { via: 'terminal' } as const };
    const outcome = await home.decide(approval.id, {
      ...given,
      decision: decided,
      ...(reason === undefined ? {} : { reason }),
    });
    const missing = whatIsMissing(outcome);
    if (missing === null) return;
    terminal.err(`${approval.id}: ${missing}: answered no, for nobody else can be asked here`);
    await home.decide(approval.id, { ...given, decision: 'rejected', reason: missing });
  };
  // One question at a time, however many are asked at once.
  const enqueue = (approval: ApprovalReport): void => {
    questions = questions.then(async () => await decide(approval));
  };
  home.onQuestion(enqueue);
  return {
    async finish(work) {
      for (const approval of await home.waitingApprovals()) enqueue(approval);
      await work;
      await questions;
    },
  };
}

/** Why a yes given here does not settle the question. */
function whatIsMissing(outcome: Outcome): string | null {
  if (outcome.status === 'refused') return outcome.reason;
  return outcome.status === 'counted' ? `approved, but more have to approve it: ${outcome.missing}` : null;
}

/** No person is named for an answer that none gave; "nobody rejected it" would read as a yes. */
function answeredBy(answer: Decision | null, { interactive }: Terminal): string {
  const { username } = userInfo();
  if (answer !== null) return `${username} (--${answer === 'approved' ? 'approve' : 'reject'} all)`;
  return interactive ? username : 'the command line';
}

async function askOnTerminal(
  { terminal, home, progress }: ApproverPorts,
  approval: ApprovalReport,
): Promise<Decision> {
  const { id, step, playbook } = approval;
  if (terminal.interactive) return await progress.pauseFor(async () => await ask(terminal, home, approval));
  terminal.err(
    `${id}: ${step} of ${playbook} asks, and nobody is at a terminal: answered no. Use --approve all or --reject all.`,
  );
  return 'rejected';
}

async function ask(terminal: Terminal, home: Home, approval: ApprovalReport): Promise<Decision> {
  const { message, deadline } = approval;
  terminal.err(`\n${terminal.paint('bold', message)}`);
  for (const { plan, cautions } of await readAskedPlans(home.plans, approval)) {
    const { id, account, region } = plan.target;
    terminal.err(`  ${plan.action} on ${id} (${account}, ${region}): ${plan.blastRadius.summary}`);
    for (const line of renderChange(terminal, plan)) terminal.err(`    ${line}`);
    for (const { reason } of cautions) terminal.err(`    ${terminal.paint('yellow', `mind: ${reason}`)}`);
    for (const { kind, id: other, why } of plan.blastRadius.affected)
      terminal.err(`    also felt by ${kind} ${other}: ${why}`);
    for (const limit of plan.blastRadius.limits) terminal.err(`    not stopped: ${limit}`);
  }
  terminal.err(`  Without an answer by ${deadline} the answer is no.`);
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  prompt.once('SIGINT', () => {
    terminal.err('\nstopped; what was given to --db goes on with: run --resume --db FILE');
    process.exit(130);
  });
  try {
    const reply = await prompt.question('Approve? [y/N] ');
    return /^y(es)?$/i.test(reply.trim()) ? 'approved' : 'rejected';
  } catch {
    return 'rejected'; // the end of the input is no answer
  } finally {
    prompt.close();
  }
}
