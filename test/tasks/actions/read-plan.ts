import type { Plan } from '../../../core/plan.ts';
import { createPlans } from '../../../core/records/plans.ts';
import { createSqliteTable } from '../../../runtime/store/sqlite-table.ts';
import type { Asked, Harness } from './harness.ts';

/** Makes the plan, and reads it as it was stored. */
export async function readPlan(harness: Harness, asked: Asked): Promise<Plan> {
  const { hash } = await harness.plan(asked);
  const record = await createPlans(createSqliteTable(harness.database)).get(hash);
  if (!record) throw new Error('no plan');
  return record.plan;
}
