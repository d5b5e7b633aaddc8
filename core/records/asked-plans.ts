import type { Plan } from '../plan.ts';
import type { Reach } from '../reach.ts';
import type { Approval } from './approvals.ts';
import type { Plans } from './plans.ts';

/** A plan as people are asked about it. */
export interface AskedPlan {
  readonly plan: Plan;
  readonly cautions: Reach['cautions'];
}

/**
 * The plans of a question, with the blast radius that was seen when it was put: a plan is renewed whenever it is
 * made again, and whoever answers must be shown what the answer covers.
 */
export async function readAskedPlans(
  plans: Pick<Plans, 'get'>,
  approval: Pick<Approval, 'plans' | 'seen'>,
): Promise<readonly AskedPlan[]> {
  const records = await Promise.all(approval.plans.map((hash) => plans.get(hash)));
  return records.flatMap((record) => {
    if (record === null) return [];
    const { plan, facts } = record;
    const seen = approval.seen.find((reach) => reach.plan === plan.hash);
    if (seen === undefined) return { plan, cautions: facts.cautions };
    return { plan: { ...plan, blastRadius: seen.blastRadius }, cautions: seen.cautions };
  });
}
