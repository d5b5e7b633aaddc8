import * as z from 'zod';
import { PageQuery } from './paging.ts';

export const ExecutionStatus = z.enum([
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
  'ABORTED',
  'PENDING_REDRIVE',
]);
export type ExecutionStatus = z.infer<typeof ExecutionStatus>;

export const ExecutionQuery = PageQuery.extend({
  /** The name of a state machine. */
  machine: z.string().max(80).optional(),
  status: ExecutionStatus.optional(),
});
export type ExecutionQuery = z.infer<typeof ExecutionQuery>;

/** What an execution is called everywhere in the API: the names of its machine and its own. */
export const ExecutionId = z.object({
  machine: z.string().min(1).max(80),
  name: z.string().min(1).max(80),
});
export type ExecutionId = z.infer<typeof ExecutionId>;

export const ExecutionSummary = ExecutionId.extend({
  arn: z.string(),
  status: ExecutionStatus,
  startedAt: z.iso.datetime(),
  stoppedAt: z.iso.datetime().nullable(),
  redriveCount: z.number().int(),
}).meta({ id: 'ExecutionSummary' });
export type ExecutionSummary = z.infer<typeof ExecutionSummary>;

export const ExecutionDetail = ExecutionSummary.extend({
  /** JSON text, task tokens redacted; null where it was not kept (AWS: after 90 days). */
  input: z.string().nullable(),
  output: z.string().nullable(),
  error: z.string().nullable(),
  cause: z.string().nullable(),
  redrivable: z.boolean(),
  /** The incident that it is about, where it is about one. */
  incident: z.string().nullable(),
  /** Who started it, where that was another execution. */
  parent: ExecutionId.nullable(),
  /** ASL as JSON text: the definition that this execution runs, whatever its machine has now. */
  definition: z.string(),
  /** The page of the AWS console, where it runs on AWS. */
  consoleUrl: z.url().nullable(),
}).meta({ id: 'ExecutionDetail' });
export type ExecutionDetail = z.infer<typeof ExecutionDetail>;

/**
 * One event as GetExecutionHistory gives it, its details under one name.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
 */
export const ExecutionEvent = z
  .object({
    id: z.number().int(),
    previousEventId: z.number().int(),
    type: z.string(),
    at: z.iso.datetime(),
    /** The state that it belongs to, where it belongs to one. */
    state: z.string().nullable(),
    /** What AWS has under `…EventDetails`; input and output are JSON text. Task tokens are redacted. */
    details: z.record(z.string(), z.unknown()),
    /** The execution that this event started. */
    child: ExecutionId.nullable(),
  })
  .meta({ id: 'ExecutionEvent' });
export type ExecutionEvent = z.infer<typeof ExecutionEvent>;

export const HistoryQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(1000),
  cursor: PageQuery.shape.cursor,
  order: z.enum(['oldest', 'newest']).default('oldest'),
});
export type HistoryQuery = z.infer<typeof HistoryQuery>;

export const StateMachineView = z
  .object({ name: z.string(), arn: z.string(), createdAt: z.iso.datetime() })
  .meta({ id: 'StateMachineView' });
export type StateMachineView = z.infer<typeof StateMachineView>;
