import { ApproverName } from '../approval-config.ts';
import * as z from 'zod';
import { durationBetween } from '../duration.ts';
import { Mode } from './protocol.ts';

/**
 * The language of `playbooks/<id>/playbook.json`. What a schema cannot say (which names are in
 * scope, what an action takes) is checked by `parsePlaybook`.
 */

/** One year: a Standard execution lasts no longer. */
const LONGEST_WAIT = 31_536_000;
const LONGEST_APPROVAL = 7 * 86_400;

/** JSONata, as in ASL: the whole string, from `{%` to `%}`. */
const Expression = z
  .string()
  .regex(/^\{%[\s\S]*%\}$/, 'is not an expression: write the whole value as {% … %}');

/** Text for people: a literal, or one expression. */
const Text = z.string().min(1).max(2000);

/**
 * It becomes a variable (`$steps.<id>`), state names (`<id>: Apply`) and part of `approval` questions, so
 * it is an identifier. The longest state name holds two of them (`<id>: Plan <id>`) in 80 characters.
 */
export const StepId = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_]{0,35}$/,
    'is not an identifier: a letter, then letters, digits or _, at most 36 in all (no hyphens: it is read as $steps.<id>)',
  );

/** It names the playbook's state machine and is part of execution names, which end at 80 characters. */
const PlaybookId = z
  .string()
  .regex(
    /^(?=.{1,40}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    'is not an id: lower-case letters, digits and single hyphens, at most 40, because execution names hold it',
  );

const ActionId = z
  .string()
  .regex(
    /^[a-z][a-z0-9]*\.[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    'is not the id of an action: write <service>.<verb-noun>, such as eks.isolate-pod',
  );

const OnFailure = z
  .enum(['stop', 'continue', 'rollback'])
  .describe(
    'What happens when the step fails: end the steps (default), go on, or undo what this run applied and end.',
  );

const head = {
  id: StepId,
  description: Text.optional(),
  when: Expression.optional().describe('The step is left out unless this is true.'),
  onFailure: OnFailure.optional(),
};

/** Of each call that the step makes, on errors that pass: throttling, time-outs, services that are down. */
const Retry = z.strictObject({
  maxAttempts: z.int().min(0).max(10).default(5),
  interval: durationBetween(1, 300).default('PT1S'),
  backoffRate: z.number().min(1).max(10).default(2),
  maxDelay: durationBetween(1, 3600).default('PT30S'),
});
export type Retry = z.infer<typeof Retry>;

const retried = { ...head, retry: Retry.optional() };

const asking = {
  timeout: durationBetween(60, LONGEST_APPROVAL)
    .optional()
    .describe('After it the answer is no. Default: PT1H.'),
  remindEvery: durationBetween(60, LONGEST_APPROVAL)
    .optional()
    .describe('How often the question is repeated. Default: PT10M.'),
  approvers: z
    .array(ApproverName)
    .min(1)
    .max(20)
    .optional()
    .describe("Who is asked, each in a message of their own. Default: the configuration's approvers."),
  quorum: z
    .int()
    .min(1)
    .max(20)
    .optional()
    .describe("How many of them have to say yes. Default: the configuration's, else 1."),
};

const parameters = z.record(z.string(), z.json());

/** Schemas of the step kinds, keyed by the member that tells them apart. `sequence`: steps within steps. */
export function createStepSchemas<S extends z.ZodType>(sequence: S) {
  return {
    action: z.strictObject({ ...retried, action: z.string(), with: parameters.default({}) }),
    approval: z.strictObject({
      ...retried,
      approval: z.strictObject({ for: z.array(StepId).min(1).max(20), message: Text, ...asking }),
    }),
    notify: z.strictObject({ ...retried, notify: z.strictObject({ message: Text }) }),
    wait: z.strictObject({
      ...head,
      wait: z
        .union(
          [Expression, durationBetween(1, LONGEST_WAIT)],
          'is neither a duration such as PT5M nor {% an expression %}',
        )
        .describe('A duration, or an expression that gives seconds.'),
    }),
    choice: z.strictObject({
      ...head,
      choice: z
        .array(z.strictObject({ when: Expression, steps: sequence }))
        .min(1)
        .max(20),
      otherwise: sequence.optional(),
    }),
    parallel: z.strictObject({ ...head, parallel: z.array(sequence).min(1).max(20) }),
    forEach: z.strictObject({
      ...head,
      forEach: z.strictObject({
        items: Expression,
        as: StepId.describe('The name of the item in the steps: `bucket` is read as `$bucket`.'),
        concurrency: z.int().min(1).max(40).default(10),
        steps: sequence,
      }),
    }),
    playbook: z.strictObject({ ...retried, playbook: PlaybookId }),
  };
}

/** The types, with the recursion written out: inference does not follow it. */
type Unread = ReturnType<typeof createStepSchemas<z.ZodType<readonly unknown[]>>>;
type Plain<K extends keyof Unread> = z.infer<Unread[K]>;

interface ChoiceStep extends Omit<Plain<'choice'>, 'choice' | 'otherwise'> {
  readonly choice: readonly { readonly when: string; readonly steps: Steps }[];
  readonly otherwise?: Steps | undefined;
}
interface ParallelStep extends Omit<Plain<'parallel'>, 'parallel'> {
  readonly parallel: readonly Steps[];
}
interface ForEachStep extends Omit<Plain<'forEach'>, 'forEach'> {
  readonly forEach: Omit<Plain<'forEach'>['forEach'], 'steps'> & { readonly steps: Steps };
}
interface StepsByKind {
  readonly action: Plain<'action'>;
  readonly approval: Plain<'approval'>;
  readonly notify: Plain<'notify'>;
  readonly wait: Plain<'wait'>;
  readonly choice: ChoiceStep;
  readonly parallel: ParallelStep;
  readonly forEach: ForEachStep;
  readonly playbook: Plain<'playbook'>;
}

export type StepKind = keyof StepsByKind;
export type StepOf<K extends StepKind> = StepsByKind[K];
export type Step = StepsByKind[StepKind];
export type Steps = readonly Step[];

const Steps: z.ZodType<Steps> = z.lazy(() =>
  z
    .array(z.union(Object.values(stepSchemas)))
    .min(1)
    .max(100),
);
const stepSchemas = createStepSchemas(Steps);

/** Everything but the steps, for `createPlaybookSchema` and for errors that name the field. */
const members = {
  $schema: z.string().optional(),
  id: PlaybookId,
  name: z.string().min(1).max(200),
  description: z.string().max(4000).optional(),
  mode: Mode.describe('shadow: plan and record only. approve: every action asks. auto: act.'),
  priority: z.int().min(0).max(1000).default(100).describe('Lower runs first.'),
  trigger: z
    .record(z.string(), z.json())
    .optional()
    .describe(
      'An EventBridge event pattern over { finding, risk, incident }. Without it, only other playbooks run this one.',
    ),
  onFailure: OnFailure.exclude(['continue'])
    .optional()
    .describe('For steps that do not say it. Default: stop.'),
  missingActions: z
    .array(ActionId)
    .max(20)
    .optional()
    .describe(
      'Actions that would contain this and that the catalog does not have: the coverage report names them.',
    ),
  approvals: z
    .strictObject(asking)
    .optional()
    .describe('For questions whose step does not say it, such as those of mode approve.'),
};

export function createPlaybookSchema<S extends z.ZodType>(sequence: S) {
  return z.strictObject({ ...members, steps: sequence });
}

export const Playbook = createPlaybookSchema(Steps);
export type Playbook = z.infer<typeof Playbook>;

export const stepKinds = Object.keys(stepSchemas) as readonly StepKind[];

/** The kind of a step that has passed its schema. */
export function kindOf(step: Step): StepKind {
  const kind = stepKinds.find((name) => name in step);
  if (kind === undefined) throw new TypeError(`step ${step.id} is of no kind`);
  return kind;
}
