import { StepFunctionsError } from './errors.ts';
import { exceedsLimit, parsePayload } from './payload.ts';
import type { StoredExecution } from './store/execution-store.ts';

/** StartExecution under a known name: the same start while it runs, otherwise `ExecutionAlreadyExists`. */
export function sameStart(
  known: StoredExecution,
  input: string,
): { readonly executionArn: string; readonly startDate: Date } {
  if (known.status === 'RUNNING' && known.input === input) {
    return { executionArn: known.arn, startDate: new Date(known.startedAt) };
  }
  throw new StepFunctionsError('ExecutionAlreadyExists', `Execution Already Exists: '${known.arn}'`);
}

const REDRIVE_PERIOD = 14 * 24 * 3_600_000;
const MOST_EVENTS_TO_REDRIVE = 24_999;

export function requireRedrivable(
  stored: StoredExecution,
  at: { readonly now: number; readonly events: number },
): void {
  const refuse = (why: string): never => {
    throw new StepFunctionsError(
      'ExecutionNotRedrivable',
      `Execution '${stored.arn}' is not redrivable: ${why}`,
    );
  };
  if (stored.status === 'RUNNING' || stored.status === 'SUCCEEDED') refuse(`its status is ${stored.status}`);
  if (at.now - (stored.stoppedAt ?? 0) > REDRIVE_PERIOD) refuse('it ended more than 14 days ago');
  if (at.events >= MOST_EVENTS_TO_REDRIVE) refuse(`its history has ${at.events} events`);
}

export function requireInput(input: string): void {
  if (exceedsLimit(input)) {
    throw new StepFunctionsError(
      'InvalidExecutionInput',
      'Invalid State Machine Execution Input: more than 262144 bytes',
    );
  }
  try {
    JSON.parse(input);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StepFunctionsError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: '${reason}'`,
    );
  }
}

export function parseOutput(output: string): ReturnType<typeof parsePayload>['value'] {
  if (exceedsLimit(output))
    throw new StepFunctionsError('InvalidOutput', 'Invalid Output: more than 262144 bytes');
  try {
    return parsePayload(output).value;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StepFunctionsError('InvalidOutput', `Invalid Output: '${reason}'`);
  }
}
