import { checkGuardrails, guardrailError, type Denial } from '../../../core/guardrails/check.ts';
import { type GuardrailFacts, noFacts, type TargetFacts } from '../../../core/guardrails/facts.ts';
import type { GuardrailConfig } from '../../../core/guardrails/config.ts';
import { capMode } from '../../../core/mode.ts';
import type { Plan, Target } from '../../../core/plan.ts';
import { MAX_DRIFTS, type DecideReply, type Decision, type Mode } from '../../../core/playbook/protocol.ts';
import type { PlanRecord } from '../../../core/records/plans.ts';
import { lookAtBudget, takeBudget, type Place } from './budget.ts';
import { findAction } from './make-plan.ts';
import type { Services } from './ports.ts';

/** What a step of a run brings to a decision. */
export interface Question extends Place {
  readonly mode: Mode;
  readonly approval: Decision | null;
  readonly drifts: number;
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
  const cap = await findCap(services, question.run.incident);
  if (typeof cap !== 'string') return { decision: 'deny', ...cap };
  const caution = plan.held ? null : findCaution(facts, services.guardrails);
  const verdict = weigh(plan.hash, capMode(question.mode, cap), caution, question);
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

async function findCap({ readIncident }: Services, incident: string): Promise<Mode | Denial> {
  try {
    const scope = await readIncident(incident);
    if (scope) return scope.cap;
    throw new Error(`there is no incident ${incident}`);
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

function weigh(
  hash: string,
  mode: Mode,
  caution: string | null,
  { approval, drifts }: Question,
): DecideReply {
  if (mode === 'shadow')
    return { decision: 'record', rule: 'mode', reason: 'mode shadow: planned, not applied' };
  if (drifts > MAX_DRIFTS) {
    const reason = `the account changed ${drifts} times between plan and apply; look at it, then run again`;
    return { decision: 'deny', rule: 'drift', reason };
  }
  if (approval) return weighApproval(hash, approval);
  if (caution) return { decision: 'ask', rule: 'blast-radius', reason: caution };
  return mode === 'approve'
    ? { decision: 'ask', rule: 'mode', reason: 'mode approve: every change asks' }
    : { decision: 'apply', rule: 'mode', reason: 'mode auto' };
}

function weighApproval(hash: string, { decision, by, reason, hashes }: Decision): DecideReply {
  const rule = 'approval';
  const because = reason ? `: ${reason}` : '';
  if (decision === 'expired') return { decision: 'deny', rule, reason: `nobody answered in time${because}` };
  if (decision === 'rejected') return { decision: 'deny', rule, reason: `${by} rejected it${because}` };
  return hashes.includes(hash)
    ? { decision: 'apply', rule, reason: `${by} approved it${because}` }
    : { decision: 'ask', rule, reason: `${by} approved another plan: the account changed since` };
}
