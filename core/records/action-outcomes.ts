import * as z from 'zod';
import { Target } from '../plan.ts';
import { Run, StepOutcome } from '../playbook/protocol.ts';
import type { Table } from '../ports/table.ts';
import { createRecords, eachItem, nestingOf, partitionOf, readAll, type Records } from './record.ts';

/** What became of one action step of one run, as far as it has come. */
export const ActionOutcome = z.object({
  run: Run,
  step: z.string(),
  action: z.string(),
  /** Null where the parameters did not say which resource is meant. */
  target: Target.nullable(),
  status: z.enum(['planned', 'denied', 'applied', 'undone', 'failed']),
  verified: StepOutcome.shape.verified,
  /** The hash of the plan that was made last. */
  plan: z.string().nullable(),
  /** What said no: a guardrail, `mode`, `approval`, `drift`. */
  rule: z.string().nullable(),
  reason: z.string().nullable(),
  firstPlannedAt: z.iso.datetime(),
});
export type ActionOutcome = z.infer<typeof ActionOutcome>;

interface OutcomeId {
  readonly run: Run;
  readonly step: string;
}

export interface ActionOutcomes extends Records<ActionOutcome, OutcomeId> {
  /** In the order in which they were first planned. */
  list(incident: string): Promise<readonly ActionOutcome[]>;
}

const prefix = 'ACTION#';

/**
 * One row per revision, playbook and step, for each place where another playbook runs it: a redriven run writes on,
 * and what is run twice has two.
 */
export function createActionOutcomes(table: Table): ActionOutcomes {
  return {
    ...createRecords<ActionOutcome, OutcomeId>(table, {
      schema: ActionOutcome,
      keyOf: ({ run, step }) => ({
        pk: partitionOf(run.incident),
        sk: `${prefix}${String(run.revision).padStart(4, '0')}#${run.playbook}#${step}${nestingOf(run)}`,
      }),
    }),
    async list(incident) {
      const found = await readAll(ActionOutcome, eachItem(table, { pk: partitionOf(incident), prefix }));
      return found.toSorted((a, b) => (a.firstPlannedAt < b.firstPlannedAt ? -1 : 1));
    },
  };
}
