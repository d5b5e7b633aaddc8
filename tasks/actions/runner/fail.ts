import type { ActionRequest } from '../../../core/playbook/protocol.ts';
import { messageInCause } from '../../lambda-cause.ts';
import { recordHappening } from './journal.ts';
import { findAction } from './make-plan.ts';
import type { Services } from './ports.ts';

type FailRequest = Extract<ActionRequest, { phase: 'fail' }>;

/** Records that a step failed, and says so aloud if it left the target in a dangerous state. */
export async function answerFail(services: Services, request: FailRequest): Promise<Record<string, never>> {
  const reason = `${request.error}: ${messageInCause(request.cause)}`;
  const danger = await findDanger(services, request);
  await recordHappening(services, request, {
    outcome: { status: 'failed', reason: danger ? `${reason}; ${danger}` : reason },
    told: {
      key: `fail#${request.plan ?? 'unplanned'}#${request.error}`,
      kind: danger ? 'action.exposed' : 'action.failed',
      text: danger ? `Failed half-way: ${danger} (${reason})` : `Failed: ${reason}`,
      data: { plan: request.plan, error: request.error, reason, danger },
    },
  });
  return {};
}

async function findDanger(services: Services, { plan }: FailRequest): Promise<string | null> {
  const record = plan === null ? null : await services.plans.get(plan);
  if (record === null) return null;
  const containment = await services.ledger.read(record.plan);
  if (containment === null || containment.state === 'released') return null;
  return findAction(services, record.plan.action).danger(containment.data);
}
