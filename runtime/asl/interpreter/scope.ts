import type { Execution, Thread } from '../execution.ts';
import type { EvaluationScope } from '../jsonata/expression.ts';
import type { MapItem } from '../machine.ts';
import type { Turn } from './turn.ts';

/** What differs from field to field. Absent members are not in scope. */
export interface ScopeExtras {
  readonly input?: unknown;
  readonly result?: unknown;
  readonly errorOutput?: unknown;
  /** The token of the task that is being scheduled. */
  readonly token?: string | undefined;
  /** ItemSelector: the item of the iteration about to start. */
  readonly item?: MapItem | undefined;
}

export function createScope(turn: Turn, thread: Thread, extras: ScopeExtras = {}): EvaluationScope {
  const { environment, execution } = turn;
  let context: unknown;
  const states: Record<string, unknown> = {
    input: 'input' in extras ? extras.input : thread.payload.value,
    get context() {
      context ??= createContext(execution, thread, extras);
      return context;
    },
  };
  if ('result' in extras) states['result'] = extras.result;
  if ('errorOutput' in extras) states['errorOutput'] = extras.errorOutput;
  return {
    states: states as unknown as EvaluationScope['states'],
    variable: (name) => findVariable(thread, name),
    variables: () => collectVariables(thread),
    now: environment.now(),
    random: () => environment.random(),
  };
}

function findVariable(thread: Thread, name: string): unknown {
  for (let scope: Thread | undefined = thread; scope; scope = scope.parent) {
    if (scope.variables.has(name)) return scope.variables.get(name);
  }
  return undefined;
}

function collectVariables(thread: Thread): Record<string, unknown> {
  const all = thread.parent
    ? collectVariables(thread.parent)
    : (Object.create(null) as Record<string, unknown>);
  for (const [name, value] of thread.variables) all[name] = value;
  return all;
}

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
function createContext(execution: Execution, thread: Thread, extras: ScopeExtras): unknown {
  const { identity } = execution;
  const token = extras.token ?? thread.work?.token;
  const item = extras.item ?? findItem(thread);
  return {
    Execution: {
      Id: identity.arn,
      Input: identity.input.value,
      StartTime: toTimestamp(identity.startedAt),
      Name: identity.name,
      RoleArn: identity.roleArn,
      RedriveCount: execution.redriveCount,
      ...(execution.redrivenAt === undefined ? {} : { RedriveTime: toTimestamp(execution.redrivenAt) }),
    },
    StateMachine: { Id: identity.stateMachineArn, Name: identity.stateMachineName },
    State: {
      Name: thread.state?.name,
      EnteredTime: toTimestamp(thread.enteredAt),
      ...(thread.state?.type === 'Task' ? { RetryCount: thread.retryCount } : {}),
    },
    ...(token === undefined ? {} : { Task: { Token: token } }),
    ...(item === undefined ? {} : { Map: { Item: describeItem(item) } }),
  };
}

const toTimestamp = (at: number): string => new Date(at).toISOString();

function findItem(thread: Thread): MapItem | undefined {
  for (let scope: Thread | undefined = thread; scope; scope = scope.parent) if (scope.item) return scope.item;
  return undefined;
}

const describeItem = (item: MapItem): unknown => ({
  Index: item.index,
  ...(item.key === undefined ? {} : { Key: item.key }),
  Value: item.value,
});
