import type { Callbacks } from '../../core/ports/callbacks.ts';
import type { Executions } from '../../core/ports/executions.ts';
import { type Engine, type ExecutionSummary, type HistoryEvent, StepFunctionsError } from '../asl/index.ts';
import type { ExecutionReport } from '../report.ts';
import { machineArn } from './place.ts';

const named =
  (...names: readonly string[]) =>
  (error: unknown): boolean =>
    error instanceof StepFunctionsError && names.includes(error.name);

const alreadyExists = named('ExecutionAlreadyExists');
const nobodyWaits = named('TaskTimedOut', 'TaskDoesNotExist');
const doesNotExist = named('ExecutionDoesNotExist', 'InvalidArn');

/** The Executions port on the embedded engine. */
export function createEngineExecutions(engine: Engine): Executions {
  return {
    async start({ stateMachine, name, input }) {
      try {
        await engine.start({ stateMachineArn: machineArn(stateMachine), name, input: JSON.stringify(input) });
        return 'started';
      } catch (error) {
        if (alreadyExists(error)) return 'exists';
        throw error;
      }
    },
  };
}

/** The Callbacks port on the embedded engine. */
export function createEngineCallbacks(engineOf: () => Engine): Callbacks {
  return {
    async succeed(taskToken, output) {
      try {
        await engineOf().sendTaskSuccess({ taskToken, output: JSON.stringify(output) });
        return true;
      } catch (error) {
        if (nobodyWaits(error)) return false;
        throw error;
      }
    },
  };
}

/** False for executions that ended and for those that never were. */
export function isRunOpen(engine: Engine, executionArn: string): boolean {
  try {
    return engine.isRunning({ executionArn });
  } catch (error) {
    if (doesNotExist(error)) return false;
    throw error;
  }
}

/** Resolves once nothing runs. Work starts its successors before it ends, so that no gap is seen as the end. */
export async function waitUntilIdle(engine: Engine): Promise<void> {
  for (;;) {
    const [running] = engine.list({ statusFilter: 'RUNNING', maxResults: 1 }).executions;
    if (running === undefined) return;
    // oxlint-disable-next-line no-await-in-loop
    await engine.waitForEnd({ executionArn: running.executionArn });
  }
}

/** All executions, oldest first. */
export function listExecutions(engine: Engine): readonly ExecutionReport[] {
  const found = [...eachExecution(engine, {})].map(({ executionArn, name, stateMachineArn, status }) => {
    const stateMachine = stateMachineArn.split(':').at(-1) ?? '';
    return { name, stateMachine, status, events: lastEventId(engine, executionArn) };
  });
  return found.toReversed();
}

/** How many executions ended otherwise than well. */
export function countFailed(engine: Engine): number {
  const endings = ['FAILED', 'TIMED_OUT', 'ABORTED'] as const;
  return endings.reduce((sum, statusFilter) => sum + [...eachExecution(engine, { statusFilter })].length, 0);
}

type ListFilter = Pick<Parameters<Engine['list']>[0], 'statusFilter'>;

/** Newest first. */
export function* eachExecution(engine: Engine, filter: ListFilter): Generator<ExecutionSummary> {
  let nextToken: string | undefined;
  do {
    const page = engine.list({ ...filter, maxResults: 1000, nextToken });
    yield* page.executions;
    ({ nextToken } = page);
  } while (nextToken !== undefined);
}

/** Event ids count from 1 without gaps. */
const lastEventId = (engine: Engine, executionArn: string): number =>
  engine.history({ executionArn, reverseOrder: true, maxResults: 1 }).events[0]?.id ?? 0;

/** The whole history of an execution, page by page. */
export function readEvents(engine: Engine, executionArn: string): readonly HistoryEvent[] {
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = engine.history({ executionArn, maxResults: 1000, nextToken });
    events.push(...page.events);
    ({ nextToken } = page);
  } while (nextToken !== undefined);
  return events;
}
