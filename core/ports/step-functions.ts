/**
 * What is asked of Step Functions about machines and executions: operations and shapes as in `@aws-sdk/client-sfn`. The
 * embedded engine answers them, and the SDK's client does on AWS.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html
 */
export interface StepFunctions {
  listStateMachines(): Promise<{ readonly stateMachines: readonly StateMachineItem[] }>;
  /** Newest first. Without a machine: of all, which Step Functions itself does not do. */
  listExecutions(request: {
    readonly stateMachineArn?: string;
    readonly statusFilter?: ExecutionStatus;
    readonly maxResults: number;
    readonly nextToken?: string;
  }): Promise<{ readonly executions: readonly ExecutionItem[]; readonly nextToken?: string }>;
  describeExecution(request: { readonly executionArn: string }): Promise<ExecutionDescription>;
  /** The definition that the execution runs, whatever its machine has now. */
  describeStateMachineForExecution(request: {
    readonly executionArn: string;
  }): Promise<{ readonly definition: string }>;
  getExecutionHistory(request: {
    readonly executionArn: string;
    readonly maxResults: number;
    readonly reverseOrder: boolean;
    readonly nextToken?: string;
  }): Promise<{ readonly events: readonly HistoryEvent[]; readonly nextToken?: string }>;
  redriveExecution(request: { readonly executionArn: string }): Promise<unknown>;
}

type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';

interface StateMachineItem {
  readonly stateMachineArn: string;
  readonly name: string;
  readonly creationDate: Date;
}

export interface ExecutionItem {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly startDate: Date;
  readonly stopDate?: Date;
  readonly redriveCount: number;
}

export interface ExecutionDescription extends ExecutionItem {
  readonly redriveStatus: 'REDRIVABLE' | 'NOT_REDRIVABLE' | 'REDRIVABLE_BY_MAP_RUN';
  /** JSON text. Absent where it is not kept any more. */
  readonly input?: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

export interface HistoryEvent {
  readonly timestamp: Date;
  readonly type: string;
  readonly id: number;
  /** 0: none. */
  readonly previousEventId: number;
  /** `stateEnteredEventDetails` and so on: one at most. */
  readonly [details: `${string}EventDetails`]: Readonly<Record<string, unknown>> | undefined;
}
