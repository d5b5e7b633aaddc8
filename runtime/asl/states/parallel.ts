import type { Thread } from '../execution.ts';
import { evaluateTemplate } from '../jsonata/template.ts';
import { leaveState, tooLarge } from '../interpreter/leave-state.ts';
import { createScope } from '../interpreter/scope.ts';
import { emit, type Turn } from '../interpreter/turn.ts';
import type { ParallelState } from '../machine.ts';
import { exceedsLimit, toPayload } from '../payload.ts';
import type { StateHandler } from './handler.ts';

export const parallel: StateHandler<'Parallel'> = {
  async enter(turn, thread, state) {
    const input = state.arguments
      ? toPayload(await evaluateTemplate(state.arguments, createScope(turn, thread)))
      : thread.payload;
    if (exceedsLimit(input.text)) throw tooLarge(state.name);
    emit(turn, thread, 'ParallelStateStarted', {
      payload: input,
      ...(state.arguments ? { note: { input: input.text } } : {}),
    });
    turn.ready.push(...(thread.join?.children.values() ?? []));
  },
  async resume(turn, thread, state) {
    const { join } = thread;
    if (join && join.finished === join.total) await finishJoin(turn, thread, state);
  },
};

/** Every branch has ended: what they returned, in their order, is the result. */
export async function finishJoin(
  turn: Turn,
  thread: Thread,
  state: ParallelState | Extract<NonNullable<Thread['state']>, { type: 'Map' }>,
): Promise<void> {
  const { join } = thread;
  if (!join) return;
  const payloads = join.results.filter((result) => result !== undefined);
  const result = {
    value: payloads.map(({ value }) => value),
    text: `[${payloads.map(({ text }) => text).join(',')}]`,
  };
  const previous = join.last;
  if (exceedsLimit(result.text)) {
    thread.last = previous;
    throw tooLarge(state.name);
  }
  emit(turn, thread, `${state.type}StateSucceeded`, { previous });
  const scope = createScope(turn, thread, { result: result.value });
  await leaveState(turn, thread, { exit: state, scope, passed: result, previous });
}
