import { describe, expect, it } from 'vitest';
import {
  createEngine,
  createMemoryStore,
  createSqliteStore,
  type Engine,
  type InvokeTask,
  type TaskCall,
} from '../../../runtime/asl/index.ts';
import type { ExecutionStore } from '../../../runtime/asl/store/execution-store.ts';
import { openDatabase } from '../../../runtime/store/database.ts';
import { createManualClock, settle, type ManualClock } from '../../support/manual-clock.ts';

const invoke = 'arn:aws:states:::lambda:invoke';

/** Waits, retries, asks a person, and goes through items two at a time: each kind of waiting at once. */
const definition = {
  QueryLanguage: 'JSONata',
  StartAt: 'Remember',
  States: {
    Remember: { Type: 'Pass', Assign: { name: '{% $states.input.name %}' }, Next: 'All' },
    All: {
      Type: 'Parallel',
      Branches: [
        {
          StartAt: 'Sleep',
          States: {
            Sleep: { Type: 'Wait', Seconds: 30, Next: 'Slept' },
            Slept: { Type: 'Pass', Output: 'slept', End: true },
          },
        },
        {
          StartAt: 'Flaky',
          States: {
            Flaky: {
              Type: 'Task',
              Resource: invoke,
              Arguments: { FunctionName: 'flaky', Payload: '{% $name %}' },
              Retry: [{ ErrorEquals: ['Flaky'], IntervalSeconds: 10, MaxAttempts: 3 }],
              End: true,
            },
          },
        },
        {
          StartAt: 'Ask',
          States: {
            Ask: {
              Type: 'Task',
              Resource: `${invoke}.waitForTaskToken`,
              Arguments: { FunctionName: 'ask', Payload: '{% $states.context.Task.Token %}' },
              End: true,
            },
          },
        },
        {
          StartAt: 'Each',
          States: {
            Each: {
              Type: 'Map',
              Items: [1, 2, 3],
              MaxConcurrency: 2,
              ItemProcessor: {
                StartAt: 'Nap',
                States: {
                  Nap: { Type: 'Wait', Seconds: '{% $states.input * 7 %}', Next: 'Done' },
                  Done: { Type: 'Pass', Output: '{% $states.context.Map.Item.Index %}', End: true },
                },
              },
              End: true,
            },
          },
        },
      ],
      Output: '{% {"name": $name, "all": $states.result} %}',
      End: true,
    },
  },
};
const EXPECTED = JSON.stringify({ name: 'x', all: ['slept', 'at last', 'yes', [0, 1, 2]] });

interface World {
  readonly clock: ManualClock;
  readonly calls: TaskCall[];
  readonly invokeTask: InvokeTask;
  token(): string;
}

function createWorld(): World {
  const calls: TaskCall[] = [];
  const attempts = new Set<number>();
  return {
    clock: createManualClock(),
    calls,
    invokeTask: (call) => {
      calls.push(call);
      if (call.state === 'Ask') return Promise.resolve({ output: {} });
      attempts.add(call.attempt);
      const failure = { error: 'Flaky', cause: `attempt ${call.attempt}` };
      return call.attempt < 3 ? Promise.reject(failure) : Promise.resolve({ output: 'at last' });
    },
    token: () => calls.findLast(({ state }) => state === 'Ask')?.taskToken ?? '',
  };
}

const STORES: readonly (readonly [string, () => ExecutionStore])[] = [
  ['in memory', createMemoryStore],
  ['on SQLite', () => createSqliteStore(openDatabase(':memory:'))],
];

describe.each(STORES)('a store %s', (_name, createStore) => {
  async function startIn(
    world: World,
  ): Promise<{ store: ExecutionStore; engine: Engine; executionArn: string }> {
    const store = createStore();
    const engine = createEngine({ store, ...world });
    const { stateMachineArn } = await engine.registerStateMachine({ name: 'm', definition });
    const { executionArn } = await engine.start({ stateMachineArn, name: 'one', input: '{"name":"x"}' });
    return { store, engine, executionArn };
  }

  /** Lets go of the engine as a crash would, and goes on with a new one on the same store. */
  async function restart(world: World, store: ExecutionStore, engine: Engine): Promise<Engine> {
    await settle();
    engine.close();
    await settle();
    const next = createEngine({ store, ...world });
    next.resume();
    await settle();
    return next;
  }

  it.each([0, 5, 10, 12, 25, 29, 31])(
    'goes on after a crash at second %i as if there had been none',
    async (second) => {
      const world = createWorld();
      const { store, engine, executionArn } = await startIn(world);
      await world.clock.advance(second * 1000);
      const resumed = await restart(world, store, engine);
      await world.clock.advance(100_000);
      await resumed.sendTaskSuccess({ taskToken: world.token(), output: '"yes"' });
      expect(await resumed.waitForEnd({ executionArn })).toMatchObject({
        status: 'SUCCEEDED',
        output: EXPECTED,
      });
    },
  );

  it('keeps a token that is out, and does not ask again', async () => {
    const world = createWorld();
    const { store, engine, executionArn } = await startIn(world);
    await settle();
    const taskToken = world.token();
    const resumed = await restart(world, store, engine);
    expect(world.calls.filter(({ state }) => state === 'Ask')).toHaveLength(1);
    await resumed.sendTaskSuccess({ taskToken, output: '"yes"' });
    await world.clock.advance(100_000);
    expect(resumed.describe({ executionArn }).output).toBe(EXPECTED);
  });

  it('asks again for a task whose end it has not seen, as the same attempt', async () => {
    const world = createWorld();
    const never: InvokeTask = (call) => {
      world.calls.push(call);
      return new Promise(() => undefined);
    };
    const { store, engine, executionArn } = await startIn({ ...world, invokeTask: never });
    await restart(world, store, engine);
    const flaky = world.calls.filter(({ state }) => state === 'Flaky');
    expect(flaky.map(({ attempt, recovered }) => [attempt, recovered])).toEqual([
      [1, false],
      [1, true],
    ]);
    expect(executionArn).toBe(flaky[0]?.executionArn);
  });

  it('pages through the history in both directions', async () => {
    const world = createWorld();
    const { engine, executionArn } = await startIn(world);
    await settle();
    const whole = engine.history({ executionArn, maxResults: 1000 }).events;
    const first = engine.history({ executionArn, maxResults: 5 });
    const second = engine.history({ executionArn, maxResults: 1000, nextToken: first.nextToken });
    expect([...first.events, ...second.events]).toEqual(whole);
    expect(second.nextToken).toBeUndefined();
    expect(engine.history({ executionArn, reverseOrder: true, maxResults: 1 }).events[0]).toEqual(
      whole.at(-1),
    );
  });

  it('lists executions newest first, by machine and status', async () => {
    const world = createWorld();
    const { engine, executionArn } = await startIn(world);
    const stateMachineArn = engine.listStateMachines()[0]?.stateMachineArn ?? '';
    await engine.start({ stateMachineArn, name: 'two', input: '{"name":"x"}' });
    await engine.stop({ executionArn });
    const names = (found: ReturnType<Engine['list']>) => found.executions.map(({ name }) => name);
    expect(names(engine.list({}))).toEqual(['two', 'one']);
    expect(names(engine.list({ statusFilter: 'ABORTED' }))).toEqual(['one']);
    const page = engine.list({ stateMachineArn, maxResults: 1 });
    expect([names(page), names(engine.list({ maxResults: 1, nextToken: page.nextToken }))]).toEqual([
      ['two'],
      ['one'],
    ]);
  });

  it('redrives what failed and keeps what had succeeded', async () => {
    const world = createWorld();
    let broken = true;
    const invokeTask: InvokeTask = (call) =>
      call.state === 'Flaky' && broken
        ? Promise.reject({ error: 'Down' })
        : world.invokeTask({ ...call, attempt: 3 });
    const { store, engine, executionArn } = await startIn({ ...world, invokeTask });
    await world.clock.advance(1000);
    expect(engine.describe({ executionArn })).toMatchObject({ status: 'FAILED', error: 'Down' });
    broken = false;
    const later = await restart({ ...world, invokeTask }, store, engine);
    await later.redrive({ executionArn });
    expect(later.describe({ executionArn })).toMatchObject({ status: 'RUNNING', redriveCount: 1 });
    await world.clock.advance(100_000);
    await later.sendTaskSuccess({ taskToken: world.token(), output: '"yes"' });
    expect(await later.waitForEnd({ executionArn })).toMatchObject({ status: 'SUCCEEDED', output: EXPECTED });
    await expect(later.redrive({ executionArn })).rejects.toMatchObject({ name: 'ExecutionNotRedrivable' });
  });

  it('closing the engine stops nothing: a parent and its child both go on later', async () => {
    const world = createWorld();
    const store = createStore();
    const engine = createEngine({ store, ...world });
    const child = {
      QueryLanguage: 'JSONata',
      StartAt: 'Sleep',
      States: { Sleep: { Type: 'Wait', Seconds: 10, Output: 'slept', End: true } },
    };
    const { stateMachineArn: childArn } = await engine.registerStateMachine({
      name: 'child',
      definition: child,
    });
    const start = {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync:2',
      Arguments: { StateMachineArn: childArn },
      Output: '{% $states.result.Output %}',
      End: true,
    };
    const parent = { QueryLanguage: 'JSONata', StartAt: 'Start', States: { Start: start } };
    const { stateMachineArn } = await engine.registerStateMachine({ name: 'parent', definition: parent });
    const execution = await engine.start({ stateMachineArn });
    const resumed = await restart(world, store, engine);
    await world.clock.advance(10_000);
    expect(await resumed.waitForEnd(execution)).toMatchObject({ status: 'SUCCEEDED', output: '"slept"' });
    expect(resumed.list({ stateMachineArn: childArn }).executions).toHaveLength(1);
  });

  it('stops an execution that has not been resumed', async () => {
    const world = createWorld();
    const { store, engine, executionArn } = await startIn(world);
    await settle();
    engine.close();
    const later = createEngine({ store, ...world });
    await later.stop({ executionArn, error: 'Stopped', cause: 'by hand' });
    expect(later.describe({ executionArn })).toMatchObject({
      status: 'ABORTED',
      error: 'Stopped',
      cause: 'by hand',
    });
    expect(later.resume()).toBe(0);
  });

  const eachItem = {
    QueryLanguage: 'JSONata',
    TimeoutSeconds: 60,
    StartAt: 'Each',
    States: {
      Each: {
        Type: 'Map',
        Items: [1, 2, 3],
        MaxConcurrency: 1,
        ItemProcessor: {
          StartAt: 'Work',
          States: { Work: { Type: 'Task', Resource: invoke, Arguments: '{% $states.input %}', End: true } },
        },
        Catch: [{ ErrorEquals: ['Caught'], Next: 'Other' }],
        End: true,
      },
      Other: { Type: 'Pass', End: true },
    },
  };

  /** How the second item behaves before the redrive. */
  it.each<[string, () => Promise<{ output: number }>, string]>([
    ['failed', () => Promise.reject(Object.assign(new Error('down'), { name: 'Down' })), 'FAILED'],
    ['never came back', () => new Promise(() => undefined), 'TIMED_OUT'],
  ])('redrives only the iterations that had not ended, after one %s', async (_how, behave, status) => {
    const world = createWorld();
    const asked: unknown[] = [];
    let broken = true;
    const invokeTask: InvokeTask = ({ parameters }) => {
      asked.push(parameters);
      return parameters === 2 && broken ? behave() : Promise.resolve({ output: Number(parameters) * 10 });
    };
    const store = createStore();
    const engine = createEngine({ store, clock: world.clock, invokeTask });
    const { stateMachineArn } = await engine.registerStateMachine({ name: 'each', definition: eachItem });
    const execution = await engine.start({ stateMachineArn });
    await world.clock.advance(60_000);
    expect(engine.describe(execution).status).toBe(status);
    broken = false;
    const later = await restart({ ...world, invokeTask }, store, engine);
    await later.redrive(execution);
    expect(await later.waitForEnd(execution)).toMatchObject({ status: 'SUCCEEDED', output: '[10,20,30]' });
    expect(asked).toEqual([1, 2, 2, 3]);
    const types = later.history({ ...execution, maxResults: 1000 }).events.map(({ type }) => type);
    expect(types.filter((type) => type === 'ExecutionRedriven')).toHaveLength(1);
    expect(types.filter((type) => type === 'MapIterationSucceeded')).toHaveLength(3);
  });

  it('refuses to redrive what runs, has succeeded, or ended more than 14 days ago', async () => {
    const world = createWorld();
    const { engine, executionArn } = await startIn(world);
    await expect(engine.redrive({ executionArn })).rejects.toThrow('its status is RUNNING');
    await engine.stop({ executionArn });
    await world.clock.advance(14 * 24 * 3_600_000 + 1);
    await expect(engine.redrive({ executionArn })).rejects.toThrow('14 days');
  });
});

describe('a store that breaks', () => {
  it('fails the call that needed it, reports the execution, and leaves it to a later resume', async () => {
    const world = createWorld();
    const sound = createMemoryStore();
    let broken = false;
    const store: ExecutionStore = {
      ...sound,
      append: (...args) => (broken ? Promise.reject(new Error('disk full')) : sound.append(...args)),
    };
    const reports: string[] = [];
    const engine = createEngine({
      store,
      ...world,
      onBroken: (arn, error) => reports.push(`${arn} ${String(error)}`),
    });
    const { stateMachineArn } = await engine.registerStateMachine({ name: 'm', definition });
    const { executionArn } = await engine.start({ stateMachineArn, name: 'one', input: '{"name":"x"}' });
    await settle();
    broken = true;
    await expect(engine.sendTaskSuccess({ taskToken: world.token(), output: '"yes"' })).rejects.toThrow(
      'disk full',
    );
    expect(reports).toEqual([`${executionArn} Error: disk full`]);
    broken = false;
    const later = createEngine({ store, ...world });
    expect(later.resume()).toBe(1);
    await world.clock.advance(100_000);
    await later.sendTaskSuccess({ taskToken: world.token(), output: '"yes"' });
    expect(later.describe({ executionArn }).output).toBe(EXPECTED);
  });
});
