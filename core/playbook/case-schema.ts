import * as z from 'zod';
import { ActionOutcome } from '../records/action-outcomes.ts';
import { Mode, PlaybookStatus, VerifyReply } from './protocol.ts';
import { StepId } from './schema.ts';

/**
 * A case beside a playbook (`cases/*.json`): what comes in, and what must happen to it. `tourniquet test` runs
 * it through the whole workflow on a fresh simulated account.
 */

const EventReference = z.strictObject({
  $ref: z.string().min(1).describe('A path from the folder of the case.'),
  change: z
    .record(z.string().regex(/^\//), z.json())
    .default({})
    .describe('JSON pointer → what stands there instead.'),
});
export type EventReference = z.infer<typeof EventReference>;

const Event = z
  .union([EventReference, z.record(z.string(), z.json())])
  .describe('A GuardDuty or Security Hub event, or { "$ref": "path" } to one.');

const ExpectedAction = z.strictObject({
  step: z.string().describe('Inside forEach with the index: close[0].'),
  target: z.string().describe('The id of what it acts on.'),
  status: ActionOutcome.shape.status,
  verified: VerifyReply.shape.verified.exclude(['pending']).optional(),
});

const ExpectedApproval = z.strictObject({
  step: z.string().describe('The approval step, or the action that asks by itself.'),
  answer: z.enum(['approve', 'reject', 'expire']).describe('How it is answered in this case.'),
});

const Expectation = z.discriminatedUnion('runs', [
  z.strictObject({ runs: z.literal(false) }),
  z.strictObject({
    runs: z.literal(true),
    status: PlaybookStatus,
    steps: z.array(StepId).describe('All that run, in any order; left out: those whose `when` was false.'),
    actions: z.array(ExpectedAction).default([]).describe('All that come to an outcome, in any order.'),
    approvals: z.array(ExpectedApproval).default([]).describe('All that are asked, in any order.'),
  }),
]);

export const PlaybookCase = z.strictObject({
  $schema: z.string().optional(),
  title: z.string().min(1).max(200),
  mode: Mode.default('auto').describe('What the configuration allows at most.'),
  event: Event,
  expect: Expectation,
});
export type PlaybookCase = z.infer<typeof PlaybookCase>;
