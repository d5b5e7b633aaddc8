import type { ExecutionEvent } from '../../../../core/api/executions.ts';

/** One time that an execution was in a state. */
export interface Visit {
  readonly state: string;
  /** `Task`, `Choice` and so on. */
  readonly type: string;
  readonly status: VisitStatus;
  readonly entered: ExecutionEvent;
  readonly exited: ExecutionEvent | null;
  /** The latest event that told of a failure; it stays where a retry mended it. */
  readonly failure: ExecutionEvent | null;
  readonly retries: number;
  /** The latest that a task was called with. */
  readonly scheduled: ExecutionEvent | null;
  /** All that belong to it, but not those of states within it. */
  readonly events: readonly ExecutionEvent[];
}

/** As Step Functions' own console has it: `caught` failed, and went on where its Catch leads. */
export type VisitStatus = 'running' | 'succeeded' | 'failed' | 'caught' | 'cancelled';
