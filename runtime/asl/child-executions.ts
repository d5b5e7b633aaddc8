import { createHash } from 'node:crypto';
import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts';
import type { ExecutionDescription } from './describe-execution.ts';
import { StepFunctionsError } from './errors.ts';
import { ENGINE_CLOSED, type InvokeTask, type TaskCall, type TaskResult } from './invoke-task.ts';

/** The engine, as far as starting executions from executions needs it. */
export interface ChildExecutions {
  knows(stateMachineArn: string): boolean;
  start(request: {
    readonly stateMachineArn: string;
    readonly name: string;
    readonly input: string;
  }): Promise<{ readonly executionArn: string; readonly startDate: Date }>;
  describe(request: { readonly executionArn: string }): ExecutionDescription;
  waitForEnd(request: { readonly executionArn: string }): Promise<ExecutionDescription>;
  stop(request: { readonly executionArn: string; readonly cause: string }): Promise<unknown>;
}

const START_EXECUTION = /^arn:[^:]+:states:::states:startExecution(\.sync(?::2)?)?$/;

/**
 * Does `states:startExecution`, `.sync` and `.sync:2` on the engine's own machines; everything else, and machines
 * that the engine does not know, goes to `otherwise`.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
 */
export function invokeChildExecutions(engine: ChildExecutions, otherwise: InvokeTask): InvokeTask {
  return (call) => {
    const [resource, sync] = START_EXECUTION.exec(call.resource) ?? [];
    if (resource === undefined || !isJsonObject(call.parameters)) return otherwise(call);
    const arn = call.parameters['StateMachineArn'];
    if (typeof arn !== 'string' || !engine.knows(arn)) return otherwise(call);
    return startChild(engine, { call, stateMachineArn: arn, parameters: call.parameters, sync });
  };
}

interface ChildCall {
  readonly call: TaskCall;
  readonly stateMachineArn: string;
  readonly parameters: JsonObject;
  readonly sync: string | undefined;
}

async function startChild(engine: ChildExecutions, child: ChildCall): Promise<TaskResult> {
  const started = await start(engine, child);
  const response = { ExecutionArn: started.executionArn, StartDate: started.startDate.getTime() };
  if (child.sync === undefined) return { output: response };
  const { call } = child;
  const { signal } = call;
  call.onSubmitted(response);
  const stop = (): void => {
    if (signal.reason === ENGINE_CLOSED) return;
    engine
      .stop({ executionArn: started.executionArn, cause: 'The parent execution no longer waits' })
      .catch(() => undefined);
  };
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  const ended = await engine.waitForEnd(started);
  signal.removeEventListener('abort', stop);
  const description = describeChild(ended, child.sync);
  if (ended.status === 'SUCCEEDED') return { output: description };
  throw { error: 'States.TaskFailed', cause: JSON.stringify(description) };
}

async function start(
  engine: ChildExecutions,
  child: ChildCall,
): Promise<{ readonly executionArn: string; readonly startDate: Date }> {
  const { call, stateMachineArn, parameters } = child;
  const name = readName(call, parameters);
  const input = readInput(parameters['Input']);
  try {
    return await engine.start({ stateMachineArn, name, input });
  } catch (error) {
    if (!(error instanceof StepFunctionsError)) throw error;
    const existing = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    if (call.recovered && error.name === 'ExecutionAlreadyExists')
      return engine.describe({ executionArn: existing });
    const cause = `${error.message} (Service: AWSStepFunctions; Status Code: 400; Error Code: ${error.name})`;
    throw { error: `StepFunctions.${error.name}Exception`, cause };
  }
}

/** Without a Name the child is named after the call, so that asking again after a crash finds it. */
function readName(call: TaskCall, parameters: JsonObject): string {
  const { Name: name } = parameters;
  if (typeof name === 'string') return name;
  const parts = [call.executionArn, call.state, String(call.attempt), String(call.scheduledId)];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);
}

/** Input may be any JSON; a string is taken as JSON text, as StartExecution does. */
function readInput(input: Json | undefined): string {
  if (input === undefined) return '{}';
  return typeof input === 'string' ? input : JSON.stringify(input);
}

/** DescribeExecution in capitals; `.sync:2` gives Output as JSON, `.sync` as text. */
function describeChild(ended: ExecutionDescription, sync: string): JsonObject {
  const output =
    sync === '.sync:2' && ended.output !== undefined ? (JSON.parse(ended.output) as Json) : ended.output;
  return {
    ...(ended.cause === undefined ? {} : { Cause: ended.cause }),
    ...(ended.error === undefined ? {} : { Error: ended.error }),
    ExecutionArn: ended.executionArn,
    Input: ended.input,
    InputDetails: { Included: true },
    Name: ended.name,
    ...(output === undefined ? {} : { Output: output, OutputDetails: { Included: true } }),
    StartDate: ended.startDate.getTime(),
    StateMachineArn: ended.stateMachineArn,
    Status: ended.status,
    ...(ended.stopDate === undefined ? {} : { StopDate: ended.stopDate.getTime() }),
  };
}
