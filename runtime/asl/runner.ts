import type { TimerClock } from '../../core/ports/clock.ts';
import type { Execution, Thread, Work } from './execution.ts';
import { runTurn } from './interpreter/run-turn.ts';
import type { Message } from './interpreter/receive.ts';
import { beginTurn, type Environment, type Turn } from './interpreter/turn.ts';
import { ENGINE_CLOSED, readRejection, type InvokeTask, type TaskCall } from './invoke-task.ts';
import type { TaskState } from './machine.ts';
import { parsePayload } from './payload.ts';
import type { ExecutionChange, ExecutionStore } from './store/execution-store.ts';

/** What a runner needs of its engine. */
export interface RunnerHost {
  readonly environment: Environment;
  readonly clock: TimerClock;
  readonly store: ExecutionStore;
  readonly invokeTask: InvokeTask;
  /** Whether a callback task that resolves without `onSubmitted` is over (single runs), or waits for its token. */
  readonly resolvingEndsCallbacks: boolean;
  /** Task tokens that are out, so that the engine can find who waits. */
  readonly tokens: Map<string, TaskHandle>;
  ended(runner: Runner): void;
  /** The interpreter or the store broke: the execution stands still until a resume. */
  broke(runner: Runner, error: unknown): void;
}

/** Where a token leads. */
export interface TaskHandle {
  readonly runner: Runner;
  readonly thread: number;
  readonly scheduledId: number;
}

const NOT_WAITED_FOR = 'nobody waits for this task any more';

interface Letter {
  readonly message: Message;
  readonly handled: (() => void) | undefined;
  readonly failed: ((error: unknown) => void) | undefined;
}

/** A task that is out, as this process knows it. */
interface LiveTask {
  readonly scheduledId: number;
  readonly abort: AbortController;
  readonly token: string | undefined;
  cancelTimeout: (() => void) | undefined;
  cancelHeartbeat: (() => void) | undefined;
  /** The call has settled: nothing is left to abort. */
  settled: boolean;
}

/** Runs one execution: takes messages one after the other, and writes down each turn before its tasks go out. */
export class Runner {
  readonly execution: Execution;
  readonly #host: RunnerHost;
  readonly #inbox: Letter[] = [];
  readonly #alarms = new Map<number, () => void>();
  readonly #tasks = new Map<number, LiveTask>();
  #cancelDeadline: (() => void) | undefined;
  #driving = false;
  #closed = false;

  constructor(execution: Execution, host: RunnerHost) {
    this.execution = execution;
    this.#host = host;
  }

  post(message: Message): void {
    this.#deliver({ message, handled: undefined, failed: undefined });
  }

  /** Resolves once the message has been taken in and what follows from it is committed; rejects where that fails. */
  ask(message: Message): Promise<void> {
    return new Promise((resolve, reject) => this.#deliver({ message, handled: resolve, failed: reject }));
  }

  #deliver(letter: Letter): void {
    if (this.#closed) return letter.handled?.();
    this.#inbox.push(letter);
    if (!this.#driving) void this.#drive();
    return undefined;
  }

  /** Starts a new execution, or goes on with one that was replayed from its journal. */
  begin(): void {
    this.#armDeadline();
    if (this.execution.lastEventId === 0) return this.post({ kind: 'begin' });
    // What is picked up may go on at once, and start others.
    const threads = [...this.execution.threads.values()];
    for (const thread of threads) this.#pickUp(thread);
    return undefined;
  }

  /** Runs an execution that had ended on from where it failed. */
  async redrive(): Promise<void> {
    await this.ask({ kind: 'redriven' });
    if (this.#isRunning()) this.#armDeadline();
  }

  /** Lets go of timers and tasks without ending the execution: a resume goes on from here. */
  close(): void {
    this.#closed = true;
    this.#letGo(ENGINE_CLOSED);
  }

  heartbeat(handle: TaskHandle): void {
    const live = this.#tasks.get(handle.thread);
    const thread = this.execution.threads.get(handle.thread);
    if (live && thread && live.scheduledId === handle.scheduledId) this.#armHeartbeat(thread, live);
  }

  async #drive(): Promise<void> {
    this.#driving = true;
    for (let letter = this.#inbox.shift(); letter; letter = this.#inbox.shift()) {
      // oxlint-disable-next-line no-await-in-loop -- one message after the other
      await this.#open(letter);
    }
    this.#driving = false;
  }

  async #open(letter: Letter): Promise<void> {
    try {
      await this.#handle(letter.message);
      letter.handled?.();
    } catch (error) {
      this.close();
      this.#host.broke(this, error);
      letter.failed?.(error);
    }
  }

  async #handle(message: Message): Promise<void> {
    if (!this.#isRunning() && message.kind !== 'redriven') return;
    const turn = beginTurn(this.execution, this.#host.environment);
    await runTurn(turn, message);
    if (turn.entries.length === 0) return;
    await this.#commit(turn, message.kind === 'redriven');
    if (!this.#isRunning()) this.#host.ended(this);
    else if (!this.#closed) for (const thread of turn.started) this.#invoke(thread, false);
  }

  /** Writes the turn down; timers are set, and what nobody waits for is cancelled, meanwhile. */
  async #commit(turn: Turn, reopened: boolean): Promise<void> {
    const ended = !this.#isRunning();
    const change = ended || reopened ? changeOf(this.execution) : undefined;
    const committed = this.#host.store.append(this.#arn, turn.entries, change);
    this.#dropStaleTasks();
    if (ended) this.#letGo(NOT_WAITED_FOR);
    else for (const thread of turn.sleeping) this.#armAlarm(thread);
    if (committed) await committed;
  }

  get #arn(): string {
    return this.execution.identity.arn;
  }

  #isRunning(): boolean {
    return this.execution.status === 'RUNNING';
  }

  #pickUp(thread: Thread): void {
    if (thread.phase === 'retrying' || thread.phase === 'waiting') this.#armAlarm(thread);
    if (thread.phase === 'working') this.#invoke(thread, true);
  }

  #invoke(thread: Thread, recovered: boolean): void {
    const { work, state } = thread;
    if (!work || state?.type !== 'Task') return;
    const { scheduledId, token } = work;
    const live: LiveTask = {
      scheduledId,
      abort: new AbortController(),
      token,
      cancelTimeout: undefined,
      cancelHeartbeat: undefined,
      settled: false,
    };
    this.#tasks.set(thread.id, live);
    const isCallback = state.resource.pattern === 'callback';
    if (token && isCallback) this.#host.tokens.set(token, { runner: this, thread: thread.id, scheduledId });
    this.#armTimeout(thread, live);
    this.#armHeartbeat(thread, live);
    if (recovered && isCallback && work.submitted) return;
    const described = this.#describeCall(thread, work, state);
    this.#call(thread, live, { ...described, recovered, signal: live.abort.signal });
  }

  #describeCall(thread: Thread, work: Work, state: TaskState): Omit<TaskCall, 'signal' | 'recovered'> {
    const { identity } = this.execution;
    const at = { thread: thread.id, scheduledId: work.scheduledId };
    return {
      state: state.name,
      resource: state.resource.arn,
      parameters: parsePayload(work.parameters.text).value,
      taskToken: state.resource.pattern === 'callback' ? work.token : undefined,
      attempt: work.attempt,
      scheduledId: work.scheduledId,
      executionArn: identity.arn,
      executionName: identity.name,
      onSubmitted: (output) => this.post({ kind: 'submitted', ...at, output }),
    };
  }

  #call(thread: Thread, live: LiveTask, call: TaskCall): void {
    const at = { thread: thread.id, scheduledId: live.scheduledId };
    let submitted = false;
    const onSubmitted: TaskCall['onSubmitted'] = (output) => {
      submitted = true;
      call.onSubmitted(output);
    };
    const waitsForToken = call.taskToken !== undefined && !this.#host.resolvingEndsCallbacks;
    const settled = new Promise<{ readonly output: never }>((resolve) => {
      resolve(this.#host.invokeTask({ ...call, onSubmitted }) as Promise<{ readonly output: never }>);
    });
    settled.then(
      ({ output }) => {
        live.settled = true;
        this.post({ kind: waitsForToken && !submitted ? 'submitted' : 'succeeded', ...at, output });
      },
      (thrown: unknown) => {
        live.settled = true;
        this.post({ kind: 'failed', ...at, ...readRejection(thrown) });
      },
    );
  }

  #armTimeout(thread: Thread, live: LiveTask): void {
    const { work } = thread;
    if (work?.timeoutSeconds === undefined) return;
    const at = work.scheduledAt + work.timeoutSeconds * 1000;
    const message = {
      kind: 'timed-out',
      thread: thread.id,
      scheduledId: live.scheduledId,
      heartbeat: false,
    } as const;
    live.cancelTimeout = this.#host.clock.setTimer(at, () => this.post(message));
  }

  #armHeartbeat(thread: Thread, live: LiveTask): void {
    live.cancelHeartbeat?.();
    const seconds = thread.work?.heartbeatSeconds;
    if (seconds === undefined) return;
    const at = this.#host.clock.now() + seconds * 1000;
    const message = {
      kind: 'timed-out',
      thread: thread.id,
      scheduledId: live.scheduledId,
      heartbeat: true,
    } as const;
    live.cancelHeartbeat = this.#host.clock.setTimer(at, () => this.post(message));
  }

  #armAlarm(thread: Thread): void {
    if (this.execution.threads.get(thread.id) !== thread) return;
    this.#alarms.get(thread.id)?.();
    const wake = (): void => {
      this.#alarms.delete(thread.id);
      this.post({ kind: 'run', threads: [thread] });
    };
    this.#alarms.set(thread.id, this.#host.clock.setTimer(thread.until, wake));
  }

  #armDeadline(): void {
    const { machine, identity, redrivenAt } = this.execution;
    if (machine.timeoutSeconds === undefined) return;
    const at = (redrivenAt ?? identity.startedAt) + machine.timeoutSeconds * 1000;
    this.#cancelDeadline = this.#host.clock.setTimer(at, () => this.post({ kind: 'expired' }));
  }

  /** Cancels the tasks that nobody waits for any more: timed out, or their branch was stopped. */
  #dropStaleTasks(): void {
    for (const [id, live] of this.#tasks) {
      if (this.execution.threads.get(id)?.work?.scheduledId !== live.scheduledId)
        this.#drop(id, live, NOT_WAITED_FOR);
    }
    for (const [id, cancel] of this.#alarms) {
      if (this.execution.threads.has(id)) continue;
      cancel();
      this.#alarms.delete(id);
    }
  }

  #drop(id: number, live: LiveTask, reason: string): void {
    this.#tasks.delete(id);
    live.cancelTimeout?.();
    live.cancelHeartbeat?.();
    if (live.token) this.#host.tokens.delete(live.token);
    if (!live.settled) live.abort.abort(reason);
  }

  #letGo(reason: string): void {
    for (const [id, live] of this.#tasks) this.#drop(id, live, reason);
    for (const cancel of this.#alarms.values()) cancel();
    this.#alarms.clear();
    this.#cancelDeadline?.();
    for (const { handled } of this.#inbox.splice(0)) handled?.();
  }
}

const changeOf = (execution: Execution): ExecutionChange => ({
  status: execution.status,
  output: execution.output?.text,
  error: execution.error,
  cause: execution.cause,
  stoppedAt: execution.stoppedAt,
  redriveCount: execution.redriveCount,
  redrivenAt: execution.redrivenAt,
});
