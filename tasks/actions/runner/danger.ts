import type { Plan } from '../../../core/plan.ts';
import { type Containment, isHeld } from '../../../core/records/containment.ts';
import { findAction, type Step } from './make-plan.ts';
import type { Services } from './ports.ts';

/** Whether this step has the containment under way or in place: half-way, it may be worse to stop than to go on. */
export async function hasBegun(
  services: Services,
  plan: Pick<Plan, 'action' | 'target'>,
  { run, step }: Step,
): Promise<boolean> {
  const containment = await services.ledger.read(plan);
  return isHeld(containment) && isHolder(containment, { run, step });
}

const isHolder = ({ holders }: Containment, { run, step }: Pick<Step, 'run' | 'step'>): boolean =>
  holders.some((holder) => holder.execution === run.execution && holder.step === step);

/** What is dangerous as this step left its target, if it was given up half-way; null: nothing, or it never began. */
export async function findDanger(
  services: Services,
  plan: Pick<Plan, 'action' | 'target'>,
  { run, step }: Step,
): Promise<string | null> {
  const containment = await services.ledger.read(plan);
  if (!isHeld(containment) || !isHolder(containment, { run, step })) return null;
  return findAction(services, plan.action).danger(containment.data);
}
