import * as z from 'zod';
import type { Json } from '../../../core/json.ts';

/**
 * The Amazon States Language in JSONata mode, as Step Functions takes it. What a zod schema cannot say
 * (targets, expressions, scopes) is in `check.ts`.
 * @see https://states-language.net/spec.html
 */

export const EXPRESSION_TEXT = /^\{%[\s\S]*%\}$/;

const Expression = z.string().regex(EXPRESSION_TEXT, 'must be a JSONata expression: "{% … %}"');
const json = z.json() as unknown as z.ZodType<Json>;
const LARGEST_SECONDS = 99_999_999;

const orExpression = <T extends z.ZodType>(schema: T) =>
  z.union([schema, Expression], { error: (issue) => describeUnion(issue.input) });
const describeUnion = (input: unknown): string =>
  `is neither a value of the right kind nor a JSONata expression "{% … %}": ${JSON.stringify(input)}`;

const seconds = z.number().int().min(0).max(LARGEST_SECONDS);
const positiveSeconds = z.number().int().min(1).max(LARGEST_SECONDS);
const StateName = z.string().min(1).max(80);
const QueryLanguage = z.enum(['JSONata', 'JSONPath']);
const Assign = z.record(z.string(), json);

const base = { Comment: z.string().optional(), QueryLanguage: QueryLanguage.optional() };
const flow = { Next: z.string().optional(), End: z.boolean().optional() };
const data = { Output: json.optional(), Assign: Assign.optional() };

const ErrorNames = z.array(z.string().min(1)).min(1);
const Retrier = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: ErrorNames,
  IntervalSeconds: positiveSeconds.optional(),
  MaxAttempts: z.number().int().min(0).max(LARGEST_SECONDS).optional(),
  BackoffRate: z.number().min(1).optional(),
  MaxDelaySeconds: z.number().int().min(1).max(31_622_400).optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).optional(),
});
export type Retrier = z.infer<typeof Retrier>;
const Catcher = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: ErrorNames,
  Next: z.string(),
  ...data,
});
const handlers = { Retry: z.array(Retrier).optional(), Catch: z.array(Catcher).optional() };

const Pass = z.strictObject({ Type: z.literal('Pass'), ...base, ...flow, ...data });
const Task = z.strictObject({
  Type: z.literal('Task'),
  ...base,
  ...flow,
  ...data,
  ...handlers,
  Resource: z.string().min(1),
  Arguments: json.optional(),
  Credentials: z.strictObject({ RoleArn: z.string() }).optional(),
  TimeoutSeconds: orExpression(positiveSeconds).optional(),
  HeartbeatSeconds: orExpression(positiveSeconds).optional(),
});
const ChoiceRule = z.strictObject({
  Comment: z.string().optional(),
  Condition: orExpression(z.boolean()),
  Next: z.string(),
  ...data,
});
const Choice = z.strictObject({
  Type: z.literal('Choice'),
  ...base,
  ...data,
  Choices: z.array(ChoiceRule).min(1),
  Default: z.string().optional(),
});
const Wait = z.strictObject({
  Type: z.literal('Wait'),
  ...base,
  ...flow,
  ...data,
  Seconds: orExpression(seconds).optional(),
  Timestamp: z.string().optional(),
});
const Succeed = z.strictObject({ Type: z.literal('Succeed'), ...base, Output: json.optional() });
const Fail = z.strictObject({
  Type: z.literal('Fail'),
  ...base,
  Error: z.string().optional(),
  Cause: z.string().optional(),
});

const ProcessorConfig = z.strictObject({ Mode: z.literal('INLINE').optional() });

export interface BranchDefinition {
  readonly Comment?: string | undefined;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, StateDefinition>>;
  readonly ProcessorConfig?: { readonly Mode?: 'INLINE' | undefined } | undefined;
}

const Branch: z.ZodType<BranchDefinition> = z.lazy(() =>
  z.strictObject({ Comment: z.string().optional(), StartAt: z.string(), States: StateTable }),
);
const Processor: z.ZodType<BranchDefinition> = z.lazy(() =>
  z.strictObject({
    Comment: z.string().optional(),
    StartAt: z.string(),
    States: StateTable,
    ProcessorConfig: ProcessorConfig.optional(),
  }),
);
const Parallel = z.strictObject({
  Type: z.literal('Parallel'),
  ...base,
  ...flow,
  ...data,
  ...handlers,
  Arguments: json.optional(),
  Branches: z.array(Branch).min(1),
});
const Map = z.strictObject({
  Type: z.literal('Map'),
  ...base,
  ...flow,
  ...data,
  ...handlers,
  Items: z.union([z.array(json), z.record(z.string(), json), Expression]).optional(),
  ItemSelector: json.optional(),
  ItemProcessor: Processor.optional(),
  Iterator: Processor.optional(),
  MaxConcurrency: orExpression(z.number().int().min(0)).optional(),
  ToleratedFailureCount: orExpression(z.number().int().min(0)).optional(),
  ToleratedFailurePercentage: orExpression(z.number().min(0).max(100)).optional(),
});

export const StateDefinition = z.discriminatedUnion('Type', [
  Pass,
  Task,
  Choice,
  Wait,
  Succeed,
  Fail,
  Parallel,
  Map,
]);
export type StateDefinition = z.infer<typeof StateDefinition>;
const StateTable = z.record(StateName, StateDefinition);

export const MachineDefinition = z.strictObject({
  Comment: z.string().optional(),
  QueryLanguage: QueryLanguage.optional(),
  Version: z.literal('1.0').optional(),
  TimeoutSeconds: positiveSeconds.optional(),
  StartAt: z.string(),
  States: StateTable,
});
export type MachineDefinition = z.infer<typeof MachineDefinition>;

export type Handlers = z.infer<z.ZodObject<typeof handlers>>;
