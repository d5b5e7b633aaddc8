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

  it.each([false, true])('shows each event on one page alone, reversed: %s', async (reverseOrder) => {
    const world = createWorld();
    const { engine, executionArn } = await startIn(world);
    await world.clock.advance(25_000);
    const whole = engine.history({ executionArn, maxResults: 1000, reverseOrder }).events;
    const ids = whole.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted((a, b) => (reverseOrder ? b - a : a - b)));
    const paged: unknown[] = [];
    let nextToken: string | undefined;
    do {
      const page = engine.history({ executionArn, maxResults: 3, reverseOrder, nextToken });
      paged.push(...page.events);
      ({ nextToken } = page);
    } while (nextToken !== undefined);
    expect(paged).toEqual(whole);
  });

  it('reads no more of a history than its page shows', async () => {
    const world = createWorld();
    const { store, engine, executionArn } = await startIn(world);
    await world.clock.advance(25_000);
    let read = 0;
    const journal: ExecutionStore['journal'] = function* (...place) {
      for (const row of store.journal(...place)) {
        read += row.entries.length;
        yield row;
      }
    };
    const watched = { findExecution: store.findExecution.bind(store), machines: () => [], journal };
    const reader = createEngine({ ...world, store: watched as unknown as ExecutionStore });
    let shown = 0;
    let nextToken: string | undefined;
    do {
      const page = reader.history({ executionArn, maxResults: 2, nextToken });
      shown += page.events.length;
      ({ nextToken } = page);
    } while (nextToken !== undefined);
    const [, , third] = engine.history({ executionArn, reverseOrder: true, maxResults: 3 }).events;
    expect(shown).toBeGreaterThan(30);
    expect(read / shown).toBeLessThan(9);
    read = 0;
    expect(reader.history({ executionArn, reverseOrder: true, maxResults: 3 }).events.at(-1)).toEqual(third);
    expect(read).toBeLessThan(shown / 2);
  });

  it('shows each execution on one page alone, whatever is started or ends meanwhile', async () => {
    const world = createWorld();
    const { engine } = await startIn(world);
    const stateMachineArn = engine.listStateMachines()[0]?.stateMachineArn ?? '';
    const { stateMachineArn: other } = await engine.registerStateMachine({ name: 'other', definition });
    for (let n = 0; n < 12; n += 1) {
      const name = `e${String(n).padStart(2, '0')}`;
      const { executionArn } = await engine.start({
        stateMachineArn: n % 3 === 0 ? other : stateMachineArn,
        name,
        input: '{"name":"x"}',
      });
      if (n % 4 === 0) await engine.stop({ executionArn });
    }
    const filters = [
      {},
      { stateMachineArn },
      { statusFilter: 'ABORTED' },
      { stateMachineArn: other, statusFilter: 'RUNNING' },
    ] as const;
    for (const [n, filter] of filters.entries()) {
      const whole = engine.list(filter).executions.map(({ name }) => name);
      const paged: string[] = [];
      let nextToken: string | undefined;
      do {
        const page = engine.list({ ...filter, maxResults: 2, nextToken });
        paged.push(...page.executions.map(({ name }) => name));
        ({ nextToken } = page);
        await engine.start({ stateMachineArn, name: `late-${n}-${paged.length}`, input: '{"name":"x"}' });
      } while (nextToken !== undefined);
      expect(paged).toEqual(whole);
      expect(paged.length).toBeGreaterThan(1);
    }
    expect(engine.list(filters[3]).executions.map(({ name }) => name)).toEqual(['e09', 'e06', 'e03']);
  });

  it.each(['', 'x', Buffer.from('12').toString('base64url'), 'a token of another list'])(
    'refuses the page token %j',
    async (made) => {
      const world = createWorld();
      const { engine, executionArn } = await startIn(world);
      await settle();
      const { nextToken = '' } = engine.history({ executionArn, maxResults: 1 });
      const token = made === 'a token of another list' ? nextToken : made;
      expect(() => engine.list({ nextToken: token })).toThrow('Invalid Token');
      expect(() => engine.history({ executionArn, reverseOrder: true, nextToken: token })).toThrow(
        'Invalid Token',
      );
    },
  );

  it('asks again for a task that was written down and never went out', async () => {
    const world = createWorld();
    const sound = createStore();
    const { stateMachineArn } = await createEngine({ store: sound, ...world }).registerStateMachine({
      name: 'm',
      definition,
    });
    // The process dies as the write is done: nobody hears of it.
    const dying: Partial<ExecutionStore> = {
      machines: () => sound.machines(),
      findExecution: () => undefined,
      insertExecution: (execution) => sound.insertExecution(execution),
      append(...written) {
        void sound.append(...written);
        return new Promise(() => undefined);
      },
      definition: (hash) => sound.definition(hash),
    };
    const engine = createEngine({ ...world, store: dying as ExecutionStore });
    const { executionArn } = await engine.start({ stateMachineArn, name: 'one', input: '{"name":"x"}' });
    await settle();
    expect(world.calls).toEqual([]);
    const resumed = await restart(world, sound, engine);
    expect(world.calls.map(({ state, recovered }) => [state, recovered])).toEqual([
      ['Flaky', true],
      ['Ask', true],
    ]);
    await world.clock.advance(100_000);
    await resumed.sendTaskSuccess({ taskToken: world.token(), output: '"yes"' });
    expect(await resumed.waitForEnd({ executionArn })).toMatchObject({ output: EXPECTED });
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
