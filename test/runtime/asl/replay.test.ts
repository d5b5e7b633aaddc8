import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEntry, createExecution } from '../../../runtime/asl/apply-entry.ts';
import { loadMachine } from '../../../runtime/asl/definition/load.ts';
import type { Execution, Join, Thread } from '../../../runtime/asl/execution.ts';
import { createEngine, createMemoryStore, createSqliteStore } from '../../../runtime/asl/index.ts';
import type { JournalEntry } from '../../../runtime/asl/journal.ts';
import { parsePayload } from '../../../runtime/asl/payload.ts';
import { Runner } from '../../../runtime/asl/runner.ts';
import type { ExecutionStore } from '../../../runtime/asl/store/execution-store.ts';
import { decodeEntries, encodeEntries } from '../../../runtime/asl/store/journal-codec.ts';
import { openDatabase } from '../../../runtime/store/database.ts';
import { createManualClock, settle } from '../../support/manual-clock.ts';
import { createTasks, randomMachine, type RandomMachine } from './random-machine.ts';

/** All that the interpreter goes by, as plain data. */
function snapshot(execution: Execution): unknown {
  const { identity: _identity, machine: _machine, threads, output, ...rest } = execution;
  return { ...rest, output: output?.text, threads: [...threads.values()].map(snapshotThread) };
}

function snapshotThread(thread: Thread): unknown {
  const {
    parent,
    program: _program,
    variables,
    state,
    payload,
    work,
    join,
    failedJoin,
    retriesOf,
    ...rest
  } = thread;
  return {
    ...rest,
    parent: parent?.id,
    variables: [...variables],
    state: state?.name,
    payload: payload.value,
    retriesOf: Array.from(retriesOf, (count) => count ?? 0),
    work: work && { ...work, parameters: work.parameters.value },
    join: join && snapshotJoin(join),
    failedJoin: failedJoin && snapshotJoin(failedJoin),
  };
}

function snapshotJoin({ children, failedChildren, results, ...rest }: Join): unknown {
  const failed = failedChildren.map(({ id }) => id);
  return {
    ...rest,
    children: [...children.keys()],
    failed,
    results: Array.from(results, (result) => result?.value),
  };
}

const identity = {
  arn: 'arn:aws:states:us-east-1:111111111111:execution:m:x',
  name: 'x',
  stateMachineArn: 'arn:aws:states:us-east-1:111111111111:stateMachine:m',
  stateMachineName: 'm',
  roleArn: 'arn:aws:iam::111111111111:role/r',
  input: parsePayload('{"a":1}'),
  startedAt: 0,
};

describe('a journal', () => {
  it('replays, after each turn, to the state that the interpreter has', async () => {
    await fc.assert(
      fc.asyncProperty(randomMachine, async (random) => {
        const clock = createManualClock();
        const machine = loadMachine(random.definition);
        const entries: JournalEntry[] = [];
        const compare = (): void => {
          const replayed = createExecution(identity, machine);
          for (const entry of decodeEntries(encodeEntries(entries))) applyEntry(replayed, entry);
          expect(snapshot(replayed)).toEqual(snapshot(runner.execution));
        };
        const store: ExecutionStore = {
          ...createMemoryStore(),
          append(_arn, turn) {
            entries.push(...turn);
            compare();
            return undefined;
          },
        };
        let broken: unknown;
        const runner = new Runner(createExecution(identity, machine), {
          environment: {
            now: () => clock.now(),
            random: () => 0.5,
            newToken: () => 'token',
            region: 'us-east-1',
          },
          clock,
          store,
          invokeTask: createTasks(random, clock),
          resolvingEndsCallbacks: false,
          tokens: new Map(),
          ended: () => undefined,
          broke: (_runner, error) => (broken = error),
        });
        runner.begin();
        await clock.runUntil(() => runner.execution.status !== 'RUNNING' || broken !== undefined);
        expect(broken).toBeUndefined();
      }),
      { numRuns: 150 },
    );
  });
});

interface Outcome {
  readonly status: string;
  readonly output: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

/** Runs the machine, with a new engine on the same store at each of these seconds. */
async function run(
  random: RandomMachine,
  restarts: readonly number[],
  store: ExecutionStore,
): Promise<Outcome> {
  const clock = createManualClock();
  const options = { store, clock, invokeTask: createTasks(random, clock), random: () => 0.5 };
  let engine = createEngine(options);
  const { stateMachineArn } = await engine.registerStateMachine({ name: 'm', definition: random.definition });
  const execution = await engine.start({ stateMachineArn, name: 'x' });
  for (const second of restarts) {
    await clock.advance(second * 1000);
    engine.close();
    engine = createEngine(options);
    engine.resume();
    await settle();
  }
  await clock.runUntil(() => engine.describe(execution).status !== 'RUNNING');
  const { status, output, error, cause } = engine.describe(execution);
  engine.close();
  return { status, output, error, cause };
}

describe('a resume', () => {
  it.each([
    ['in memory', createMemoryStore, 60],
    ['on SQLite', () => createSqliteStore(openDatabase(':memory:')), 30],
  ] as const)(
    'at any moments leads %s to the end that an undisturbed run has',
    async (_name, createStore, numRuns) => {
      const moments = fc.array(fc.nat(6), { maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(randomMachine, moments, async (random, restarts) => {
          const undisturbed = await run(random, [], createMemoryStore());
          expect(await run(random, restarts, createStore())).toEqual(undisturbed);
        }),
        { numRuns },
      );
    },
  );
});

describe('a Map', () => {
  it('runs as many iterations at once as MaxConcurrency says, each item once, results in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(5), { maxLength: 12 }), fc.nat(5), async (items, limit) => {
        const clock = createManualClock();
        let running = 0;
        let most = 0;
        const engine = createEngine({
          store: createMemoryStore(),
          clock,
          invokeTask: ({ parameters }) => {
            running += 1;
            most = Math.max(most, running);
            return new Promise((resolve) => {
              clock.setTimer(clock.now() + Number(parameters) * 1000, () => {
                running -= 1;
                resolve({ output: parameters });
              });
            });
          },
        });
        const work = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true };
        const processor = { StartAt: 'Work', States: { Work: work } };
        const map = { Type: 'Map', MaxConcurrency: limit, ItemProcessor: processor, End: true };
        const definition = { QueryLanguage: 'JSONata', StartAt: 'Map', States: { Map: map } };
        const { stateMachineArn } = await engine.registerStateMachine({ name: 'm', definition });
        const execution = await engine.start({ stateMachineArn, input: JSON.stringify(items) });
        await clock.runUntil(() => engine.describe(execution).status !== 'RUNNING');
        expect(engine.describe(execution).output).toBe(JSON.stringify(items));
        expect(most).toBe(limit === 0 ? items.length : Math.min(limit, items.length));
      }),
      { numRuns: 60 },
    );
  });
});
