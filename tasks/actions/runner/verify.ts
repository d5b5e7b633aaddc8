import { NotFound } from '../../../core/errors.ts';
import type { ActionRequest, Run, VerifyReply } from '../../../core/playbook/protocol.ts';
import { isHeld } from '../../../core/records/containment.ts';
import { countStepFailure } from './budget.ts';
import { guardClients } from './guard-clients.ts';
import { nameOf, recordHappening } from './journal.ts';
import { clientsFor, contextOf, findAction } from './make-plan.ts';
import type { Services } from './ports.ts';

type VerifyRequest = Extract<ActionRequest, { phase: 'verify' }>;

/** Re-reads the account: does what was applied hold? Records nothing, so that people may ask at any time. */
export async function lookAgain(services: Services, run: Run, hash: string): Promise<VerifyReply> {
  const record = await services.plans.get(hash);
  if (record === null) throw new NotFound(`there is no plan ${hash}; plan again`);
  const { plan } = record;
  const action = findAction(services, plan.action);
  const containment = await services.ledger.read(plan);
  return await action.verify(plan, {
    ...contextOf(services, run, plan.target),
    clients: guardClients(
      clientsFor(services, run.incident, { spec: action.spec, phase: 'verify' }, plan.target),
      {
        permissions: action.spec.permissions.verify,
        beforeMutation: null,
      },
    ),
    data: () => (isHeld(containment) ? containment.data : {}),
  });
}

/** Looks, and keeps the verdict once there is one. */
export async function answerVerify(services: Services, request: VerifyRequest): Promise<VerifyReply> {
  const reply = await lookAgain(services, request.run, request.plan);
  const record = await services.plans.get(request.plan);
  if (reply.verified !== 'pending' && record !== null) {
    const { plan } = record;
    if (reply.verified === 'not') await countStepFailure(services, plan, request);
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
