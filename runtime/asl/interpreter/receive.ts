import type { Json } from '../../../core/json.ts';
import type { Thread } from '../execution.ts';
import type { Failure } from '../failure.ts';
import { exceedsLimit, toPayload, type Payload } from '../payload.ts';
import { describeResource } from '../states/task.ts';
import type { Details } from '../journal.ts';
import type { TaskState } from '../machine.ts';
import { failState, toFailure } from './fail-state.ts';
import { readyIfJoined, startIterations } from './join.ts';
import { leaveState, tooLarge } from './leave-state.ts';
import { createScope } from './scope.ts';
import { emit, emitForExecution, type Turn } from './turn.ts';

/** What may happen to an execution from outside. `scheduledId` tells a task's attempts apart. */
export type Message =
  | { readonly kind: 'run'; readonly threads: readonly Thread[] }
  | { readonly kind: 'begin' }
  | (TaskMessage & { readonly kind: 'succeeded'; readonly output: Json })
  | (TaskMessage & {
      readonly kind: 'failed';
      readonly error: string | undefined;
      readonly cause: string | undefined;
    })
  | (TaskMessage & { readonly kind: 'submitted'; readonly output: Json })
  | (TaskMessage & { readonly kind: 'timed-out'; readonly heartbeat: boolean })
  | { readonly kind: 'expired' }
  | { readonly kind: 'stopped'; readonly error: string | undefined; readonly cause: string | undefined }
  | { readonly kind: 'redriven' };

interface TaskMessage {
  readonly thread: number;
  readonly scheduledId: number;
}

/** Records the message and readies what can go on because of it. Late results change nothing. */
export async function receive(turn: Turn, message: Message): Promise<void> {
  switch (message.kind) {
    case 'begin':
      return begin(turn);
    case 'run':
      turn.ready.push(...message.threads);
      return undefined;
    case 'expired':
      return endExecution(turn, 'ExecutionTimedOut', { error: 'States.Timeout' });
    case 'stopped':
      return endExecution(turn, 'ExecutionAborted', describeFailure(message));
    case 'redriven':
      return redrive(turn);
    case 'succeeded':
    case 'failed':
    case 'submitted':
    case 'timed-out':
      return receiveFromTask(turn, message);
  }
}

function begin(turn: Turn): void {
  const { input, roleArn } = turn.execution.identity;
  const details = { input: input.text, roleArn };
  emitForExecution(turn, 'ExecutionStarted', { previous: 0, details });
  turn.ready.push(...turn.execution.threads.values());
}

/** From outside: the event follows from none of the execution's own. */
function endExecution(turn: Turn, type: string, details: Details): void {
  emitForExecution(turn, type, { previous: 0, details });
}

/** Readies every state that is to start over, and the iterations that had not started. */
function redrive(turn: Turn): void {
  const { execution } = turn;
  emitForExecution(turn, 'ExecutionRedriven', {
    previous: execution.lastEventId,
    details: { redriveCount: execution.redriveCount + 1 },
  });
  for (const thread of Array.from(execution.threads.values())) {
    if (thread.phase === 'entered' || thread.phase === 'start') turn.ready.push(thread);
    if (thread.join) startIterations(turn, thread, thread.join.last);
    readyIfJoined(turn, thread);
  }
}

type FromTask = Extract<Message, TaskMessage>;

async function receiveFromTask(turn: Turn, message: FromTask): Promise<void> {
  const thread = turn.execution.threads.get(message.thread);
  if (!thread || thread.state?.type !== 'Task' || thread.work?.scheduledId !== message.scheduledId) return;
  try {
    await TASK_MESSAGES[message.kind](turn, thread, message as never);
  } catch (thrown) {
    await failState(turn, thread, toFailure(turn, thread, thrown));
  }
}

type Receive<K extends FromTask['kind']> = (
  turn: Turn,
  thread: Thread,
  message: Extract<FromTask, { kind: K }>,
) => Promise<void>;

const TASK_MESSAGES: { readonly [K in FromTask['kind']]: Receive<K> } = {
  succeeded: succeed,
  failed: (turn, thread, message) => fail(turn, thread, { ...message, from: 'task' }),
  submitted: submit,
  'timed-out': timeOut,
};

const taskOf = (thread: Thread): TaskState => thread.state as TaskState;

async function succeed(turn: Turn, thread: Thread, message: { readonly output: Json }): Promise<void> {
  const state = taskOf(thread);
  const result = readResult(message.output);
  if (!result || exceedsLimit(result.text)) {
    const { failure } = tooLarge(state.resource.service || state.resource.arn);
    return fail(turn, thread, { ...failure, from: 'task' });
  }
  emit(turn, thread, `${state.resource.events}Succeeded`, {
    details: { output: result.text, ...describeResource(thread) },
  });
  const scope = createScope(turn, thread, { result: result.value });
  return leaveState(turn, thread, { exit: state, scope, passed: result });
}

/** What a task gave, as JSON: what JSON cannot say is dropped as in any response, undefined becomes null. */
function readResult(output: unknown): Payload | undefined {
  const text = JSON.stringify(output ?? null) as string | undefined;
  return text === undefined ? undefined : { value: JSON.parse(text) as Json, text };
}

async function fail(turn: Turn, thread: Thread, failure: Failure): Promise<void> {
  emit(turn, thread, `${taskOf(thread).resource.events}Failed`, {
    details: { ...describeFailure(failure), ...describeResource(thread) },
  });
  await failState(turn, thread, failure);
}

const describeFailure = ({ error, cause }: Pick<Failure, 'error' | 'cause'>): Details => ({
  ...(cause === undefined ? {} : { cause }),
  ...(error === undefined ? {} : { error }),
});

async function submit(turn: Turn, thread: Thread, message: { readonly output: Json }): Promise<void> {
  if (thread.work?.submitted || taskOf(thread).resource.events !== 'Task') return;
  const output = toPayload(message.output ?? null).text;
  emit(turn, thread, 'TaskSubmitted', { details: { output, ...describeResource(thread) } });
}

async function timeOut(turn: Turn, thread: Thread, message: { readonly heartbeat: boolean }): Promise<void> {
  const error = message.heartbeat ? 'States.HeartbeatTimeout' : 'States.Timeout';
  emit(turn, thread, `${taskOf(thread).resource.events}TimedOut`, {
    details: { error, ...describeResource(thread) },
  });
  await failState(turn, thread, { error, cause: undefined, from: 'task' });
}
