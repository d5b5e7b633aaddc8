import type { Json } from '../../core/json.ts';

/** The reason of a signal that aborts because the engine lets go: a later engine will ask for the task again. */
export const ENGINE_CLOSED = 'the engine was closed';

/** A task that the engine asks its home to do. */
export interface TaskCall {
  /** The state's name. */
  readonly state: string;
  /** As in the definition: `arn:aws:states:::lambda:invoke`, a Lambda function's ARN, … */
  readonly resource: string;
  /** The evaluated Arguments, or the state's input where there are none. A copy of the task's own. */
  readonly parameters: Json;
  /** For `.waitForTaskToken`: what `sendTaskSuccess` and `sendTaskFailure` take. Never to be logged. */
  readonly taskToken: string | undefined;
  /** 1 for the first, one more for each retry. The same attempt may be asked for again after a crash. */
  readonly attempt: number;
  /** True where a process that died may have asked for this attempt already. */
  readonly recovered: boolean;
  /** The id of the event that scheduled it: unique within the execution. */
  readonly scheduledId: number;
  readonly executionArn: string;
  readonly executionName: string;
  /** Aborts when the task has timed out, or its branch or execution is stopped; a late result is ignored. */
  readonly signal: AbortSignal;
  /**
   * `.sync` and `.waitForTaskToken`: the call has been made, and answered `output`; what the promise settles
   * with afterwards is the task's end.
   */
  readonly onSubmitted: (output: Json) => void;
}

/**
 * Does a task. Resolves with its result or rejects with `{ error, cause }` (or an Error: its name and
 * message). For `.waitForTaskToken`, resolving without having called `onSubmitted` means that the call has
 * been made; the token decides the end.
 */
export type InvokeTask = (call: TaskCall) => Promise<TaskResult>;

export interface TaskResult {
  readonly output: Json;
}

/** What a rejected task says: `error` and `cause` of the rejection, or an Error's name and message. */
export function readRejection(thrown: unknown): { error: string | undefined; cause: string | undefined } {
  if (typeof thrown !== 'object' || thrown === null) return { error: undefined, cause: String(thrown) };
  const { error, cause } = thrown as { readonly error?: unknown; readonly cause?: unknown };
  if (thrown instanceof Error && !('error' in thrown)) return { error: thrown.name, cause: thrown.message };
  return { error: toText(error), cause: toText(cause) };
}

function toText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
