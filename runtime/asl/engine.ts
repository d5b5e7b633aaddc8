import { randomBytes } from 'node:crypto';
import type { TimerClock } from '../../core/ports/clock.ts';
import { applyEntry, createExecution } from './apply-entry.ts';
import { executionArn, requireExecutionArn, requireName, type Place } from './arns.ts';
import { createSystemClock } from './clock.ts';
import { createMemoryStore } from './store/memory-store.ts';
import { StepFunctionsError } from './errors.ts';
import type { ExecutionStatus } from './execution.ts';
import { invokeChildExecutions, type ChildExecutions } from './child-executions.ts';
import type { InvokeTask } from './invoke-task.ts';
import { MachineRegistry, type NewMachine, type RegisteredMachine } from './machine-registry.ts';
import { parseOutput, requireInput, requireRedrivable, sameStart } from './check-requests.ts';
import {
  describeExecution,
  describeStored,
  summarize,
  type ExecutionDescription,
  type ExecutionSummary,
} from './describe-execution.ts';
import { parsePayload } from './payload.ts';
import { renderEvent, type HistoryEvent } from './render-history.ts';
import { Runner, type RunnerHost, type TaskHandle } from './runner.ts';
import type { ExecutionStore, StoredExecution } from './store/execution-store.ts';
import { pageSizeOf, readToken, writeToken } from './paging.ts';
import { readEvents } from './read-events.ts';

export interface EngineOptions {
  /** @default in memory: executions end with the process */
  readonly store?: ExecutionStore;
  /** @default real time */
  readonly clock?: TimerClock;
  /** Every task but `states:startExecution` (and its `.sync` forms), which the engine does itself. */
  readonly invokeTask: InvokeTask;
  /** @default the random numbers of the platform */
  readonly random?: () => number;
  /** @default partition aws, region us-east-1, account 111111111111 */
  readonly place?: Partial<Place>;
  /** Told when the interpreter or the store breaks; the execution stands still until `resume`. @default writes to stderr */
  readonly onBroken?: (executionArn: string, error: unknown) => void;
  /** Single runs: a callback task that resolves is over, for nobody could send its token back. @default false */
  readonly resolvingEndsCallbacks?: boolean;
}

const DEFAULT_PLACE: Place = { partition: 'aws', region: 'us-east-1', accountId: '111111111111' };
const PAGE_SIZES = { normal: 100, largest: 1000 };

/** A state machine engine: the operations of `@aws-sdk/client-sfn`, with its shapes. */
export class Engine {
  readonly #options: EngineOptions;
  readonly #host: RunnerHost;
  readonly #machines: MachineRegistry;
  readonly #runners = new Map<string, Runner>();
  readonly #waiting = new Map<string, ((description: ExecutionDescription) => void)[]>();
  #closed = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    const place = { ...DEFAULT_PLACE, ...options.place };
    const { store = createMemoryStore(), clock = createSystemClock(), random = Math.random } = options;
    this.#host = {
      environment: {
        now: () => clock.now(),
        random,
        newToken: () => `tqt_${randomBytes(32).toString('base64url')}`,
        region: place.region,
      },
      clock,
      store,
      invokeTask: invokeChildExecutions(this as ChildExecutions, options.invokeTask),
      resolvingEndsCallbacks: options.resolvingEndsCallbacks ?? false,
      tokens: new Map<string, TaskHandle>(),
      ended: (runner) => this.#onEnded(runner),
      broke: (runner, error) => this.#onBroken(runner, error),
    };
    this.#machines = new MachineRegistry(store, clock, place);
  }

  /**
   * Registers a state machine, or gives the one of that name a new definition; running executions keep theirs.
   * Throws `InvalidName` or `InvalidDefinition`.
   */
  registerStateMachine(machine: NewMachine): Promise<RegisteredMachine> {
    return this.#machines.register(machine);
  }

  /** CreateStateMachine: again with the same definition is nothing new, with another one `StateMachineAlreadyExists`. */
  createStateMachine(machine: NewMachine): Promise<RegisteredMachine> {
    return this.#machines.create(machine);
  }

  listStateMachines(): readonly (RegisteredMachine & { readonly name: string })[] {
    return this.#machines.list().map(({ arn, name, createdAt }) => ({
      stateMachineArn: arn,
      name,
      creationDate: new Date(createdAt),
    }));
  }

  describeStateMachine(request: { readonly stateMachineArn: string }): RegisteredMachine & {
    readonly name: string;
    readonly definition: string;
    readonly roleArn: string;
  } {
    const { arn, name, definition, roleArn, createdAt } = this.#machines.get(request.stateMachineArn);
    return { stateMachineArn: arn, name, definition, roleArn, creationDate: new Date(createdAt) };
  }

  /** The definition that this execution runs, whatever its machine has now. */
  describeStateMachineForExecution(request: { readonly executionArn: string }): {
    readonly stateMachineArn: string;
    readonly name: string;
    readonly definition: string;
  } {
    const execution = this.#stored(request.executionArn);
    return {
      stateMachineArn: execution.stateMachineArn,
      name: execution.stateMachineName,
      definition: this.#host.store.definition(execution.definitionHash) ?? '',
    };
  }

  knows(stateMachineArn: string): boolean {
    return this.#machines.has(stateMachineArn);
  }

  /**
   * StartExecution. The same name with the same input while that execution runs starts nothing twice; any
   * other use of the name throws `ExecutionAlreadyExists`.
   */
  async start(request: {
    readonly stateMachineArn: string;
    readonly name?: string | undefined;
    readonly input?: string | undefined;
  }): Promise<{ readonly executionArn: string; readonly startDate: Date }> {
    const machine = this.#machines.get(request.stateMachineArn);
    const name = request.name ?? randomBytes(16).toString('hex');
    requireName(name);
    const input = request.input ?? '{}';
    const arn = executionArn(machine.arn, name);
    const known = this.#host.store.findExecution(arn);
    if (known) return sameStart(known, input);
    requireInput(input);
    // Before there is anything to run: one that was not checked yet may be refused.
    this.#machines.compile(machine.definitionHash);
    const stored: StoredExecution = {
      arn,
      name,
      stateMachineArn: machine.arn,
      stateMachineName: machine.name,
      roleArn: machine.roleArn,
      definitionHash: machine.definitionHash,
      status: 'RUNNING',
      input,
      output: undefined,
      error: undefined,
      cause: undefined,
      startedAt: this.#host.clock.now(),
      stoppedAt: undefined,
      redriveCount: 0,
      redrivenAt: undefined,
    };
    const committed = this.#host.store.insertExecution(stored);
    this.#createRunner(stored).begin();
    if (committed) await committed;
    return { executionArn: arn, startDate: new Date(stored.startedAt) };
  }

  #createRunner(stored: StoredExecution): Runner {
    const machine = this.#machines.compile(stored.definitionHash);
    const identity = {
      arn: stored.arn,
      name: stored.name,
      stateMachineArn: stored.stateMachineArn,
      stateMachineName: stored.stateMachineName,
      roleArn: stored.roleArn,
      input: parsePayload(stored.input),
      startedAt: stored.startedAt,
    };
    const runner = new Runner(createExecution(identity, machine), this.#host);
    this.#runners.set(stored.arn, runner);
    return runner;
  }

  /** Goes on with every execution that was running when the last process ended. Returns how many. */
  resume(): number {
    const left = this.#host.store.running().filter(({ arn }) => !this.#runners.has(arn));
    for (const stored of left) this.#replay(stored).begin();
    return left.length;
  }

  /** A runner with the state that the journal leads to. */
  #replay(stored: StoredExecution): Runner {
    const runner = this.#createRunner(stored);
    for (const { entries } of this.#host.store.journal(stored.arn)) {
      for (const entry of entries) applyEntry(runner.execution, entry);
    }
    return runner;
  }

  /** Stops driving, without ending anything: `resume` of a later engine on the same store goes on. */
  close(): void {
    this.#closed = true;
    for (const runner of this.#runners.values()) runner.close();
    this.#runners.clear();
  }

  describe(request: { readonly executionArn: string }): ExecutionDescription {
    return describeStored(this.#stored(request.executionArn));
  }

  /** Whether it has not ended: as this process knows it, which may be ahead of what is committed. */
  isRunning(request: { readonly executionArn: string }): boolean {
    const runner = this.#runners.get(request.executionArn);
    const { status } = runner?.execution ?? this.#stored(request.executionArn);
    return status === 'RUNNING';
  }

  #stored(arn: string): StoredExecution {
    requireExecutionArn(arn);
    const execution = this.#host.store.findExecution(arn);
    if (!execution)
      throw new StepFunctionsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return execution;
  }

  /** Resolves with the execution's description once it has ended. */
  waitForEnd(request: { readonly executionArn: string }): Promise<ExecutionDescription> {
    const { executionArn: arn } = request;
    if (!this.#runners.has(arn)) {
      const description = this.describe(request);
      if (description.status !== 'RUNNING') return Promise.resolve(description);
    }
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(arn);
      if (waiting) waiting.push(resolve);
      else this.#waiting.set(arn, [resolve]);
    });
  }

  /** GetExecutionHistory, at most 1,000 events a page. Task tokens are hidden. */
  history(request: {
    readonly executionArn: string;
    readonly maxResults?: number | undefined;
    readonly reverseOrder?: boolean | undefined;
    readonly nextToken?: string | undefined;
  }): { readonly events: readonly HistoryEvent[]; readonly nextToken?: string } {
    this.#stored(request.executionArn);
    const { reverseOrder: reverse = false } = request;
    const paged = reverse ? 'events-reversed' : 'events';
    const limit = pageSizeOf(request, PAGE_SIZES);
    const [row, event] = readToken(paged, request.nextToken) ?? [];
    const after = row === undefined || event === undefined ? undefined : { row, event };
    const { events, next } = readEvents(this.#host.store, request.executionArn, { limit, reverse, after });
    return {
      events: events.map(renderEvent),
      ...(next ? { nextToken: writeToken(paged, next.row, next.event) } : {}),
    };
  }

  /** ListExecutions, newest first. */
  list(request: {
    readonly stateMachineArn?: string | undefined;
    readonly statusFilter?: ExecutionStatus | undefined;
    readonly maxResults?: number | undefined;
    readonly nextToken?: string | undefined;
  }): { readonly executions: readonly ExecutionSummary[]; readonly nextToken?: string } {
    if (request.stateMachineArn !== undefined) this.#machines.get(request.stateMachineArn);
    const limit = pageSizeOf(request, PAGE_SIZES);
    const [before] = readToken('executions', request.nextToken) ?? [];
    const filter = { stateMachineArn: request.stateMachineArn, status: request.statusFilter };
    const found = this.#host.store.executions(filter, { before, limit: limit + 1 });
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    return {
      executions: shown.map(summarize),
      ...(last ? { nextToken: writeToken('executions', last.row) } : {}),
    };
  }

  /** StopExecution: the execution ends as ABORTED, its tasks are aborted, its `.sync` children stopped. */
  async stop(request: {
    readonly executionArn: string;
    readonly error?: string | undefined;
    readonly cause?: string | undefined;
  }): Promise<{ readonly stopDate: Date }> {
    const stored = this.#stored(request.executionArn);
    if (stored.status === 'RUNNING') {
      const runner = this.#runners.get(stored.arn) ?? this.#replay(stored);
      await runner.ask({ kind: 'stopped', error: request.error, cause: request.cause });
    }
    return { stopDate: this.describe(request).stopDate ?? new Date(this.#host.clock.now()) };
  }

  /**
   * RedriveExecution: an execution that failed, timed out or was stopped in the last 14 days goes on with the states
   * that had not ended, with their retries renewed. Throws `ExecutionNotRedrivable`.
   */
  async redrive(request: { readonly executionArn: string }): Promise<{ readonly redriveDate: Date }> {
    const stored = this.#stored(request.executionArn);
    const now = this.#host.clock.now();
    const newest = readEvents(this.#host.store, stored.arn, { limit: 1, reverse: true, after: undefined });
    requireRedrivable(stored, { now, events: newest.events[0]?.id ?? 0 });
    await this.#replay(stored).redrive();
    return { redriveDate: new Date(now) };
  }

  /** SendTaskSuccess: resolves once what follows is committed. `output` is JSON text. Throws `InvalidToken`, `InvalidOutput`, `TaskTimedOut`. */
  async sendTaskSuccess(request: { readonly taskToken: string; readonly output: string }): Promise<void> {
    const handle = this.#handleOf(request.taskToken);
    const output = parseOutput(request.output);
    const { thread, scheduledId } = handle;
    this.#host.tokens.delete(request.taskToken);
    await handle.runner.ask({ kind: 'succeeded', thread, scheduledId, output });
  }

  async sendTaskFailure(request: {
    readonly taskToken: string;
    readonly error?: string | undefined;
    readonly cause?: string | undefined;
  }): Promise<void> {
    const handle = this.#handleOf(request.taskToken);
    const { thread, scheduledId } = handle;
    const { error, cause } = request;
    this.#host.tokens.delete(request.taskToken);
    await handle.runner.ask({ kind: 'failed', thread, scheduledId, error, cause });
  }

  /** Starts the task's heartbeat interval anew. */
  async sendTaskHeartbeat(request: { readonly taskToken: string }): Promise<void> {
    const handle = this.#handleOf(request.taskToken);
    handle.runner.heartbeat(handle);
    await Promise.resolve();
  }

  #handleOf(token: string): TaskHandle {
    if (!TOKEN.test(token))
      throw new StepFunctionsError('InvalidToken', 'Invalid Token: not a token of this engine');
    const handle = this.#host.tokens.get(token);
    if (handle) return handle;
    throw new StepFunctionsError('TaskTimedOut', 'Task Timed Out: the task has ended, or its time is over');
  }

  #onEnded(runner: Runner): void {
    const { execution } = runner;
    const { arn } = execution.identity;
    this.#runners.delete(arn);
    const waiting = this.#waiting.get(arn);
    if (!waiting) return;
    this.#waiting.delete(arn);
    const description = describeExecution(execution);
    for (const resolve of waiting) resolve(description);
  }

  #onBroken(runner: Runner, error: unknown): void {
    const { arn } = runner.execution.identity;
    this.#runners.delete(arn);
    if (this.#closed) return;
    const report = this.#options.onBroken ?? reportBroken;
    report(arn, error);
  }
}

const TOKEN = /^tqt_[\w-]{43}$/;

function reportBroken(arn: string, error: unknown): void {
  process.stderr.write(`execution ${arn} stands still until the next resume: ${String(error)}\n`);
}

/** Its methods may be taken apart: `const { start, describe } = createEngine(…)`. */
export function createEngine(options: EngineOptions): Engine {
  const engine = new Engine(options);
  for (const name of Object.getOwnPropertyNames(Engine.prototype) as (keyof Engine | 'constructor')[]) {
    if (name === 'constructor') continue;
    const method: (...args: never[]) => unknown = engine[name];
    Object.defineProperty(engine, name, { value: method.bind(engine) });
  }
  return engine;
}
