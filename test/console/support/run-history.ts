import type { ExecutionEvent } from '../../../core/api/executions.ts';
import { createEngine, type Engine, type HistoryEvent, type TaskCall } from '../../../runtime/asl/index.ts';
import { createManualClock, settle } from '../../support/manual-clock.ts';

/** What the tasks of a state do, try by try; the last is repeated. A text is an error's name. */
type Tries = Readonly<Record<string, readonly ('ok' | 'never' | { readonly error: string })[]>>;

export interface Running {
  readonly engine: Engine;
  readonly executionArn: string;
  /** Lets so many seconds pass, and gives the whole history. */
  readonly after: (seconds: number) => Promise<ExecutionEvent[]>;
}

/** Starts a machine of these states; tasks that are not named answer with what they were given. */
export async function startMachine(
  states: Readonly<Record<string, unknown>>,
  tries: Tries = {},
): Promise<Running> {
  const clock = createManualClock();
  const counts = new Map<string, number>();
  const invokeTask = async ({ state, parameters, signal }: TaskCall) => {
    const count = counts.get(state) ?? 0;
    counts.set(state, count + 1);
    const answer = tries[state]?.[count] ?? tries[state]?.at(-1) ?? 'ok';
    if (answer === 'ok') return { output: parameters };
    if (answer !== 'never') throw answer;
    return await new Promise<never>((_resolve, reject) => signal.addEventListener('abort', reject));
  };
  const engine = createEngine({ clock, invokeTask, random: () => 0 });
  const definition = { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states };
  const { stateMachineArn } = await engine.registerStateMachine({ name: 'machine', definition });
  const { executionArn } = await engine.start({ stateMachineArn, input: '{}' });
  const after = async (seconds: number) => {
    await clock.advance(seconds * 1000);
    await settle();
    return engine.history({ executionArn, maxResults: 1000 }).events.map(toEvent);
  };
  return { engine, executionArn, after };
}

/** As the API gives it, but for the state: what belongs together is told by `previousEventId` alone. */
function toEvent(event: HistoryEvent): ExecutionEvent {
  const { id, previousEventId, type, timestamp } = event;
  const [, details = {}] = Object.entries(event).find(([key]) => key.endsWith('EventDetails')) ?? [];
  return {
    id,
    previousEventId,
    type,
    at: timestamp.toISOString(),
    state: null,
    details: { ...(details as Record<string, unknown>) },
    child: null,
  };
}
