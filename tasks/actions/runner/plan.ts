import type { JsonObject } from '../../../core/json.ts';
import type { Target } from '../../../core/plan.ts';
import type { ActionRequest, PlanReply } from '../../../core/playbook/protocol.ts';
import { messageOf } from '../errors.ts';
import { nameOf, recordHappening } from './journal.ts';
import { findAction, findTarget, makePlan, parseParameters, type Step } from './make-plan.ts';
import type { Services } from './ports.ts';

type PlanRequest = Extract<ActionRequest, { phase: 'plan' }>;

/** Makes the plan and keeps it under its hash. */
export async function answerPlan(services: Services, request: PlanRequest): Promise<PlanReply> {
  const record = await makePlan(services, request, request.parameters).catch(async (error: unknown) => {
    await recordFailure(services, request, error);
    throw error;
  });
  const { hash, target, blastRadius, held, calls } = record.plan;
  await services.plans.put(record);
  await recordHappening(services, request, {
    outcome: { target, status: 'planned', plan: hash, rule: null, reason: null, verified: null },
    told: {
      key: `plan#${hash}`,
      kind: 'action.planned',
      text: `Planned ${request.action} on ${nameOf(target)}: ${blastRadius.summary}`,
      data: { plan: hash, held, calls: calls.length },
    },
  });
  return { hash, target, summary: blastRadius.summary, held };
}

/** So that the outcome names its target even when nothing could be planned for it. */
async function recordFailure(services: Services, request: PlanRequest, error: unknown): Promise<void> {
  const target = await findTargetIfAny(services, request, request.parameters);
  await recordHappening(services, request, {
    outcome: { status: 'failed', target, reason: messageOf(error) },
    told: null,
  });
}

async function findTargetIfAny(services: Services, step: Step, parameters: unknown): Promise<Target | null> {
  try {
    const parsed: JsonObject = parseParameters(findAction(services, step.action), parameters);
    return await findTarget(services, step, parsed);
  } catch {
    return null;
  }
}
