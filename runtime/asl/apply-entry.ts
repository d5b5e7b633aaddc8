import type { Json } from '../../core/json.ts';
import type { Execution, ExecutionIdentity, Join, Thread } from './execution.ts';
import type { JournalEntry } from './journal.ts';
import type { Machine, MapItem, Program } from './machine.ts';
import { parsePayload, type Payload } from './payload.ts';

/** An execution before its first entry. */
export function createExecution(identity: ExecutionIdentity, machine: Machine): Execution {
  return {
    identity,
    machine,
    status: 'RUNNING',
    output: undefined,
    error: undefined,
    cause: undefined,
    stoppedAt: undefined,
    lastEventId: 0,
    redriveCount: 0,
    redrivenAt: undefined,
    nextThread: 0,
    threads: new Map(),
  };
}

/**
 * Changes `execution` as `entry` says. The interpreter changes it through this alone, so that replaying a
 * journal leads to the same state as having lived it.
 */
export function applyEntry(execution: Execution, entry: JournalEntry): void {
  if (entry.id > 0) execution.lastEventId = entry.id;
  const thread = execution.threads.get(entry.thread);
  if (thread && entry.id > 0) thread.last = entry.id;
  const apply = APPLY.get(entry.type);
  if (apply) apply(execution, entry, thread);
}

type Apply = (execution: Execution, entry: JournalEntry, thread: Thread | undefined) => void;

const onThread =
  (change: (thread: Thread, entry: JournalEntry, execution: Execution) => void): Apply =>
  (execution, entry, thread) => {
    if (thread) change(thread, entry, execution);
  };

const enter = onThread((thread, entry) => {
  thread.state = thread.program.states.get(textOf(entry, 'name'));
  thread.phase = 'entered';
  thread.payload = payloadOf(entry, 'input');
  thread.next = undefined;
  thread.enteredId = entry.id;
  thread.enteredPrevious = entry.previous;
  thread.enteredAt = entry.at;
  thread.retryCount = 0;
  thread.retriesOf = [];
});

const exit = onThread((thread, entry, execution) => {
  forgetJoin(execution, thread);
  thread.work = undefined;
  thread.payload = payloadOf(entry, 'output');
  thread.next = entry.note?.next ?? undefined;
  thread.phase = thread.next === undefined ? 'done' : 'exited';
  const assigned = (entry.details?.['assignedVariables'] ?? {}) as Readonly<Record<string, string>>;
  for (const [name, text] of Object.entries(assigned)) thread.variables.set(name, JSON.parse(text) as Json);
  if (thread.phase === 'done' && thread.parent) finishChild(thread.parent, thread);
});

/** Parallel: a branch counts as finished with its last state; Map has an event for it. */
function finishChild(parent: Thread, child: Thread): void {
  const { join } = parent;
  if (!join || join.map) return;
  join.results[child.index] = child.payload;
  join.finished += 1;
  join.last = child.last;
}

const schedule = onThread((thread, entry) => {
  const details = entry.details ?? {};
  thread.phase = 'working';
  thread.work = {
    scheduledId: entry.id,
    scheduledAt: entry.at,
    attempt: entry.note?.attempt ?? 1,
    token: entry.note?.token,
    parameters: entry.payload ?? parsePayload(textOf(entry, 'parameters', 'input')),
    timeoutSeconds: details['timeoutInSeconds'] as number | undefined,
    heartbeatSeconds: details['heartbeatInSeconds'] as number | undefined,
    submitted: false,
  };
});

const endWork = onThread((thread) => {
  thread.work = undefined;
  thread.phase = 'entered';
});

const startParallel = onThread((thread, entry, execution) => {
  if (thread.state?.type !== 'Parallel') return;
  const { branches } = thread.state;
  thread.phase = 'joining';
  const stored = entry.note?.input;
  const input = entry.payload ?? (stored === undefined ? thread.payload : parsePayload(stored));
  thread.join = createJoin(branches.length, entry.id);
  for (const [index, program] of branches.entries()) {
    addThread(execution, { program, parent: thread, index, input, last: entry.id, item: undefined });
  }
});

const startMap = onThread((thread, entry) => {
  const map = entry.note?.map;
  if (!map) return;
  thread.phase = 'joining';
  thread.join = { ...createJoin(map.items.length, entry.id), map };
});

const startIteration = onThread((thread, entry, execution) => {
  const { join, state } = thread;
  if (!join?.map || state?.type !== 'Map') return;
  const index = join.nextIndex;
  join.nextIndex += 1;
  const value = join.map.items[index] ?? null;
  const key = join.map.keys?.[index];
  const item = key === undefined ? { index, value } : { index, value, key };
  const input = key === undefined ? value : { Key: key, Value: value };
  addThread(execution, {
    program: state.processor,
    parent: thread,
    index,
    input: { value: input, text: '' },
    last: entry.id,
    item,
  });
});

const endIteration = (failed: boolean): Apply =>
  onThread((thread, entry, execution) => {
    const { join } = thread;
    const child = join?.children.get(Number(entry.details?.['index']));
    if (!join || !child) return;
    join.finished += 1;
    join.last = failed ? child.last : entry.id;
    join.children.delete(child.index);
    detach(execution, child);
    if (failed) join.failedChildren.push(child);
    else join.results[child.index] = child.payload;
  });

const endJoin = onThread((thread, _entry, execution) => {
  forgetJoin(execution, thread);
  thread.phase = 'joined';
});

const failJoin = onThread((thread, _entry, execution) => {
  for (const child of thread.join?.children.values() ?? []) detach(execution, child);
  const { join } = thread;
  // where every branch had ended well, it is their result that failed: a redrive runs them all again
  thread.failedJoin = join && join.finished - join.failedChildren.length < join.total ? join : undefined;
  thread.join = undefined;
  thread.phase = 'entered';
});

const retry = onThread((thread, entry, execution) => {
  forgetJoin(execution, thread);
  const retrier = entry.note?.retrier ?? 0;
  thread.last = entry.previous;
  thread.retriesOf[retrier] = (thread.retriesOf[retrier] ?? 0) + 1;
  thread.retryCount += 1;
  thread.phase = 'retrying';
  thread.until = entry.note?.until ?? entry.at;
});

const wait = onThread((thread, entry) => {
  thread.phase = 'waiting';
  thread.until = entry.note?.until ?? entry.at;
});

const begin: Apply = (execution) => {
  const { program } = execution.machine;
  const input = execution.identity.input;
  addThread(execution, { program, parent: undefined, index: 0, input, last: 0, item: undefined });
};

const end =
  (status: Execution['status']): Apply =>
  (execution, entry) => {
    execution.status = status;
    execution.stoppedAt = entry.at;
    execution.output = status === 'SUCCEEDED' ? payloadOf(entry, 'output') : undefined;
    const told = status === 'TIMED_OUT' ? {} : (entry.details ?? {});
    execution.error = told['error'] as string | undefined;
    execution.cause = told['cause'] as string | undefined;
  };

/** States that had not ended start over; branches and iterations that had ended keep their results. */
const redrive: Apply = (execution, entry) => {
  execution.status = 'RUNNING';
  execution.stoppedAt = undefined;
  execution.error = undefined;
  execution.cause = undefined;
  execution.redriveCount = Number(entry.details?.['redriveCount']);
  execution.redrivenAt = entry.at;
  const root = execution.threads.get(0);
  if (root) reopen(execution, root);
};

function reopen(execution: Execution, thread: Thread): void {
  execution.threads.set(thread.id, thread);
  if (thread.phase === 'done' || thread.phase === 'start') return;
  thread.retriesOf = [];
  thread.retryCount = 0;
  thread.work = undefined;
  thread.join ??= thread.failedJoin;
  thread.failedJoin = undefined;
  thread.phase = thread.join ? 'joining' : 'entered';
  if (thread.join) reopenJoin(execution, thread.join);
}

function reopenJoin(execution: Execution, join: Join): void {
  for (const child of join.failedChildren.splice(0)) {
    join.children.set(child.index, child);
    join.finished -= 1;
  }
  for (const child of join.children.values()) reopen(execution, child);
}

function eachStateEvent(): (readonly [string, Apply])[] {
  const types = ['Pass', 'Task', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map'];
  return types.flatMap((type) => [
    [`${type}StateEntered`, enter] as const,
    [`${type}StateExited`, exit] as const,
  ]);
}

function eachTaskEvent(): (readonly [string, Apply])[] {
  return ['Task', 'LambdaFunction', 'Activity'].flatMap((family) => [
    [`${family}Scheduled`, schedule] as const,
    [`${family}Succeeded`, endWork] as const,
    [`${family}Failed`, endWork] as const,
    [`${family}TimedOut`, endWork] as const,
  ]);
}

const APPLY: ReadonlyMap<string, Apply> = new Map<string, Apply>([
  ...eachStateEvent(),
  ...eachTaskEvent(),
  [
    'TaskSubmitted',
    onThread((thread) => {
      if (thread.work) thread.work.submitted = true;
    }),
  ],
  ['ExecutionStarted', begin],
  ['ExecutionSucceeded', end('SUCCEEDED')],
  ['ExecutionFailed', end('FAILED')],
  ['ExecutionTimedOut', end('TIMED_OUT')],
  ['ExecutionAborted', end('ABORTED')],
  ['ExecutionRedriven', redrive],
  ['ParallelStateStarted', startParallel],
  ['ParallelStateSucceeded', endJoin],
  ['ParallelStateFailed', failJoin],
  ['MapStateStarted', startMap],
  ['MapIterationStarted', startIteration],
  ['MapIterationSucceeded', endIteration(false)],
  ['MapIterationFailed', endIteration(true)],
  ['MapStateSucceeded', endJoin],
  ['MapStateFailed', failJoin],
  ['retry', retry],
  ['wait', wait],
]);

/** The first of these members that the event has. */
function textOf(entry: JournalEntry, ...members: readonly string[]): string {
  for (const member of members) {
    const value = entry.details?.[member];
    if (typeof value === 'string') return value;
  }
  throw new TypeError(`the event ${entry.type} (${entry.id}) has none of: ${members.join(', ')}`);
}

function payloadOf(entry: JournalEntry, member: 'input' | 'output'): Payload {
  return entry.payload ?? parsePayload(textOf(entry, member));
}

const createJoin = (total: number, last: number): NonNullable<Thread['join']> => ({
  total,
  results: [],
  children: new Map(),
  failedChildren: [],
  map: undefined,
  nextIndex: 0,
  finished: 0,
  last,
});

interface NewThread {
  readonly program: Program;
  readonly parent: Thread | undefined;
  readonly index: number;
  readonly input: Payload;
  readonly last: number;
  readonly item: MapItem | undefined;
}

function addThread(execution: Execution, born: NewThread): void {
  const { input, ...rest } = born;
  const thread: Thread = {
    ...rest,
    id: execution.nextThread,
    variables: new Map(),
    phase: 'start',
    state: undefined,
    payload: input,
    next: undefined,
    enteredId: 0,
    enteredPrevious: 0,
    enteredAt: 0,
    retryCount: 0,
    retriesOf: [],
    work: undefined,
    join: undefined,
    failedJoin: undefined,
    until: 0,
  };
  execution.nextThread += 1;
  execution.threads.set(thread.id, thread);
  born.parent?.join?.children.set(born.index, thread);
}

/** Takes a thread and all below it out of the running ones; what it had reached stays readable. */
function detach(execution: Execution, thread: Thread): void {
  execution.threads.delete(thread.id);
  for (const child of thread.join?.children.values() ?? []) detach(execution, child);
}

function forgetJoin(execution: Execution, thread: Thread): void {
  for (const child of thread.join?.children.values() ?? []) detach(execution, child);
  thread.join = undefined;
  thread.failedJoin = undefined;
}
