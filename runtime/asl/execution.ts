import type { Json } from '../../core/json.ts';
import type { MapNote } from './journal.ts';
import type { Machine, MapItem, Program, State } from './machine.ts';
import type { Payload } from './payload.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** What is fixed when an execution starts. */
export interface ExecutionIdentity {
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  readonly roleArn: string;
  readonly input: Payload;
  readonly startedAt: number;
}

/** An execution as the interpreter holds it. Changed by `applyEntry` alone. */
export interface Execution {
  readonly identity: ExecutionIdentity;
  readonly machine: Machine;
  status: ExecutionStatus;
  output: Payload | undefined;
  error: string | undefined;
  cause: string | undefined;
  stoppedAt: number | undefined;
  lastEventId: number;
  redriveCount: number;
  redrivenAt: number | undefined;
  nextThread: number;
  readonly threads: Map<number, Thread>;
}

/**
 * Where a thread stands:
 * `start` (nothing entered yet), `entered` (a state begun), `working` (a task is out), `retrying` and `waiting` (for time),
 * `joining` (for branches or iterations), `joined` (they have ended well), `exited` (the state is done: on to `next`), `done`.
 */
export type Phase =
  | 'start'
  | 'entered'
  | 'working'
  | 'retrying'
  | 'waiting'
  | 'joining'
  | 'joined'
  | 'exited'
  | 'done';

/** One line of states: the execution's own, or a branch's or an iteration's. */
export interface Thread {
  readonly id: number;
  readonly parent: Thread | undefined;
  /** Which branch or iteration of the parent. */
  readonly index: number;
  readonly item: MapItem | undefined;
  readonly program: Program;
  readonly variables: Map<string, Json>;
  phase: Phase;
  state: State | undefined;
  /** The state's input; once exited, its output. */
  payload: Payload;
  next: string | undefined;
  enteredId: number;
  enteredPrevious: number;
  enteredAt: number;
  /** The id of the thread's latest event. */
  last: number;
  retryCount: number;
  retriesOf: number[];
  work: Work | undefined;
  join: Join | undefined;
  /** The join that failed last, for a redrive: what its branches had reached. Gone once the state is left or retried. */
  failedJoin: Join | undefined;
  /** When to go on, for `retrying` and `waiting`. */
  until: number;
}

/** A task that is out. */
export interface Work {
  readonly scheduledId: number;
  readonly scheduledAt: number;
  readonly attempt: number;
  readonly token: string | undefined;
  readonly parameters: Payload;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  submitted: boolean;
}

/** What a Parallel or Map waits for. */
export interface Join {
  readonly total: number;
  readonly results: (Payload | undefined)[];
  readonly children: Map<number, Thread>;
  /** Iterations that failed, for a redrive. */
  readonly failedChildren: Thread[];
  readonly map: MapNote | undefined;
  /** The next iteration to start. */
  nextIndex: number;
  finished: number;
  /** The event that the join's own next event points at. */
  last: number;
}
