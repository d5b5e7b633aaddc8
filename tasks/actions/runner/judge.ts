import { checkGuardrails, guardrailError, type Denial } from '../../../core/guardrails/check.ts';
import { type GuardrailFacts, noFacts, type TargetFacts } from '../../../core/guardrails/facts.ts';
import type { GuardrailConfig } from '../../../core/guardrails/config.ts';
import { capMode } from '../../../core/mode.ts';
import type { Plan, Target } from '../../../core/plan.ts';
import {
  MAX_DRIFTS,
  type DecideReply,
  type Decision,
  type Mode,
  type Run,
} from '../../../core/playbook/protocol.ts';
import type { PlanRecord } from '../../../core/records/plans.ts';
import { lookAtBudget, takeBudget, type Place } from './budget.ts';
import { findAction } from './make-plan.ts';
import type { Services } from './ports.ts';
import { weighApproval } from './weigh-approval.ts';

/** What a step of a run brings to a decision. */
export interface Question extends Place {
  readonly mode: Mode;
  readonly approval: Decision | null;
  readonly drifts: number;
  /** How often people were asked. */
  readonly asked: number;
}

/** Every change passes here: before it is decided, before it is applied, and before it is undone. */
export async function findDenial(
  services: Services,
  subject: { readonly action: string; readonly target: Target },
  phase: GuardrailFacts['phase'],
  facts: TargetFacts = noFacts,
): Promise<Denial | null> {
  try {
    const action = findAction(services, subject.action).spec;
    const control = await services.controls.read();
    const { target } = subject;
    return checkGuardrails({ ...facts, action, target, phase, control }, services.guardrails);
  } catch (error) {
    return guardrailError('the kill switch', error);
  }
}

/**
 * Guardrails first, then the action's own refusal, the mode as capped for the incident, people's word, and last
 * what is left of the hour: only what will be applied is counted.
 */
export async function judge(
  services: Services,
  record: PlanRecord,
  question: Question,
): Promise<DecideReply> {
  const { plan, facts, refusal } = record;
  const denial = (await findDenial(services, plan, 'apply', facts)) ?? refusal;
  if (denial) return { decision: 'deny', ...denial };
  const cap = await findCap(services, question.run);
  if (typeof cap !== 'string') return { decision: 'deny', ...cap };
  const verdict = await weigh(services, record, { ...question, mode: capMode(question.mode, cap) });
  const shut = await findShut(services, plan, question, verdict);
  return shut ? { decision: 'deny', ...shut } : verdict;
}

/** What holds already is joined without any change to the account. */
async function findShut(
  services: Services,
  plan: Plan,
  place: Place,
  { decision }: DecideReply,
): Promise<Denial | null> {
  if (plan.held) return null;
  if (decision === 'apply') return await takeBudget(services, plan, place);
  return decision === 'ask' ? await lookAtBudget(services, plan, place) : null;
}

/** By the incident as it is now, and by the mode that the run was begun in: whatever the request says of it. */
async function findCap({ readIncident, readMode }: Services, run: Run): Promise<Mode | Denial> {
  try {
    const [scope, mode] = await Promise.all([readIncident(run.incident), readMode(run)]);
    if (!scope) throw new Error(`there is no incident ${run.incident}`);
    if (mode === null) throw new Error(`no run of ${run.playbook} was begun as ${run.execution}`);
    return capMode(scope.cap, mode);
  } catch (error) {
    return guardrailError('how far the incident may be acted on', error);
  }
}

/** Why a person has to look at it, whatever the mode: more than the target would feel it. */
const findCaution = ({ cautions }: TargetFacts, { blastRadius }: GuardrailConfig): string | null =>
  cautions
    .filter(({ id, others }) => others > blastRadius[id])
    .map(({ reason }) => reason)
    .join('; ') || null;

async function weigh(services: Services, record: PlanRecord, question: Question): Promise<DecideReply> {
  const { mode, drifts, approval } = question;
  if (mode === 'shadow') return { decision: 'record', rule: 'mode', reason: 'shadow plans and records only' };
  if (drifts > MAX_DRIFTS) {
    const reason = `the account changed ${drifts} times between plan and apply; look at it, then run again`;
    return { decision: 'deny', rule: 'drift', reason };
  }
  const { plan, facts } = record;
  if (approval) return await weighApproval(services, record, { ...question, action: plan.action }, approval);
  const caution = plan.held ? null : findCaution(facts, services.guardrails);
  if (caution) return { decision: 'ask', rule: 'blast-radius', reason: caution };
  return mode === 'approve'
    ? { decision: 'ask', rule: 'mode', reason: 'approve asks before every change' }
    : { decision: 'apply', rule: 'mode', reason: 'auto applies without asking' };
}
