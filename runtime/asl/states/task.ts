import type { Thread } from '../execution.ts';
import type { EvaluationScope } from '../jsonata/expression.ts';
import { evaluateTemplate, typeProblem, type Template } from '../jsonata/template.ts';
import { tooLarge } from '../interpreter/leave-state.ts';
import { createScope } from '../interpreter/scope.ts';
import { emit, type Turn } from '../interpreter/turn.ts';
import type { Details } from '../journal.ts';
import type { Resource, TaskState } from '../machine.ts';
import { exceedsLimit, toPayload, type Payload } from '../payload.ts';
import type { StateHandler } from './handler.ts';

/** Evaluates the call and schedules it; the engine invokes it once that and its start are committed. */
export const task: StateHandler<'Task'> = {
  async enter(turn, thread, state) {
    const { resource } = state;
    const token = resource.pattern === 'request' ? undefined : turn.environment.newToken();
    const scope = createScope(turn, thread, { token });
    const parameters = state.arguments
      ? toPayload(await evaluateTemplate(state.arguments, scope))
      : thread.payload;
    const timeout = await evaluateSeconds(state.timeoutSeconds, 'TimeoutSeconds', scope);
    const heartbeat = await evaluateSeconds(state.heartbeatSeconds, 'HeartbeatSeconds', scope);
    if (exceedsLimit(parameters.text)) throw tooLarge(state.name);
    emit(turn, thread, `${resource.events}Scheduled`, {
      details: {
        ...describeCall(turn, resource, parameters),
        ...(timeout === undefined ? {} : { timeoutInSeconds: timeout }),
        ...(heartbeat === undefined || resource.events === 'LambdaFunction'
          ? {}
          : { heartbeatInSeconds: heartbeat }),
        ...(await describeCredentials(state, scope)),
      },
      note: { attempt: thread.retryCount + 1, ...(token === undefined ? {} : { token }) },
      payload: parameters,
    });
    turn.scheduled.push(thread);
  },
};

function describeCall(turn: Turn, resource: Resource, parameters: Payload): Details {
  if (resource.events !== 'Task') return { input: parameters.text, resource: resource.arn };
  return {
    parameters: parameters.text,
    region: turn.environment.region,
    resource: resource.action,
    resourceType: resource.service,
  };
}

async function describeCredentials(state: TaskState, scope: EvaluationScope): Promise<Details> {
  if (!state.credentials) return {};
  const value = (await evaluateTemplate(state.credentials, scope)) as { readonly RoleArn: string };
  return { taskCredentials: { roleArn: value.RoleArn } };
}

const LONGEST_SECONDS = 99_999_999;

async function evaluateSeconds(
  template: Template | undefined,
  location: string,
  scope: EvaluationScope,
): Promise<number | undefined> {
  if (!template) return undefined;
  const value = await evaluateTemplate(template, scope);
  const usable =
    typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= LONGEST_SECONDS;
  if (!usable) throw typeProblem(template, location, 'integer', value);
  return value;
}

/** Records that the scheduled task goes out. */
export function startTask(turn: Turn, thread: Thread): void {
  if (thread.state?.type !== 'Task') return;
  const { events } = thread.state.resource;
  emit(turn, thread, `${events}Started`, events === 'Task' ? { details: describeResource(thread) } : {});
}

/** The details of a task's later events: which resource, where the history names it. */
export function describeResource(thread: Thread): Details {
  const { state } = thread;
  if (state?.type !== 'Task' || state.resource.events !== 'Task') return {};
  return { resource: state.resource.action, resourceType: state.resource.service };
}
