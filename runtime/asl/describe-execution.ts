import type { Execution, ExecutionStatus } from './execution.ts';
import { hideTokens } from './render-history.ts';
import type { ListedExecution, StoredExecution } from './store/execution-store.ts';

/** One entry of ListExecutions. */
export interface ExecutionSummary {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly startDate: Date;
  readonly stopDate?: Date;
  readonly redriveCount: number;
  readonly redriveDate?: Date;
}

/** DescribeExecution. `input` and `output` are JSON text. */
export interface ExecutionDescription extends ExecutionSummary {
  readonly redriveStatus: 'REDRIVABLE' | 'NOT_REDRIVABLE';
  readonly redriveStatusReason?: string;
  readonly input: string;
  readonly inputDetails: { readonly included: true };
  readonly output?: string;
  readonly outputDetails?: { readonly included: true };
  readonly error?: string;
  readonly cause?: string;
}

export const summarize = (stored: Omit<ListedExecution, 'row'>): ExecutionSummary => ({
  executionArn: stored.arn,
  stateMachineArn: stored.stateMachineArn,
  name: stored.name,
  status: stored.status,
  startDate: new Date(stored.startedAt),
  ...(stored.stoppedAt === undefined ? {} : { stopDate: new Date(stored.stoppedAt) }),
  redriveCount: stored.redriveCount,
  ...(stored.redrivenAt === undefined ? {} : { redriveDate: new Date(stored.redrivenAt) }),
});

export const describeStored = (stored: StoredExecution): ExecutionDescription => ({
  ...summarize(stored),
  ...describeRedrive(stored),
  input: hideTokens(stored.input),
  inputDetails: { included: true },
  ...(stored.output === undefined ? {} : { output: stored.output, outputDetails: { included: true } }),
  ...(stored.error === undefined ? {} : { error: stored.error }),
  ...(stored.cause === undefined ? {} : { cause: stored.cause }),
});

function describeRedrive({
  status,
}: StoredExecution): Pick<ExecutionDescription, 'redriveStatus' | 'redriveStatusReason'> {
  if (status !== 'RUNNING' && status !== 'SUCCEEDED') return { redriveStatus: 'REDRIVABLE' };
  return {
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: `Execution is ${status} and cannot be redriven`,
  };
}

/** The same of an execution that has just ended, without asking the store. */
export function describeExecution(execution: Execution): ExecutionDescription {
  const { identity, machine: _machine, threads: _threads, output, ...rest } = execution;
  return describeStored({
    ...identity,
    ...rest,
    input: identity.input.text,
    output: output?.text,
    definitionHash: '',
  });
}
