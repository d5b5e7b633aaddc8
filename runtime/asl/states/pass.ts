import { leaveState } from '../interpreter/leave-state.ts';
import { createScope } from '../interpreter/scope.ts';
import type { StateHandler } from './handler.ts';

export const pass: StateHandler<'Pass'> = {
  enter: (turn, thread, state) =>
    leaveState(turn, thread, { exit: state, scope: createScope(turn, thread), passed: thread.payload }),
};
