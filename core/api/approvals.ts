import * as z from 'zod';
import { SeverityLabel } from '../finding.ts';
import { Caution } from '../guardrails/facts.ts';
import { Plan } from '../plan.ts';
import { Decision } from '../playbook/protocol.ts';
import { Approval } from '../records/approvals.ts';
import { PageQuery } from './paging.ts';

/** A question as people see it: the task token and the rest of its run stay in the store. */
export const ApprovalView = Approval.omit({ token: true, run: true, seen: true })
  .extend({
    incident: z.string(),
    playbook: z.string(),
    revision: z.number().int(),
    decision: Decision.nullable(),
  })
  .meta({ id: 'ApprovalView' });
export type ApprovalView = z.infer<typeof ApprovalView>;

/** A question with what whoever answers has to know. */
export const ApprovalDetail = ApprovalView.extend({
  about: z
    .object({
      title: z.string(),
      type: z.string(),
      account: z.string(),
      region: z.string(),
      resource: z.object({ kind: z.string(), id: z.string() }),
      severity: z.object({ label: SeverityLabel, score: z.number() }),
      risk: z.object({ score: z.number(), level: z.string() }),
    })
    .nullable(),
  /** With the blast radius that was seen when the question was put: `readAskedPlans`. */
  plannedActions: z.array(Plan),
  /** Why to think twice: containment reaches further than the target. `plan` is the hash of the plan. */
  cautions: z.array(Caution.extend({ plan: z.string() })),
  /** Whether the person who asks may answer it, and if not, why. */
  mayAnswer: z.boolean(),
  why: z.string().nullable(),
}).meta({ id: 'ApprovalDetail' });
export type ApprovalDetail = z.infer<typeof ApprovalDetail>;

export const ApprovalQuery = PageQuery.extend({
  state: z.enum(['waiting', 'all']).default('waiting'),
});
export type ApprovalQuery = z.infer<typeof ApprovalQuery>;

export const AnswerRequest = z
  .object({
    decision: z.enum(['approved', 'rejected']),
    reason: z.string().max(500).optional(),
  })
  .meta({ id: 'AnswerRequest' });
export type AnswerRequest = z.infer<typeof AnswerRequest>;

/** What became of an answer. `refused` and `late` come as problems. */
export const AnswerResult = z
  .object({
    status: z.enum(['taken', 'decided', 'counted']),
    /** How many more have to say yes. */
    missing: z.number().int(),
    decision: Decision.nullable(),
  })
  .meta({ id: 'AnswerResult' });
export type AnswerResult = z.infer<typeof AnswerResult>;
