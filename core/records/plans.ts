import * as z from 'zod';
import { TargetFacts } from '../guardrails/facts.ts';
import { Plan } from '../plan.ts';
import type { Table } from '../ports/table.ts';
import { parseOnce } from './record.ts';

/** A plan with what guardrails judge it by. */
export const PlanRecord = z.object({
  plan: Plan,
  facts: TargetFacts,
  /** Why the action itself will not do it: the target is gone, or out of its reach. */
  refusal: z.object({ rule: z.string(), reason: z.string() }).nullable(),
});
export type PlanRecord = z.infer<typeof PlanRecord>;

export interface Plans {
  get(hash: string): Promise<PlanRecord | null>;
  /** Planning again renews what the hash does not cover: facts, blast radius, who holds it. */
  put(record: PlanRecord): Promise<void>;
}

export function createPlans(table: Table): Plans {
  const parse = parseOnce(PlanRecord);
  const keyOf = (hash: string) => ({ pk: `PLAN#${hash}`, sk: 'META' });
  return {
    async get(hash) {
      const item = await table.get(keyOf(hash));
      return item === null ? null : parse(item);
    },
    async put(record) {
      await table.put({ ...keyOf(record.plan.hash), data: record }, 'always');
    },
  };
}
