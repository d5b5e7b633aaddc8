import * as z from 'zod';
import { ActionOutcome } from '../records/action-outcomes.ts';
import { Mode, PlaybookStatus, VerifyReply } from './protocol.ts';

/**
 * A case beside a playbook (`cases/*.json`): what comes in, and what must happen to it. `tourniquet test` runs
 * it through the whole workflow on a fresh simulated account.
 */

export const EventReference = z.strictObject({
  $ref: z.string().min(1).describe('A path from the folder of the case.'),
  change: z
    .record(z.string().regex(/^\//), z.json())
    .default({})
    .describe('JSON pointer → what stands there instead.'),
});

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

const Released = z.strictObject({
  undone: z
    .array(z.string())
    .describe('Action steps that are undone; inside forEach with the index: close[0].'),
  left: z
    .array(z.string())
    .default([])
    .describe('Action steps that stay applied, such as a snapshot, which is evidence.'),
});
export type Released = z.infer<typeof Released>;

/** By `runs`, as text. */
export const expectations = {
  false: z.strictObject({ runs: z.literal(false) }),
  true: z.strictObject({
    runs: z.literal(true),
    status: PlaybookStatus,
    steps: z
      .array(z.string())
      .describe('All that run, in any order; left out: those whose `when` was false.'),
    actions: z.array(ExpectedAction).default([]).describe('All that come to an outcome, in any order.'),
    approvals: z.array(ExpectedApproval).default([]).describe('All that are asked, in any order.'),
    release: Released.optional().describe('A person releases the incident afterwards: what must come of it.'),
  }),
};

export const InjectedFailure = z.strictObject({
  step: z
    .string()
    .describe('An action, approval or notify step; inside forEach that of all items, or of one: close[0].'),
  phase: z.enum(['plan', 'apply', 'verify']).default('apply').describe('Which call of an action fails.'),
  error: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_.]*$/, 'is not the name of an error, such as AccessDenied')
    .default('AccessDenied')
    .describe(
      'The name of the error, as AWS gives it. One that passes, such as Throttling, is retried first.',
    ),
});
export type InjectedFailure = z.infer<typeof InjectedFailure>;

export const PlaybookCase = z.strictObject({
  $schema: z.string().optional(),
  title: z.string().min(1).max(200),
  mode: Mode.default('auto').describe('What the configuration allows at most.'),
  event: Event,
  given: z
    .strictObject({ fail: z.array(InjectedFailure).min(1) })
    .optional()
    .describe('What goes wrong in this case, so that onFailure can be tested.'),
  expect: z.discriminatedUnion('runs', [expectations.false, expectations.true]),
});
export type PlaybookCase = z.infer<typeof PlaybookCase>;
