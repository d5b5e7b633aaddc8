import type { Json } from '../../../core/json.ts';
import { runStateMachine as run, type InvokeTask, type RunResult } from '../../../runtime/asl/index.ts';

/**
 * Lets the runner of recorded AWS executions judge this engine: `node run.mjs test/runtime/asl/recordings-adapter.ts`.
 */
interface RecordedCase {
  readonly definition: Json;
  readonly input: Json;
  readonly executionName?: string;
  readonly invokeTask: InvokeTask;
  readonly signal?: AbortSignal;
  readonly meta: {
    readonly accountId: string;
    readonly region: string;
    readonly partition: string;
    readonly roleArn: string;
  };
}

export async function runStateMachine(recorded: RecordedCase): Promise<RunResult> {
  const { definition, input, executionName, invokeTask, signal, meta } = recorded;
  return await run({
    definition,
    input,
    executionName,
    invokeTask,
    signal,
    roleArn: meta.roleArn,
    place: meta,
  });
}

/** Distributed Map and JSONPath are refused at load, as documented: there is nothing to compare. */
export function skip(recorded: { readonly definition: Json }): string | null {
  const text = JSON.stringify(recorded.definition);
  return text.includes('"DISTRIBUTED"') ? 'Distributed Map' : null;
}
