import type { ActionRequest } from '../../../core/playbook/protocol.ts';
import { messageInCause } from '../../lambda-cause.ts';
import { recordHappening } from './journal.ts';
import type { ChangeRefused } from '../errors.ts';
import { countStepFailure } from './budget.ts';
import { findDanger } from './danger.ts';
import type { Services } from './ports.ts';

type FailRequest = Extract<ActionRequest, { phase: 'fail' }>;

/** Records that a step failed, and says so aloud if it left the target in a dangerous state. */
export async function answerFail(services: Services, request: FailRequest): Promise<Record<string, never>> {
  const reason = `${request.error}: ${messageInCause(request.cause)}`;
  const record = request.plan === null ? null : await services.plans.get(request.plan);
  if (record !== null && request.error !== refused) await countStepFailure(services, record.plan, request);
  const danger = record === null ? null : await findDanger(services, record.plan, request);
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

/** A guardrail that says no at the last moment is no failure of the action. */
const refused: ChangeRefused['name'] = 'ChangeRefused';
