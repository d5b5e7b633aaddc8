import type { Thread } from '../execution.ts';
import { evaluateTemplate } from '../jsonata/template.ts';
import { exceedsLimit, toPayload } from '../payload.ts';
import { resumeState, runState } from '../states/index.ts';
import { startTask } from '../states/task.ts';
import { finishIteration, readyIfJoined } from './join.ts';
import { failState, toFailure } from './fail-state.ts';
import { tooLarge } from './leave-state.ts';
import { receive, type Message } from './receive.ts';
import { createScope } from './scope.ts';
import { emit, emitForExecution, HistoryFull, type Turn } from './turn.ts';

/** Takes the message in and runs every thread that can go on until all wait, or the execution has ended. */
export async function runTurn(turn: Turn, message: Message): Promise<void> {
  try {
    await receive(turn, message);
    for (let thread = nextThread(turn); thread; thread = nextThread(turn)) {
      // oxlint-disable-next-line no-await-in-loop -- one thread after the other: an execution is one line of events
      if (turn.execution.status === 'RUNNING' && isLive(turn, thread)) await step(turn, thread);
    }
    startTasks(turn);
  } catch (error) {
    if (!(error instanceof HistoryFull)) throw error;
    endFullHistory(turn);
  }
}

const nextThread = (turn: Turn): Thread | undefined => turn.again.pop() ?? turn.ready.shift();

const isLive = (turn: Turn, thread: Thread): boolean => turn.execution.threads.get(thread.id) === thread;

/**
 * Says of the tasks which are still wanted that they start, in the same write that schedules them: a process that dies
 * before it has asked for them asks again, as after one that died a moment later.
 */
function startTasks(turn: Turn): void {
  if (turn.execution.status !== 'RUNNING') return;
  for (const thread of turn.scheduled) {
    if (!isLive(turn, thread) || thread.phase !== 'working') continue;
    startTask(turn, thread);
    turn.started.push(thread);
  }
}

function endFullHistory(turn: Turn): void {
  const cause = 'The execution reached the maximum number of history events (25000).';
  const previous = turn.execution.lastEventId;
  emitForExecution(turn, 'ExecutionFailed', { previous, details: { cause, error: 'States.Runtime' } });
}

async function step(turn: Turn, thread: Thread): Promise<void> {
  try {
    await STEPS[thread.phase](turn, thread);
  } catch (thrown) {
    await failState(turn, thread, toFailure(turn, thread, thrown));
  }
}

type Step = (turn: Turn, thread: Thread) => Promise<void>;

async function start(turn: Turn, thread: Thread): Promise<void> {
  const selected = await selectItem(turn, thread);
  await enterState(turn, thread, { name: thread.program.startAt, payload: selected });
}

/** The input of an iteration: the item, or what ItemSelector makes of it. */
async function selectItem(turn: Turn, thread: Thread): Promise<Thread['payload']> {
  const { item, parent } = thread;
  if (!item || parent?.state?.type !== 'Map') return thread.payload;
  const { itemSelector } = parent.state;
  if (!itemSelector) return toPayload(thread.payload.value);
  const selected = toPayload(await evaluateTemplate(itemSelector, createScope(turn, parent, { item })));
  if (exceedsLimit(selected.text)) throw tooLarge(parent.state.name);
  return selected;
}

async function enterState(
  turn: Turn,
  thread: Thread,
  entering: { readonly name: string; readonly payload: Thread['payload'] },
): Promise<void> {
  const { name, payload } = entering;
  const state = thread.program.states.get(name);
  if (!state) throw new TypeError(`no state "${name}" in this scope`);
  emit(turn, thread, `${state.type}StateEntered`, { details: { name, input: payload.text }, payload });
  await runState(turn, thread, state);
}

async function goOn(turn: Turn, thread: Thread): Promise<void> {
  if (thread.next !== undefined)
    await enterState(turn, thread, { name: thread.next, payload: thread.payload });
}

async function begin(turn: Turn, thread: Thread): Promise<void> {
  if (thread.state) await runState(turn, thread, thread.state);
}

async function resume(turn: Turn, thread: Thread): Promise<void> {
  if (thread.state) await resumeState(turn, thread, thread.state);
}

/** The scope's last state has ended. */
async function finish(turn: Turn, thread: Thread): Promise<void> {
  const { parent, payload } = thread;
  if (!parent) {
    const details = { output: payload.text };
    emitForExecution(turn, 'ExecutionSucceeded', { previous: thread.last, details, payload });
    return;
  }
  if (parent.join?.map) finishIteration(turn, parent, thread);
  readyIfJoined(turn, parent);
}

const stay: Step = () => Promise.resolve();

const STEPS: { readonly [P in Thread['phase']]: Step } = {
  start,
  entered: begin,
  working: stay,
  retrying: begin,
  waiting: resume,
  joining: resume,
  joined: stay,
  exited: goOn,
  done: finish,
};
