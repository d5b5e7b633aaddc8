/** What reads and writes come to in DynamoDB's units, and how many bytes stay in the table and its indexes. */
export interface TableUsage {
  readonly requests: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly storedBytes: number;
}

/** What one finding causes, counted while the workflow answered it. */
export interface Usage extends TableUsage {
  /** States entered, and one more for the start of each execution. */
  readonly transitions: number;
  readonly executions: number;
  /** Of the executions: each is a line in the log of a state machine. */
  readonly historyEvents: number;
  /** By function, as its placeholder is called: `EnrichFunction`. */
  readonly invocations: Readonly<Record<string, number>>;
  /** Of the event as it came. */
  readonly rawBytes: number;
  /** To people. */
  readonly messages: number;
}

/** What is counted of the program itself, once with each command. */
export interface MeasuredUsage {
  /** A finding that opens an incident, and that no playbook answers. */
  readonly triaged: Usage;
  /** A finding from its arrival to the verified containment of its resource. */
  readonly contained: Usage;
  /** What a function does each minute where nothing happens, by its name. */
  readonly eachMinute: Readonly<Record<string, TableUsage>>;
}

/** What nobody here can count, and what it is taken for instead. */
export const assumed = {
  /** Milliseconds that a task is billed for. */
  taskMs: 200,
  /** And one that calls AWS in the target account. */
  actionMs: 1000,
  /** Milliseconds of a function that finds nothing to do. */
  idleMs: 100,
  /** Bytes that an invocation logs: Lambda's own lines and one of ours. */
  bytesPerInvocation: 900,
  /** Bytes of an execution's event in the log, without data. */
  bytesPerEvent: 700,
  /** Receives in a minute of a queue that is empty: five pollers that wait for 20 seconds each. */
  receivesPerMinute: 15,
  minutesPerMonth: 43_800,
  /** Of ours, that get a value where nothing happens: see `tasks/lambda/meter.ts`. */
  metricsToldAlways: 1,
  /** Metrics to which a finding adds: taken in, opened. And a containment: contained, how soon, applied. */
  metricsOfTriaged: 2,
  metricsOfContained: 3,
  hoursPerMonth: 730,
} as const;
