import * as z from 'zod';
import { Finding } from '../finding.ts';
import { IncidentStatus } from '../incident.ts';
import { JsonRecord, JsonValue } from '../json.ts';
import { Target } from '../plan.ts';
import { Risk } from '../risk.ts';

/**
 * What compiled playbooks say to the tasks, and what they get back. The compiler (`core/playbook/`) writes
 * the requests into ASL Arguments; `tasks/actions/runner` and the playbook tasks answer them.
 *
 * Placeholders that the compiler leaves for function names: `${BeginPlaybookFunction}`,
 * `${Actions<Service>Function}` (one per service: `${ActionsEc2Function}`), `${AskFunction}`,
 * `${NotifyFunction}`, `${RollbackFunction}`, `${EndPlaybookFunction}`; and for playbooks that start
 * another: `${Playbook<Id>StateMachine}` (`${PlaybookCloseBucketStateMachine}` for `close-bucket`).
 */

/**
 * An action whose account has drifted is planned again, and asked about again where it was approved, this
 * often; then it is denied (rule `drift`).
 */
export const MAX_DRIFTS = 2;

export const Mode = z.enum(['shadow', 'approve', 'auto']);
export type Mode = z.infer<typeof Mode>;

/** Which run speaks. `execution` is the ARN of the playbook's own execution. */
export const Run = z.object({
  incident: z.string(),
  revision: z.number().int(),
  playbook: z.string(),
  execution: z.string(),
  /** Of a playbook that another one runs: the steps that lead to it, as in `close[2]/evidence`. Else empty, or absent. */
  within: z.string().optional(),
});
export type Run = z.infer<typeof Run>;

/** Begin: the input of every playbook machine is this request; the reply feeds the variables in scope. */
export const BeginRequest = z.object({
  ...Run.shape,
  /** The mode of the playbook that runs this one: no step of a shadow acts. Default: no cap. */
  cap: Mode.optional(),
});
export const BeginReply = z.object({
  finding: Finding,
  incident: z.object({
    id: z.string(),
    revision: z.number().int(),
    status: IncidentStatus,
    occurrences: z.number().int(),
    firstSeen: z.string(),
    lastSeen: z.string(),
  }),
  risk: Risk,
  /** The playbook's mode after the caps of configuration, origin and sample. */
  mode: Mode,
});
export type BeginReply = z.infer<typeof BeginReply>;

/** A person's answer, as Ask returns it. `hashes` are the plans that the answer is about. */
export const Decision = z.object({
  /** The question's id. A yes counts as far as the store says the same under it. */
  approval: z.string().optional(),
  decision: z.enum(['approved', 'rejected', 'expired']),
  by: z.string(),
  at: z.string(),
  reason: z.string().optional(),
  hashes: z.array(z.string()),
});
export type Decision = z.infer<typeof Decision>;

/** `step` is the step's id; inside forEach with the indices: `isolate[2]`. It is unique within a run. */
const stepOf = { run: Run, step: z.string(), action: z.string() };

/** How many times a forEach step takes this step at once: they are let through together or not at all. */
const siblings = z.number().int().min(1).default(1);

export const ActionRequest = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('plan'), ...stepOf, parameters: JsonRecord }),
  /** `approval`: the decision of an earlier approval step that names this one, or of its own Ask. */
  z.object({
    phase: z.literal('decide'),
    ...stepOf,
    plan: z.string(),
    mode: Mode,
    approval: Decision.nullable(),
    /** How often the account was found otherwise than planned; above MAX_DRIFTS the answer is deny. */
    drifts: z.number().int().min(0).optional(),
    /** How often people have been asked; above MAX_DRIFTS they are not asked again. */
    asked: z.number().int().min(0).optional(),
    siblings,
  }),
  z.object({
    phase: z.literal('apply'),
    ...stepOf,
    plan: z.string(),
    mode: Mode,
    approval: Decision.nullable(),
    siblings,
  }),
  z.object({ phase: z.literal('verify'), ...stepOf, plan: z.string(), siblings }),
  /** The step's Catch: records what failed. */
  z.object({
    phase: z.literal('fail'),
    ...stepOf,
    plan: z.string().nullable(),
    error: z.string(),
    cause: z.string(),
    siblings,
  }),
]);
export type ActionRequest = z.infer<typeof ActionRequest>;

export const PlanReply = z.object({
  /** The plan is stored under its hash. */
  hash: z.string(),
  target: Target,
  summary: z.string(),
  held: z.boolean(),
});
export type PlanReply = z.infer<typeof PlanReply>;

/** `record`: shadow mode, the plan is the outcome. `deny`: a guardrail or a person said no. */
export const DecideReply = z.object({
  decision: z.enum(['apply', 'ask', 'record', 'deny']),
  /** The guardrail, or `mode`, `approval`. */
  rule: z.string(),
  reason: z.string(),
});
export type DecideReply = z.infer<typeof DecideReply>;

/** `drifted`: the account is no longer as planned; plan again (and ask again, where it was approved). */
export const ApplyReply = z.discriminatedUnion('status', [
  z.object({ status: z.literal('applied'), result: JsonRecord }),
  z.object({ status: z.literal('drifted'), reason: z.string() }),
  z.object({ status: z.literal('denied'), rule: z.string(), reason: z.string() }),
]);
export type ApplyReply = z.infer<typeof ApplyReply>;

export const VerifyReply = z.object({
  verified: z.enum(['contained', 'partial', 'not', 'pending']),
  reason: z.string(),
  /** Seconds until it is worth looking again; with `pending` only. */
  retryAfter: z.number().int().min(1).optional(),
});
export type VerifyReply = z.infer<typeof VerifyReply>;

/** Ask (`lambda:invoke.waitForTaskToken`): the token goes to the store and nowhere else. Answers a Decision. */
export const AskRequest = z.object({
  token: z.string(),
  run: Run,
  /** The approval step's id, or the action step's where mode `approve` asks. */
  step: z.string(),
  message: z.string(),
  plans: z.array(z.string()).min(1),
  /** Tells questions about the same plans apart: how often the step has asked, this time included. Default: once only. */
  round: z.number().int().min(1).optional(),
  /** Absolute, ISO 8601: after it the answer is no. */
  deadline: z.string(),
  /** Names of who may answer, and how many have to say yes. Default: the configuration's. */
  approvers: z.array(z.string()).min(1).optional(),
  quorum: z.number().int().min(1).optional(),
  /** 0 for the question itself, then how often it was repeated because nobody had answered. */
  reminder: z.number().int().min(0).optional(),
});
export type AskRequest = z.infer<typeof AskRequest>;

export const NotifyRequest = z.object({ run: Run, step: z.string(), message: z.string() });
export type NotifyRequest = z.infer<typeof NotifyRequest>;

/** Rollback reads the ledger alone: it undoes what this run applied, newest first. */
export const RollbackRequest = z.object({ run: Run });
export const RollbackReply = z.object({
  undone: z.array(z.object({ action: z.string(), target: Target })),
  /** What was left as it is, and why: another incident holds it, a person changed it since. */
  left: z.array(z.object({ action: z.string(), target: Target, why: z.string() })),
});
export type RollbackReply = z.infer<typeof RollbackReply>;

/** What a step leaves in `$steps.<id>`. A step that did not run is null. */
export const StepOutcome = z.object({
  status: z.enum(['applied', 'planned', 'denied', 'failed', 'approved', 'rejected', 'done']),
  reason: z.string().optional(),
  verified: VerifyReply.shape.verified.exclude(['pending']).nullable(),
  result: JsonValue,
});
export type StepOutcome = z.infer<typeof StepOutcome>;

export const PlaybookStatus = z.enum([
  'succeeded',
  'shadowed',
  'partial',
  'rejected',
  'failed',
  'rolled-back',
]);
export type PlaybookStatus = z.infer<typeof PlaybookStatus>;

/** The last state of every playbook machine reports how it went; the reply is the execution's output. */
export const EndRequest = z.object({
  run: Run,
  status: z.enum(['completed', 'failed', 'rolled-back']),
  /** The step that stopped the playbook, where one did. */
  step: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
});
export type EndRequest = z.infer<typeof EndRequest>;
export const EndReply = z.object({ playbook: z.string(), status: PlaybookStatus });
export type EndReply = z.infer<typeof EndReply>;
