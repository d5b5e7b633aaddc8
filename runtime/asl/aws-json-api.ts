import * as z from 'zod';
import { InvalidDefinition } from './definition/problems.ts';
import { loadMachine } from './definition/load.ts';
import type { Engine } from './engine.ts';
import { StepFunctionsError } from './errors.ts';

const PREFIX = 'AWSStepFunctions.';
const CONTENT_TYPE = 'application/x-amz-json-1.0';

const paged = { maxResults: z.number().int().optional(), nextToken: z.string().optional() };
const ofExecution = z.object({ executionArn: z.string() });
const Status = z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']);
const failure = { error: z.string().optional(), cause: z.string().optional() };

interface Operation {
  readonly request: z.ZodType;
  run(engine: Engine, request: never): unknown;
}

/** One operation: what it takes, and what it asks of the engine. */
function operation<T extends z.ZodType>(
  request: T,
  run: (engine: Engine, request: z.infer<T>) => unknown,
): Operation {
  return { request, run: run as Operation['run'] };
}

const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  [
    'CreateStateMachine',
    operation(
      z.object({ name: z.string(), definition: z.string(), roleArn: z.string().optional() }),
      (engine, { name, definition, roleArn }) =>
        engine.createStateMachine({ name, definition, ...(roleArn === undefined ? {} : { roleArn }) }),
    ),
  ],
  [
    'UpdateStateMachine',
    operation(
      z.object({
        stateMachineArn: z.string(),
        definition: z.string().optional(),
        roleArn: z.string().optional(),
      }),
      updateStateMachine,
    ),
  ],
  [
    'DescribeStateMachine',
    operation(z.object({ stateMachineArn: z.string() }), (engine, request) => ({
      ...engine.describeStateMachine(request),
      status: 'ACTIVE',
      type: 'STANDARD',
    })),
  ],
  [
    'ListStateMachines',
    operation(z.object({}), (engine) => ({
      stateMachines: engine.listStateMachines().map((machine) => ({ ...machine, type: 'STANDARD' })),
    })),
  ],
  [
    'DescribeStateMachineForExecution',
    operation(ofExecution, (engine, request) => engine.describeStateMachineForExecution(request)),
  ],
  ['ValidateStateMachineDefinition', operation(z.object({ definition: z.string() }), validate)],
  [
    'StartExecution',
    operation(
      z.object({ stateMachineArn: z.string(), name: z.string().optional(), input: z.string().optional() }),
      (engine, request) => engine.start(request),
    ),
  ],
  ['DescribeExecution', operation(ofExecution, (engine, request) => engine.describe(request))],
  [
    'GetExecutionHistory',
    operation(ofExecution.extend({ ...paged, reverseOrder: z.boolean().optional() }), (engine, request) =>
      engine.history(request),
    ),
  ],
  [
    'ListExecutions',
    operation(
      z.object({ ...paged, stateMachineArn: z.string().optional(), statusFilter: Status.optional() }),
      (engine, request) => engine.list(request),
    ),
  ],
  ['StopExecution', operation(ofExecution.extend(failure), (engine, request) => engine.stop(request))],
  ['RedriveExecution', operation(ofExecution, (engine, request) => engine.redrive(request))],
  [
    'SendTaskSuccess',
    operation(z.object({ taskToken: z.string(), output: z.string() }), (engine, request) =>
      engine.sendTaskSuccess(request),
    ),
  ],
  [
    'SendTaskFailure',
    operation(z.object({ taskToken: z.string(), ...failure }), (engine, request) =>
      engine.sendTaskFailure(request),
    ),
  ],
  [
    'SendTaskHeartbeat',
    operation(z.object({ taskToken: z.string() }), (engine, request) => engine.sendTaskHeartbeat(request)),
  ],
]);

async function updateStateMachine(
  engine: Engine,
  request: {
    readonly stateMachineArn: string;
    readonly definition?: string | undefined;
    readonly roleArn?: string | undefined;
  },
): Promise<unknown> {
  const known = engine.describeStateMachine(request);
  const { name } = known;
  const { definition = known.definition, roleArn = known.roleArn } = request;
  await engine.registerStateMachine({ name, definition, roleArn });
  return { updateDate: new Date() };
}

function validate(_engine: Engine, { definition }: { readonly definition: string }): unknown {
  try {
    loadMachine(definition);
    return { result: 'OK', diagnostics: [], truncated: false };
  } catch (error) {
    if (!(error instanceof InvalidDefinition)) throw error;
    const diagnostics = error.problems.map(({ pointer, reason }) => ({
      severity: 'ERROR',
      code: 'SCHEMA_VALIDATION_FAILED',
      message: reason,
      location: pointer,
    }));
    return { result: 'FAIL', diagnostics, truncated: false };
  }
}

/**
 * Serves the engine as Step Functions' own API (AWS JSON 1.0, `X-Amz-Target: AWSStepFunctions.*`), so that the AWS SDK
 * and the CLI work against it with `--endpoint-url`. It checks no signature: keep it on the loopback interface.
 */
export function createStepFunctionsApi(engine: Engine): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      return respond(200, await handle(engine, request));
    } catch (error) {
      return respond(...describeError(error));
    }
  };
}

async function handle(engine: Engine, request: Request): Promise<unknown> {
  const target = request.headers.get('x-amz-target') ?? '';
  const found = target.startsWith(PREFIX) ? OPERATIONS.get(target.slice(PREFIX.length)) : undefined;
  if (!found)
    throw new StepFunctionsError('UnknownOperationException', `there is no operation '${target}' here`);
  const body = found.request.parse(JSON.parse((await request.text()) || '{}'));
  return await found.run(engine, body as never);
}

function describeError(error: unknown): [number, unknown] {
  if (error instanceof StepFunctionsError || error instanceof InvalidDefinition) {
    return [400, { __type: error.name, message: error.message }];
  }
  if (error instanceof z.ZodError)
    return [400, { __type: 'ValidationException', message: z.prettifyError(error) }];
  if (error instanceof SyntaxError)
    return [400, { __type: 'SerializationException', message: error.message }];
  return [
    500,
    { __type: 'InternalFailure', message: error instanceof Error ? error.message : String(error) },
  ];
}

function respond(status: number, body: unknown): Response {
  const text = JSON.stringify(toWire(body) ?? {});
  return new Response(text, { status, headers: { 'content-type': CONTENT_TYPE } });
}

/** Dates go as seconds since the epoch. */
function toWire(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(toWire);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toWire(inner)]));
}
