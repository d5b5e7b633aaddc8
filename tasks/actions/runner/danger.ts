import type { Plan } from '../../../core/plan.ts';
import { isHeld } from '../../../core/records/containment.ts';
import { findAction, type Step } from './make-plan.ts';
import type { Services } from './ports.ts';

/** What is dangerous as this step left its target, if it was given up half-way; null: nothing, or it never began. */
export async function findDanger(
  services: Services,
  plan: Pick<Plan, 'action' | 'target'>,
  { run, step }: Step,
): Promise<string | null> {
  const containment = await services.ledger.read(plan);
  if (!isHeld(containment)) return null;
  const began = containment.holders.some(
    (holder) => holder.execution === run.execution && holder.step === step,
  );
  return began ? findAction(services, plan.action).danger(containment.data) : null;
}
