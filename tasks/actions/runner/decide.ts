import { NotFound } from '../../../core/errors.ts';
import type { ActionRequest, DecideReply } from '../../../core/playbook/protocol.ts';
import { findDanger } from './danger.ts';
import { judge } from './judge.ts';
import { recordHappening } from './journal.ts';
import type { Services } from './ports.ts';

type DecideRequest = Extract<ActionRequest, { phase: 'decide' }>;

/** May this plan be applied now, must people be asked, is it for the record only, or is the answer no? */
export async function answerDecide(services: Services, request: DecideRequest): Promise<DecideReply> {
  const record = await services.plans.get(request.plan);
  if (record === null) throw new NotFound(`there is no plan ${request.plan}; plan again`);
  const { drifts = 0, asked = 0 } = request;
  const reply = await judge(services, record, { ...request, drifts, asked });
  const { decision, rule } = reply;
  const danger = decision === 'deny' ? await findDanger(services, record.plan, request) : null;
  const reason = danger ? `${reply.reason}; ${danger}` : reply.reason;
  await recordHappening(services, request, {
    outcome: decision === 'apply' ? { rule: null, reason: null } : { ...statusOf[decision], rule, reason },
    told: {
      key: `decide#${request.plan}#${drifts}#${asked}#${decision}#${rule}`,
      kind: danger ? 'action.exposed' : kinds[decision],
      text: `${words[decision]} (${rule}: ${reason})`,
      data: { plan: request.plan, decision, rule, reason, ...(danger && { danger }) },
    },
  });
  return { decision, rule, reason };
}

const statusOf = { ask: {}, record: {}, deny: { status: 'denied' } } as const;

const kinds = {
  apply: 'action.decided',
  ask: 'action.decided',
  record: 'action.decided',
  deny: 'action.denied',
} as const;

const words: Record<DecideReply['decision'], string> = {
  apply: 'To be applied',
  ask: 'People are asked first',
  record: 'For the record only',
  deny: 'Denied',
};
