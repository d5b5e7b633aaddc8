import type { TargetFacts } from '../../../core/guardrails/facts.ts';
import type { Plan } from '../../../core/plan.ts';
import { createPlans } from '../../../core/records/plans.ts';
import { createSqliteTable } from '../../../runtime/store/sqlite-table.ts';
import type { Asked, Harness } from './harness.ts';

async function readRecord(harness: Harness, asked: Asked) {
  const { hash } = await harness.plan(asked);
  const record = await createPlans(createSqliteTable(harness.database)).get(hash);
  if (!record) throw new Error('no plan');
  return record;
}

/** Makes the plan, and reads it as it was stored. */
export async function readPlan(harness: Harness, asked: Asked): Promise<Plan> {
  return (await readRecord(harness, asked)).plan;
}

/** Makes the plan, and reads what it says to be careful about. */
export async function readCautions(harness: Harness, asked: Asked): Promise<TargetFacts['cautions']> {
  return (await readRecord(harness, asked)).facts.cautions;
}
