import type { JsonObject } from '../json.ts';

export interface StartExecution {
  /** The machine's short name: `triage`, `response`. */
  readonly stateMachine: string;
  /** Unique per machine: the same name with the same input starts nothing twice. At most 80 characters. */
  readonly name: string;
  readonly input: JsonObject;
}

/** Starts state machine executions: the embedded engine, or Step Functions. */
export interface Executions {
  /**
   * `ExecutionAlreadyExists` is success: the work is under way or done.
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
   */
  start(execution: StartExecution): Promise<'started' | 'exists'>;
}
