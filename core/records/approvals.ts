import * as z from 'zod';
import { Decision, Run } from '../playbook/protocol.ts';
import type { Table } from '../ports/table.ts';
import { createListing, type ReadSlice } from './listing.ts';
import { Reach } from '../reach.ts';
import { createRecords, eachIndexed, readAll, type Records } from './record.ts';

/** One person's word, and where it came from. */
const Answer = z.object({
  by: z.string(),
  decision: z.enum(['approved', 'rejected']),
  at: z.iso.datetime(),
  reason: z.string().optional(),
  from: z
    .object({
      via: z.enum(['link', 'command', 'terminal', 'console']),
      /** Of the HTTP request: IP address and User-Agent, as they were told. */
      address: z.string().optional(),
      agent: z.string().optional(),
      /** The name is of somebody who signed in, not what they call themselves. */
      signedIn: z.boolean().optional(),
    })
    .optional(),
});
export type Answer = z.infer<typeof Answer>;

/** A question to people, bound to plans by their hashes. */
export const Approval = z.object({
  /** From execution, step, plans and round: a reminder is the same question, what has grown since is another. */
  id: z.string(),
  run: Run,
  step: z.string(),
  message: z.string(),
  plans: z.array(z.string()),
  /** What people were told of each plan that its hash does not cover: a yes is bound to no more than that. */
  seen: z.array(Reach).default([]),
  askedAt: z.iso.datetime(),
  /** After it the answer is no. */
  deadline: z.iso.datetime(),
  /** How often it was put: 1, and one more for each reminder. */
  asks: z.number().int(),
  /** The newest task token. It leaves the store only towards the service that issued it. */
  token: z.string(),
  /** Who may answer; empty: whoever can. */
  approvers: z.array(z.string()).default([]),
  /** How many of them have to say yes. */
  quorum: z.number().int().min(1).default(1),
  /** Who asked for the containment, and so cannot approve it; null: a finding did. */
  requester: z.string().nullable().default(null),
  answers: z.array(Answer).default([]),
  decision: Decision.nullable(),
});
export type Approval = z.infer<typeof Approval>;

/** The question after its deadline: the answer is no, unless there is one already. */
export function expire(approval: Approval, at: string): Approval {
  if (approval.decision !== null) return approval;
  return { ...approval, decision: { decision: 'expired', by: 'deadline', at, hashes: approval.plans } };
}

/** The decision as the waiting execution hears it: with the question's name, by which it is looked up. */
export function tellAs({ id }: Approval, decision: Decision): Decision {
  return { approval: id, ...decision };
}

export interface Approvals extends Records<Approval, string> {
  /** Those that nobody has answered, oldest first. */
  listWaiting(): Promise<readonly Approval[]>;
  readonly newestWaiting: ReadSlice<Approval>;
  /** Those that were answered as well. */
  readonly newest: ReadSlice<Approval>;
  /** All of an incident, oldest first. */
  listOf(incident: string): Promise<readonly Approval[]>;
}

const waiting = 'WAITING-APPROVALS';
const decided = 'DECIDED-APPROVALS';
const ofIncident = (incident: string): string => `APPROVALS#${incident}`;

export function createApprovals(table: Table): Approvals {
  const records = createRecords<Approval, string>(table, {
    schema: Approval,
    keyOf: (id) => ({ pk: `APPROVAL#${id}`, sk: 'META' }),
    placed: ({ askedAt, id, run, decision }) => ({
      gsi1: { pk: ofIncident(run.incident), sk: `${askedAt}#${id}` },
      gsi2: { pk: decision === null ? waiting : decided, sk: `${askedAt}#${id}` },
    }),
  });
  const listed = { index: 'gsi2', read: records.read } as const;
  return {
    ...records,
    newestWaiting: createListing(table, { ...listed, partitions: [waiting] }),
    newest: createListing(table, { ...listed, partitions: [waiting, decided] }),
    listWaiting: () => readAll(Approval, eachIndexed(table, 'gsi2', waiting)),
    listOf: (incident) => readAll(Approval, eachIndexed(table, 'gsi1', ofIncident(incident))),
  };
}
