import type { Json } from '../../../core/json.ts';
import type { Thread } from '../execution.ts';
import { evaluateTemplate, EvaluationProblem, typeProblem } from '../jsonata/template.ts';
import { leaveState } from '../interpreter/leave-state.ts';
import { createScope } from '../interpreter/scope.ts';
import { addNote, type Turn } from '../interpreter/turn.ts';
import type { WaitState } from '../machine.ts';
import { parseTimestamp } from '../timestamp.ts';
import type { StateHandler } from './handler.ts';

export const wait: StateHandler<'Wait'> = {
  async enter(turn, thread, state) {
    const until = await evaluateUntil(turn, thread, state);
    if (until <= turn.environment.now()) return leave(turn, thread, state);
    addNote(turn, thread, 'wait', { until });
    turn.sleeping.push(thread);
    return undefined;
  },
  resume: leave,
};

function leave(turn: Turn, thread: Thread, state: WaitState): Promise<void> {
  return leaveState(turn, thread, { exit: state, scope: createScope(turn, thread), passed: thread.payload });
}

async function evaluateUntil(turn: Turn, thread: Thread, state: WaitState): Promise<number> {
  const scope = createScope(turn, thread);
  if (state.seconds) {
    const value = await evaluateTemplate(state.seconds, scope);
    if (!isSeconds(value)) throw typeProblem(state.seconds, 'Seconds', 'integer', value);
    return turn.environment.now() + value * 1000;
  }
  if (!state.timestamp) return turn.environment.now();
  const value = await evaluateTemplate(state.timestamp, scope);
  if (typeof value !== 'string') throw typeProblem(state.timestamp, 'Timestamp', 'string', value);
  const at = parseTimestamp(value);
  if (at === undefined) {
    const source = state.timestamp.kind === 'expression' ? state.timestamp.expression.source : value;
    const reason =
      'The Timestamp parameter does not reference a valid ISO-8601 extended offset date-time format string';
    throw new EvaluationProblem(`${reason}: ${source} == ${value}`, 'Timestamp', true);
  }
  return at;
}

const LONGEST_WAIT_SECONDS = 99_999_999;

const isSeconds = (value: Json): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LONGEST_WAIT_SECONDS;
