import * as z from 'zod';
import { Decision, Run } from '../playbook/protocol.ts';
import type { Table } from '../ports/table.ts';
import { createRecords, eachIndexed, type Records } from './record.ts';

/** A question to people, bound to plans by their hashes. */
export const Approval = z.object({
  /** From execution, step and plans: asking again about the same plans is the same question. */
  id: z.string(),
  run: Run,
  step: z.string(),
  message: z.string(),
  plans: z.array(z.string()),
  askedAt: z.iso.datetime(),
  /** After it the answer is no. */
  deadline: z.iso.datetime(),
  /** How often it was put: 1, and one more for each reminder. */
  asks: z.number().int(),
  /** The newest task token. It leaves the store only towards the service that issued it. */
  token: z.string(),
  decision: Decision.nullable(),
});
export type Approval = z.infer<typeof Approval>;

export interface Approvals extends Records<Approval, string> {
  /** All, oldest first. */
  list(): Promise<readonly Approval[]>;
}

const listing = 'APPROVALS';

export function createApprovals(table: Table): Approvals {
  return {
    ...createRecords<Approval, string>(table, {
      schema: Approval,
      keyOf: (id) => ({ pk: `APPROVAL#${id}`, sk: 'META' }),
      placed: ({ askedAt, id }) => ({ gsi1: { pk: listing, sk: `${askedAt}#${id}` } }),
    }),
    list: async () => {
      const found: Approval[] = [];
      for await (const { data } of eachIndexed(table, 'gsi1', listing)) found.push(Approval.parse(data));
      return found;
    },
  };
}
