import { leaveState } from '../interpreter/leave-state.ts';
import { createScope } from '../interpreter/scope.ts';
import type { StateHandler } from './handler.ts';

export const succeed: StateHandler<'Succeed'> = {
  enter: (turn, thread, state) =>
    leaveState(turn, thread, {
      exit: { output: state.output, assign: [], next: undefined },
      scope: createScope(turn, thread),
      passed: thread.payload,
    }),
};
