import type * as z from 'zod';
import type { ActionSpec } from '../../core/action-spec.ts';
import type { TargetFacts } from '../../core/guardrails/facts.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import type { BlastRadius, CallTemplate, Plan, Target } from '../../core/plan.ts';
import type { VerifyReply } from '../../core/playbook/protocol.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Clients } from '../aws-clients.ts';
import { toEntry } from './entry.ts';

/** What `plan` found out, and would do. */
export interface Draft {
  readonly calls: readonly CallTemplate[];
  /**
   * What containment depends on, as it was before any change of ours: where `data` says that the state is
   * of our own making, the recorded one.
   */
  readonly before: Json;
  readonly after: Json;
  readonly blastRadius: BlastRadius;
  /** Nothing is left to do for this incident and revision, by what `data` says that we did. */
  readonly inPlace: boolean;
  readonly facts: TargetFacts;
  /** Set where the action will not do it (the target is gone, or out of its reach): then the answer is deny. */
  readonly refusal?: { readonly rule: string; readonly reason: string };
}

export interface ActionContext<D> {
  /** Guarded: a command outside the phase's permissions is refused, a mutation also outside apply and undo. */
  readonly clients: Clients;
  readonly clock: Clock;
  readonly target: Target;
  readonly incident: string;
  readonly revision: number;
  /** Whose step it is; null where a person asked. */
  readonly playbook: string | null;
  /** What earlier attempts, and other holders, recorded for this containment. */
  readonly data: () => D;
}

/** What a plan sees besides. */
export interface PlanContext<D> extends ActionContext<D> {
  /**
   * For what is regional about the target: clients of its Region or, for IAM's targets, which have none, of the
   * incident's. Null where that Region may not be looked into.
   */
  readonly regional: { readonly region: string; readonly clients: Clients } | null;
}

export interface ChangeContext<D> extends ActionContext<D> {
  /** Merged into `data`, at its top level. Call it before the mutation that it is about. */
  readonly record: (patch: Partial<D>) => Promise<void>;
  /**
   * Checks once whether changes are still wanted (run open, not paused, not overtaken), then lets `work`
   * finish whatever happens: for steps between which it would be worse to stop than to go on.
   */
  readonly unstoppable: <T>(work: () => Promise<T>) => Promise<T>;
}

type PlanFor<P> = Omit<Plan, 'parameters'> & { readonly parameters: P };

export interface UndoReport {
  /** What was put back as it was; empty where it stood so already. */
  readonly undone: readonly string[];
  /** What stays as it is, and why: a person changed it since, or it is gone. */
  readonly left: readonly { readonly what: string; readonly why: string }[];
  /** What whoever asked for it should know. */
  readonly note?: string;
}

interface Body<P, D> {
  /** Of what is recorded in the ledger. It must accept `{}`: nothing recorded yet. */
  readonly data: z.ZodType<D>;
  /** Reads only. */
  readonly plan: (parameters: P, context: PlanContext<D>) => Promise<Draft>;
  /** Idempotent: finds the traces of an attempt that died anywhere, and carries on. */
  readonly apply: (plan: PlanFor<P>, context: ChangeContext<D>) => Promise<JsonObject>;
  /** Re-reads the account. */
  readonly verify: (plan: PlanFor<P>, context: ActionContext<D>) => Promise<VerifyReply>;
  /** What is dangerous as the recorded data stands, if an attempt was given up half-way. */
  readonly danger?: (data: D) => string | null;
}

interface Undoing<P, D> {
  /** Idempotent, and leaves alone what a person changed since. */
  readonly undo: (parameters: P, context: ChangeContext<D>) => Promise<UndoReport>;
}

/** An action can be undone, or its spec says why not: anything else does not type-check. */
type UndoPart<S, P, D> = S extends { readonly undo: 'reversible' }
  ? Undoing<P, D>
  : { readonly undo?: never };

/** An action as the runner sees it: parameters and data are checked on the way in. */
export interface Action {
  readonly spec: ActionSpec;
  readonly plan: (parameters: JsonObject, context: PlanContext<JsonObject>) => Promise<Draft>;
  readonly apply: (plan: Plan, context: ChangeContext<JsonObject>) => Promise<JsonObject>;
  readonly verify: (plan: Plan, context: ActionContext<JsonObject>) => Promise<VerifyReply>;
  readonly danger: (data: JsonObject) => string | null;
  readonly undo: ((parameters: JsonObject, context: ChangeContext<JsonObject>) => Promise<UndoReport>) | null;
}

export function defineAction<P, D extends JsonObject, S extends ActionSpec<P>>(
  spec: S & ActionSpec<P>,
  body: Body<P, D> & UndoPart<S, P, D>,
): Action {
  const { undo } = body as Body<P, D> & Partial<Undoing<P, D>>;
  const typed = <C extends ActionContext<JsonObject>>(context: C) => ({
    ...context,
    data: () => body.data.parse(context.data()),
  });
  const changing = (context: ChangeContext<JsonObject>): ChangeContext<D> => ({
    ...typed(context),
    record: (patch) => context.record(patch as JsonObject),
  });
  const planFor = (plan: Plan): PlanFor<P> => ({
    ...plan,
    parameters: spec.parameters.parse(plan.parameters),
  });
  return {
    spec: toEntry<P>(spec),
    plan: (parameters, context) => body.plan(spec.parameters.parse(parameters), typed(context)),
    apply: (plan, context) => body.apply(planFor(plan), changing(context)),
    verify: (plan, context) => body.verify(planFor(plan), typed(context)),
    danger: (data) => body.danger?.(body.data.parse(data)) ?? null,
    undo: undo ? (parameters, context) => undo(spec.parameters.parse(parameters), changing(context)) : null,
  };
}
