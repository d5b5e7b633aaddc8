import type { Thread } from '../execution.ts';
import type { State } from '../machine.ts';
import type { Turn } from '../interpreter/turn.ts';
import { choice } from './choice.ts';
import { fail } from './fail.ts';
import type { StateHandler } from './handler.ts';
import { map } from './map.ts';
import { parallel } from './parallel.ts';
import { pass } from './pass.ts';
import { succeed } from './succeed.ts';
import { task } from './task.ts';
import { wait } from './wait.ts';

const HANDLERS: { readonly [T in State['type']]: StateHandler<T> } = {
  Pass: pass,
  Task: task,
  Choice: choice,
  Wait: wait,
  Succeed: succeed,
  Fail: fail,
  Parallel: parallel,
  Map: map,
};

const handlerOf = (state: State): StateHandler<State['type']> =>
  HANDLERS[state.type] as unknown as StateHandler<State['type']>;

/** Starts the state that the thread has entered, or starts it over after a retry's delay. */
export const runState = (turn: Turn, thread: Thread, state: State): Promise<void> =>
  handlerOf(state).enter(turn, thread, state);

/** Goes on with a state that waited for time or for its branches. */
export async function resumeState(turn: Turn, thread: Thread, state: State): Promise<void> {
  await handlerOf(state).resume?.(turn, thread, state);
}
