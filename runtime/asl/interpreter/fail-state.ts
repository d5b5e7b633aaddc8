import type { Thread } from '../execution.ts';
import { matchesFailure, toErrorOutput, type Failure } from '../failure.ts';
import { EvaluationProblem } from '../jsonata/template.ts';
import type { Catcher, State } from '../machine.ts';
import { toPayload } from '../payload.ts';
import { findRetrier, retryDelay } from '../retry.ts';
import { failChild } from './join.ts';
import { leaveState } from './leave-state.ts';
import { createScope } from './scope.ts';
import { StateFailed } from './state-failed.ts';
import { emit, emitForExecution, HistoryFull, addNote, type Turn } from './turn.ts';

/** Turns whatever a state's handler threw into the failure that ASL knows, with its EvaluationFailed event. */
export function toFailure(turn: Turn, thread: Thread, thrown: unknown): Failure {
  if (thrown instanceof StateFailed) return thrown.failure;
  if (thrown instanceof EvaluationProblem) return recordEvaluationFailed(turn, thread, thrown);
  if (thrown instanceof HistoryFull) throw thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { error: 'States.Runtime', cause: describeWhere(thread, message), from: 'interpreter' };
}

/** `An error occurred while executing the state 'X' (entered at the event id #N). …` */
export function describeWhere(thread: Thread, what: string): string {
  const entered = thread.state ? thread : thread.parent;
  return `An error occurred while executing the state '${entered?.state?.name}' (entered at the event id #${entered?.enteredId}). ${what}`;
}

function recordEvaluationFailed(turn: Turn, thread: Thread, problem: EvaluationProblem): Failure {
  const error = 'States.QueryEvaluationError';
  const cause = describeWhere(thread, problem.message);
  const state = (thread.state ?? thread.parent?.state)?.name ?? '';
  emit(turn, thread, 'EvaluationFailed', {
    details: {
      cause,
      error,
      ...(problem.location === undefined ? {} : { location: problem.location }),
      state,
    },
    previous: previousOf(thread, problem),
  });
  return { error, cause, from: 'interpreter' };
}

/** Seen on AWS: it points where StateEntered points, unless something has happened in the state since. */
function previousOf(thread: Thread, problem: EvaluationProblem): number {
  const fresh = thread.last === thread.enteredId && !problem.afterEntry;
  return fresh ? thread.enteredPrevious : thread.last;
}

/**
 * Retries, catches, or ends the thread. `last` of the thread is the event that tells of the failure.
 * `States.Runtime` ends the whole execution at once, from however deep.
 */
export async function failState(turn: Turn, thread: Thread, failure: Failure): Promise<void> {
  if (failure.error === 'States.Runtime') return endExecution(turn, thread, failure);
  const { state } = thread;
  if (!state || !('retriers' in state)) return endThread(turn, thread, failure);
  const matches = (errorEquals: readonly string[]): boolean => matchesFailure(errorEquals, failure);
  const index = findRetrier(state.retriers, thread.retriesOf, matches);
  const retrier = state.retriers[index];
  if (retrier) {
    const delay = retryDelay(retrier, thread.retriesOf[index] ?? 0, () => turn.environment.random());
    addNote(turn, thread, 'retry', { retrier: index, until: turn.environment.now() + delay });
    turn.sleeping.push(thread);
    return undefined;
  }
  emitStateFailed(turn, thread, state);
  const catcher = state.catchers.find(({ errorEquals }) => matches(errorEquals));
  return catcher ? catchFailure(turn, thread, { catcher, failure }) : endThread(turn, thread, failure);
}

/** Parallel and Map tell of their failure, caught or not, unless they have told of their success. */
function emitStateFailed(turn: Turn, thread: Thread, state: State): void {
  if (thread.phase === 'joined') return;
  if (state.type === 'Parallel' || state.type === 'Map') emit(turn, thread, `${state.type}StateFailed`);
}

async function catchFailure(
  turn: Turn,
  thread: Thread,
  caught: { readonly catcher: Catcher; readonly failure: Failure },
): Promise<void> {
  const errorOutput = toErrorOutput(caught.failure);
  const scope = createScope(turn, thread, { errorOutput });
  try {
    await leaveState(turn, thread, { exit: caught.catcher, scope, passed: toPayload(errorOutput) });
  } catch (thrown) {
    await endThread(turn, thread, toFailure(turn, thread, thrown));
  }
}

/** Nothing handles the failure: the scope that the thread belongs to fails with it. */
async function endThread(turn: Turn, thread: Thread, failure: Failure): Promise<void> {
  if (!thread.parent) return endExecution(turn, thread, failure);
  const parent = thread.parent;
  const parentFailure = failChild(turn, thread, failure);
  if (parentFailure) await failState(turn, parent, parentFailure);
  return undefined;
}

function endExecution(turn: Turn, thread: Thread, failure: Failure): void {
  const { error, cause } = failure;
  emitForExecution(turn, 'ExecutionFailed', {
    previous: thread.last,
    details: { ...(cause === undefined ? {} : { cause }), ...(error === undefined ? {} : { error }) },
  });
}
