import type { TimerClock } from '../../core/ports/clock.ts';
import type { Json } from '../../core/json.ts';
import type { Place } from './arns.ts';
import { createEngine } from './engine.ts';
import type { ExecutionStatus } from './execution.ts';
import type { InvokeTask } from './invoke-task.ts';
import type { HistoryEvent } from './render-history.ts';

export interface RunOptions {
  /** The definition, as a value or as JSON text. */
  readonly definition: unknown;
  /** A value, not text. @default {} */
  readonly input?: Json | undefined;
  readonly invokeTask?: InvokeTask | undefined;
  readonly executionName?: string | undefined;
  readonly stateMachineName?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly clock?: TimerClock | undefined;
  readonly random?: (() => number) | undefined;
  readonly place?: Partial<Place> | undefined;
  /** Stops the execution. */
  readonly signal?: AbortSignal | undefined;
}

export interface RunResult {
  readonly status: ExecutionStatus;
  /** JSON text. */
  readonly output: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly history: readonly HistoryEvent[];
}

/**
 * Runs one execution in memory and resolves when it has ended, however it ended. Throws `InvalidDefinition` where
 * Step Functions would refuse the definition. A `.waitForTaskToken` task ends when `invokeTask` resolves.
 */
export async function runStateMachine(options: RunOptions): Promise<RunResult> {
  const engine = createEngine({
    ...(options.clock ? { clock: options.clock } : {}),
    invokeTask: options.invokeTask ?? refuseTask,
    resolvingEndsCallbacks: true,
    ...(options.random ? { random: options.random } : {}),
    ...(options.place ? { place: options.place } : {}),
  });
  const { stateMachineArn } = await engine.registerStateMachine({
    name: options.stateMachineName ?? 'StateMachine',
    definition: options.definition,
    ...(options.roleArn === undefined ? {} : { roleArn: options.roleArn }),
  });
  const input = JSON.stringify(options.input ?? {});
  const execution = await engine.start({ stateMachineArn, name: options.executionName, input });
  const stop = (): void => void engine.stop({ ...execution, cause: 'stopped by the caller' });
  options.signal?.addEventListener('abort', stop);
  const { status, output, error, cause } = await engine.waitForEnd(execution);
  options.signal?.removeEventListener('abort', stop);
  return { status, output, error, cause, history: readHistory(engine, execution.executionArn) };
}

function readHistory(engine: ReturnType<typeof createEngine>, executionArn: string): readonly HistoryEvent[] {
  const all: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = engine.history({ executionArn, maxResults: 1000, nextToken });
    all.push(...page.events);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return all;
}

const refuseTask: InvokeTask = ({ state, resource }) =>
  Promise.reject(new Error(`the state "${state}" calls ${resource}, and no invokeTask was given`));
