import type { Json } from '../../core/json.ts';

/** Why a state failed, as Catch and the execution's end report it. */
export interface Failure {
  /** Absent where the task gave none. */
  readonly error: string | undefined;
  readonly cause: string | undefined;
  /** Whether a task reported it, or the interpreter itself: some names match only the one. */
  readonly from: 'task' | 'interpreter';
}

const TIMEOUTS: ReadonlySet<string> = new Set(['States.Timeout', 'States.HeartbeatTimeout']);
/** Errors of the interpreter that only their own name matches. */
const TERMINAL: ReadonlySet<string> = new Set(['States.DataLimitExceeded', 'States.Runtime']);

/**
 * Whether a retrier or catcher with these names takes `failure`.
 *
 * - `States.ALL` takes all but `States.Runtime`, and all but `States.DataLimitExceeded` of the interpreter
 *   itself; the same error from a task whose result is too large it does take (seen on AWS).
 * - `States.TaskFailed` takes all but timeouts.
 * - `States.Timeout` takes missed heartbeats too.
 * - `States.Runtime` nothing takes, not even its own name.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export function matchesFailure(errorEquals: readonly string[], failure: Failure): boolean {
  const error = failure.error ?? '';
  if (error === 'States.Runtime') return false;
  const terminal = failure.from === 'interpreter' && TERMINAL.has(error);
  return errorEquals.some((name) => {
    if (name === 'States.ALL') return !terminal;
    if (name === 'States.TaskFailed') return !terminal && !TIMEOUTS.has(error);
    if (name === 'States.Timeout') return TIMEOUTS.has(error);
    return name === error;
  });
}

/** `$states.errorOutput`. What is absent is null, but the cause of a timeout is empty: both seen on AWS. */
export function toErrorOutput(failure: Failure): Json {
  const missing = TIMEOUTS.has(failure.error ?? '') ? '' : null;
  return { Error: failure.error ?? null, Cause: failure.cause ?? missing };
}
