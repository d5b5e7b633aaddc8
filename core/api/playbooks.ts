import * as z from 'zod';
import { Plan, Target } from '../plan.ts';
import { Mode } from '../playbook/protocol.ts';

export const PlaybookSummary = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    mode: Mode,
    priority: z.number().int(),
    /** The ids of the actions that it may take, in the order of its steps. */
    actions: z.array(z.string()),
    /** Whether it may stop and ask a person. */
    asks: z.boolean(),
    /** How many finding types its trigger answers, of those that GuardDuty has now; null: not by type. */
    types: z.number().int().nullable(),
    hash: z.string(),
  })
  .meta({ id: 'PlaybookSummary' });
export type PlaybookSummary = z.infer<typeof PlaybookSummary>;

export const PlaybookDetail = PlaybookSummary.extend({
  /** The file as it stands. */
  text: z.string(),
  /** ASL as JSON text: what it compiles to. */
  definition: z.string(),
  /** Whether it can be saved here: embedded yes, on AWS it is deployed. */
  editable: z.boolean(),
  /** The playbook's own cases, by their names. */
  cases: z.array(z.string()),
}).meta({ id: 'PlaybookDetail' });
export type PlaybookDetail = z.infer<typeof PlaybookDetail>;

/** A playbook's text, as it stands in an editor. Bounded: the longest that ships has a tenth of it. */
const Text = z.string().max(200_000);

export const PlaybookText = z.object({ text: Text }).meta({ id: 'PlaybookText' });
export type PlaybookText = z.infer<typeof PlaybookText>;

export const PlaybookProblem = z
  .object({
    pointer: z.string(),
    /** Where `pointer` points in the text: UTF-16 offsets. Null: nowhere in particular. */
    from: z.number().int().nullable(),
    to: z.number().int().nullable(),
    message: z.string(),
    remedy: z.string().nullable(),
  })
  .meta({ id: 'PlaybookProblem' });
export type PlaybookProblem = z.infer<typeof PlaybookProblem>;

export const ValidationResult = z
  .object({
    ok: z.boolean(),
    problems: z.array(PlaybookProblem),
    /** Null where there are problems. */
    definition: z.string().nullable(),
  })
  .meta({ id: 'ValidationResult' });
export type ValidationResult = z.infer<typeof ValidationResult>;

export const ShadowRequest = PlaybookText.extend({
  /** The id of an incident, whose newest finding is taken, or of an example finding. */
  finding: z.union([z.object({ incident: z.string().max(64) }), z.object({ example: z.string().max(100) })]),
}).meta({ id: 'ShadowRequest' });
export type ShadowRequest = z.infer<typeof ShadowRequest>;

/** What a playbook would do about a finding. Nothing was changed by asking. */
export const ShadowResult = z
  .object({
    /** Whether its trigger takes the finding; what follows is what it would do if it did. */
    triggered: z.boolean(),
    status: z.string(),
    steps: z.array(
      z.object({
        step: z.string(),
        action: z.string(),
        target: Target.nullable(),
        status: z.string(),
        rule: z.string().nullable(),
        reason: z.string().nullable(),
        plan: Plan.nullable(),
      }),
    ),
    /** The states that were entered: what the graph lights up. */
    entered: z.array(z.string()),
    definition: z.string(),
  })
  .meta({ id: 'ShadowResult' });
export type ShadowResult = z.infer<typeof ShadowResult>;

export const SaveRequest = PlaybookText.extend({
  /** The hash that the edit began with: somebody else's edit is not written over. Null: a new playbook. */
  base: z.string().max(128).nullable(),
}).meta({ id: 'SaveRequest' });
export type SaveRequest = z.infer<typeof SaveRequest>;

/** One entry of the catalog of actions. */
export const ActionEntry = z
  .object({
    id: z.string(),
    title: z.string(),
    impact: z.enum(['safe', 'disruptive', 'destructive']),
    /** Why it cannot be taken back; null: it can. */
    irreversible: z.string().nullable(),
    /** JSON Schema of what goes into `with`. */
    parameters: z.record(z.string(), z.unknown()),
    d3fend: z.array(z.string()),
  })
  .meta({ id: 'ActionEntry' });
export type ActionEntry = z.infer<typeof ActionEntry>;

/** A finding that ships with the program, to be sent as if AWS had. */
export const ExampleEntry = z
  .object({ id: z.string(), title: z.string(), type: z.string(), event: z.record(z.string(), z.unknown()) })
  .meta({ id: 'ExampleEntry' });
export type ExampleEntry = z.infer<typeof ExampleEntry>;
