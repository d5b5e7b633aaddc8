import type { Thread } from '../execution.ts';
import type { State, StateType } from '../machine.ts';
import type { Turn } from '../interpreter/turn.ts';

/** What a state does when it is entered (or retried), and how it goes on after it has waited. */
export interface StateHandler<T extends StateType> {
  /** Throws StateFailed or EvaluationProblem where the state fails. */
  enter(turn: Turn, thread: Thread, state: Extract<State, { type: T }>): Promise<void>;
  /** Wait, Parallel and Map only: time has come, or a branch has ended. */
  resume?(turn: Turn, thread: Thread, state: Extract<State, { type: T }>): Promise<void>;
}
