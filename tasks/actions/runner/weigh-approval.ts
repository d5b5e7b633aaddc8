import type { Denial } from '../../../core/guardrails/check.ts';
import { Busy } from '../../../core/errors.ts';
import { MAX_DRIFTS, type DecideReply, type Decision, type Run } from '../../../core/playbook/protocol.ts';
import type { Approval } from '../../../core/records/approvals.ts';
import type { PlanRecord } from '../../../core/records/plans.ts';
import { findGrowth } from '../../../core/reach.ts';
import { messageOf } from '../errors.ts';
import { hasBegun } from './danger.ts';
import type { Step } from './make-plan.ts';
import type { Services } from './ports.ts';

const rule = 'approval';

const because = (reason: string | undefined): string => (reason ? `: ${reason}` : '');

/**
 * What people's word allows. A no is taken as it comes. A yes is only a claim: what counts is the answer in the
 * store, given to this run's own question, about this very plan, reaching no further than people saw.
 */
export async function weighApproval(
  services: Services,
  record: PlanRecord,
  { asked, ...step }: Step & { readonly asked: number },
  said: Decision,
): Promise<DecideReply> {
  if (said.decision === 'expired')
    return { decision: 'deny', rule, reason: `nobody answered in time${because(said.reason)}` };
  if (said.decision === 'rejected')
    return { decision: 'deny', rule, reason: `${said.by} rejected it${because(said.reason)}` };
  const found = await findYes(services, step.run, said);
  if ('rule' in found) return { decision: 'deny', ...found };
  const { by, reason } = found.yes;
  const { plan, facts } = record;
  if (!found.approval.plans.includes(plan.hash))
    return askAgain(asked, rule, `${by} approved another plan: the account changed since`);
  const seen = found.approval.seen.find((reach) => reach.plan === plan.hash) ?? null;
  const growth = findGrowth(seen, { cautions: facts.cautions, blastRadius: plan.blastRadius });
  // What is held is not changed, and what was begun is worse half-way.
  if (growth.length > 0 && !plan.held && !(await hasBegun(services, plan, step)))
    return askAgain(asked, 'drift', `more would feel it than ${by} saw: ${growth.join('; ')}`);
  return { decision: 'apply', rule, reason: `${by} approved it${because(reason)}` };
}

/** As often as an account may drift; then the answer is no. */
function askAgain(asked: number, why: string, reason: string): DecideReply {
  if (asked <= MAX_DRIFTS) return { decision: 'ask', rule: why, reason };
  return { decision: 'deny', rule: 'drift', reason: `people were asked ${asked} times; now ${reason}` };
}

interface Yes {
  readonly approval: Approval;
  readonly yes: Decision;
}

/** Fails closed: an answer that cannot be looked up is no answer. */
async function findYes(services: Services, run: Run, said: Decision): Promise<Yes | Denial> {
  const deny = (reason: string): Denial => ({ rule, reason });
  if (said.approval === undefined) return deny(`what says that ${said.by} approved it names no question`);
  let approval: Approval | null;
  try {
    approval = await services.approvals.get(said.approval);
  } catch (error) {
    // Lost races say nothing about the answer: the state machine asks again.
    if (error instanceof Busy) throw error;
    return deny(`the answer could not be looked up (${messageOf(error)}), so it is no`);
  }
  if (approval === null) return deny(`there is no question ${said.approval}`);
  if (!isSameRun(approval.run, run))
    return deny(`${approval.id} was asked by ${approval.run.execution} for ${approval.run.incident}`);
  const { decision: yes, deadline } = approval;
  if (yes === null) return deny(`nobody has answered ${approval.id}`);
  if (yes.decision !== 'approved') return deny(`${approval.id} was not approved: it was ${yes.decision}`);
  if (Date.parse(yes.at) >= Date.parse(deadline))
    return deny(`${approval.id} was answered after its deadline`);
  return { approval, yes };
}

const isSameRun = (asked: Run, acts: Run): boolean =>
  asked.execution === acts.execution &&
  asked.incident === acts.incident &&
  asked.revision === acts.revision &&
  asked.playbook === acts.playbook;
