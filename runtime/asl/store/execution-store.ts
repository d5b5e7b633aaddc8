import type { ExecutionStatus } from '../execution.ts';
import type { JournalEntry } from '../journal.ts';

/** A registered state machine. */
export interface StoredMachine {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  readonly createdAt: number;
  /** SHA-256 of the definition's text: what an execution keeps of its machine. */
  readonly definitionHash: string;
  readonly definition: string;
}

/** What can be said of an execution without reading its journal. */
export interface StoredExecution {
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  readonly roleArn: string;
  readonly definitionHash: string;
  readonly status: ExecutionStatus;
  readonly input: string;
  readonly output: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly startedAt: number;
  readonly stoppedAt: number | undefined;
  readonly redriveCount: number;
  readonly redrivenAt: number | undefined;
}

/** The part of an execution that changes. */
export type ExecutionChange = Pick<
  StoredExecution,
  'status' | 'output' | 'error' | 'cause' | 'stoppedAt' | 'redriveCount' | 'redrivenAt'
>;

export interface ExecutionFilter {
  readonly stateMachineArn?: string | undefined;
  readonly status?: ExecutionStatus | undefined;
}

/** What a list shows of an execution: nothing that is large. */
export interface ListedExecution extends Omit<
  StoredExecution,
  'roleArn' | 'definitionHash' | 'stateMachineName' | 'input' | 'output' | 'error' | 'cause'
> {
  /** Rises with each execution that is started. */
  readonly row: number;
}

/** The next `limit`, older than the execution of row `before` where it is given. */
export interface Page {
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Entries that were written together. */
export interface JournalRow {
  /** Rises from row to row of an execution. */
  readonly row: number;
  readonly entries: readonly JournalEntry[];
}

/** From this row on, in either direction. */
export interface JournalPlace {
  readonly row: number;
  /** From the newest to the oldest. */
  readonly reverse: boolean;
}

/** Resolves when the write will survive the process; undefined where there is nothing to wait for. */
export type Committed = Promise<void> | undefined;

/** Where the engine keeps machines, executions and their journals. Reads see all writes asked for before. */
export interface ExecutionStore {
  /** Adds the machine, or replaces the one of the same ARN; earlier definitions stay. */
  saveMachine(machine: StoredMachine): Committed;
  machines(): readonly StoredMachine[];
  definition(hash: string): string | undefined;
  insertExecution(execution: StoredExecution): Committed;
  findExecution(arn: string): StoredExecution | undefined;
  /** Newest first. */
  executions(filter: ExecutionFilter, page: Page): readonly ListedExecution[];
  running(): readonly StoredExecution[];
  /** Writes the entries of one turn, and what they change, all or nothing. */
  append(arn: string, entries: readonly JournalEntry[], change: ExecutionChange | undefined): Committed;
  /** Row by row, as far as it is read. @default from the oldest on */
  journal(arn: string, from?: JournalPlace): Iterable<JournalRow>;
}
