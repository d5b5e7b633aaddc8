import { Busy, NotFound } from '../../../core/errors.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { Plan } from '../../../core/plan.ts';
import type { ActionRequest, ApplyReply, DecideReply } from '../../../core/playbook/protocol.ts';
import type { Holder } from '../../../core/records/containment.ts';
import { createChangeContext } from './change-context.ts';
import { findDanger } from './danger.ts';
import { judge } from './judge.ts';
import { nameOf, recordHappening } from './journal.ts';
import { findAction, makePlan } from './make-plan.ts';
import type { Services } from './ports.ts';

type ApplyRequest = Extract<ActionRequest, { phase: 'apply' }>;

/**
 * Plans again, and carries the plan out if it is still the one that was decided on, and still allowed.
 * Safe to repeat after a crash anywhere.
 * @throws Busy while other work changes the same target.
 */
export async function answerApply(services: Services, request: ApplyRequest): Promise<ApplyReply> {
  const decided = await services.plans.get(request.plan);
  if (decided === null) throw new NotFound(`there is no plan ${request.plan}; plan again`);
  const fresh = await makePlan(services, request, decided.plan.parameters);
  const { plan } = fresh;
  if (plan.hash !== request.plan)
    return reportDrift(
      services,
      request,
      plan,
      `${plan.target.id} is no longer as it was when this was planned`,
    );
  const verdict = await judge(services, fresh, { ...request, drifts: 0, asked: 0 });
  if (hasGrown(verdict)) return reportDrift(services, request, plan, verdict.reason);
  if (verdict.decision !== 'apply') return reportDenial(services, request, plan, verdict);
  const result = plan.held ? await join(services, request, plan) : await change(services, request, plan);
  await recordHappening(services, request, {
    outcome: { target: plan.target, status: 'applied', rule: null, reason: null },
    told: {
      key: `apply#${plan.hash}`,
      kind: 'action.applied',
      text: `${plan.held ? 'Held already, now for this incident too' : 'Applied'}: ${request.action} on ${nameOf(plan.target)}`,
      data: { plan: plan.hash, held: plan.held, before: plan.before, after: plan.after, result },
    },
  });
  return { status: 'applied', result };
}

const holderOf = ({ clock }: Services, { run, step }: ApplyRequest): Holder => ({
  ...run,
  step,
  at: new Date(clock.now()).toISOString(),
});

async function join(services: Services, request: ApplyRequest, plan: Plan): Promise<JsonObject> {
  const containment = await services.ledger.join(plan, holderOf(services, request));
  if (containment) return containment.result;
  throw new Busy(`${plan.action} on ${plan.target.id} is just being released or changed; try again shortly`);
}

async function change(services: Services, request: ApplyRequest, plan: Plan): Promise<JsonObject> {
  const { hash, version, parameters, before, target, action } = plan;
  const { execution } = request.run;
  const work = { owner: `${execution}#${request.step}`, holder: holderOf(services, request) };
  const lease = await services.ledger.startApply(plan, { plan: hash, version, parameters, before }, work);
  try {
    const context = createChangeContext(services, {
      run: request.run,
      execution,
      action,
      target,
      phase: 'apply',
      lease,
    });
    const result = await findAction(services, action).apply(plan, context);
    await lease.finishApply(result);
    return result;
  } catch (error) {
    // The fault that stopped the work is the one to tell, and the lease ends by itself.
    await lease.drop().catch(() => undefined);
    throw error;
  }
}

/** What was decided no longer holds, because others would feel it now: to be planned, and asked, again. */
const hasGrown = ({ decision, rule }: DecideReply): boolean =>
  decision === 'ask' && (rule === 'drift' || rule === 'blast-radius');

async function reportDrift(
  services: Services,
  request: ApplyRequest,
  plan: Plan,
  reason: string,
): Promise<ApplyReply> {
  await recordHappening(services, request, {
    outcome: { target: plan.target, reason },
    told: {
      key: `drift#${request.plan}#${plan.hash}#${services.digest(reason).slice(0, 16)}`,
      kind: 'action.drifted',
      text: `Not applied, to be planned again: ${reason}`,
      data: { plan: request.plan, before: plan.before },
    },
  });
  return { status: 'drifted', reason };
}

/** What an earlier attempt left open stays open: that is said aloud. */
async function reportDenial(
  services: Services,
  request: ApplyRequest,
  plan: Plan,
  { rule, reason: why }: { rule: string; reason: string },
): Promise<ApplyReply> {
  const danger = await findDanger(services, plan, request);
  const reason = danger ? `${why}; ${danger}` : why;
  await recordHappening(services, request, {
    outcome: { status: 'denied', rule, reason },
    told: {
      key: `denied#${request.plan}#${rule}`,
      kind: danger ? 'action.exposed' : 'action.denied',
      text: `Denied by ${rule}: ${reason}`,
      data: { plan: request.plan, rule, reason, ...(danger && { danger }) },
    },
  });
  return { status: 'denied', rule, reason };
}
