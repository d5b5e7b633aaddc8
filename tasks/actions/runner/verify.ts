import { NotFound } from '../../../core/errors.ts';
import type { ActionRequest, VerifyReply } from '../../../core/playbook/protocol.ts';
import { isHeld } from '../../../core/records/containment.ts';
import { guardClients } from './guard-clients.ts';
import { nameOf, recordHappening } from './journal.ts';
import { clientsFor, contextOf, findAction } from './make-plan.ts';
import type { Services } from './ports.ts';

type VerifyRequest = Extract<ActionRequest, { phase: 'verify' }>;

/** Re-reads the account: does what was applied hold? */
export async function answerVerify(services: Services, request: VerifyRequest): Promise<VerifyReply> {
  const record = await services.plans.get(request.plan);
  if (record === null) throw new NotFound(`there is no plan ${request.plan}; plan again`);
  const { plan } = record;
  const action = findAction(services, plan.action);
  const containment = await services.ledger.read(plan);
  const reply = await action.verify(plan, {
    ...contextOf(services, request.run, plan.target),
    clients: guardClients(clientsFor(services, request.run.incident, plan.action, plan.target), {
      permissions: action.spec.permissions.verify,
      beforeMutation: null,
    }),
    data: () => (isHeld(containment) ? containment.data : {}),
  });
  if (reply.verified !== 'pending') {
    await recordHappening(services, request, {
      outcome: { verified: reply.verified, reason: reply.reason },
      told: {
        key: `verify#${plan.hash}#${reply.verified}`,
        kind: 'action.verified',
        text: `${words[reply.verified]}: ${nameOf(plan.target)}: ${reply.reason}`,
        data: { plan: plan.hash, verified: reply.verified, reason: reply.reason },
      },
    });
  }
  return reply;
}

const words: Record<Exclude<VerifyReply['verified'], 'pending'>, string> = {
  contained: 'Contained',
  partial: 'Contained in part',
  not: 'Not contained',
};
