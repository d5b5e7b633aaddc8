import { beforeAll, describe, expect, it } from 'vitest';
import { createStateNames } from '../../../core/executions/state-names.ts';
import { createEngine, createMemoryStore, type HistoryEvent } from '../../../runtime/asl/index.ts';
import { createManualClock } from '../../support/manual-clock.ts';

const task = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName: 'f' } };
const only = (name: string, state: object) => ({
  StartAt: name,
  States: { [name]: { ...state, End: true } },
});

const nested = {
  Type: 'Parallel',
  Branches: [only('InnerPass', { Type: 'Pass' }), only('InnerTask', task)],
};
const loop = {
  Type: 'Map',
  Items: [1, 2, 3],
  MaxConcurrency: 2,
  ItemProcessor: {
    StartAt: 'First',
    States: { First: { Type: 'Pass', Next: 'Second' }, Second: { ...task, End: true } },
  },
};
const failing = {
  Type: 'Parallel',
  Branches: [
    only('Deep', {
      Type: 'Parallel',
      Branches: [only('Fails', task), only('Waits', { Type: 'Wait', Seconds: 60 })],
    }),
    only('Hangs', task),
  ],
};
const chain = (states: Readonly<Record<string, object>>) => {
  const names = Object.keys(states);
  const linked = names.map((name, index) => {
    const next = names[index + 1];
    return [name, { ...states[name], ...(next === undefined ? { End: true } : { Next: next }) }];
  });
  return { QueryLanguage: 'JSONata', StartAt: names[0], States: Object.fromEntries(linked) };
};

const nameIn = (event: HistoryEvent): string | undefined => {
  const [details] = Object.entries(event).flatMap(([key, value]) =>
    key.endsWith('EventDetails') ? [value] : [],
  );
  return (details as { name?: string } | undefined)?.name;
};

/** `type → state` of every event, as it is found out. */
function read(events: readonly HistoryEvent[]): readonly string[] {
  const names = createStateNames();
  for (const { id, previousEventId, type, ...details } of events)
    names.add({ id, previousEventId, type, name: nameIn({ id, previousEventId, type, ...details }) });
  return events.map(({ id, type }) => `${type} → ${names.nameOf(id)}`);
}

describe('the state of an event', () => {
  const failingTasks = new Set<string>();
  const engine = createEngine({
    store: createMemoryStore(),
    clock: createManualClock(),
    invokeTask: async ({ state }) => {
      if (state === 'Hangs' && failingTasks.has('Fails')) return await new Promise(() => undefined);
      if (failingTasks.has(state)) throw { error: 'Boom', cause: '' };
      return { output: {} };
    },
  });
  let count = 0;
  const run = async (definition: object): Promise<string> => {
    const { stateMachineArn } = await engine.registerStateMachine({ name: `m-${++count}`, definition });
    const { executionArn } = await engine.start({ stateMachineArn, name: 'x' });
    await engine.waitForEnd({ executionArn });
    return executionArn;
  };
  const eventsOf = (executionArn: string) => engine.history({ executionArn, maxResults: 1000 }).events;

  it('is known for tasks, and for branches and iterations that run beside each other', async () => {
    const outer = { Type: 'Parallel', Branches: [only('Inner', nested), only('Loop', loop)] };
    const lines = read(eventsOf(await run(chain({ Outer: outer, After: task }))));
    for (const line of [
      'ExecutionStarted → null',
      'ParallelStateStarted → Outer',
      'ParallelStateStarted → Inner',
      'TaskScheduled → InnerTask',
      'TaskSucceeded → InnerTask',
      'ParallelStateSucceeded → Inner',
      'MapStateStarted → Loop',
      'MapIterationStarted → Loop',
      'TaskSucceeded → Second',
      'MapIterationSucceeded → Loop',
      'MapStateSucceeded → Loop',
      'ParallelStateSucceeded → Outer',
      'TaskScheduled → After',
      'ExecutionSucceeded → null',
    ])
      expect(lines).toContain(line);
  });

  describe('is known where one branch fails and the others are cut short', () => {
    let caught: readonly string[];
    beforeAll(async () => {
      failingTasks.add('Fails');
      const catching = { ...failing, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Mends' }] };
      caught = read(eventsOf(await run(chain({ Catches: catching, Mends: task }))));
      failingTasks.clear();
    });
    it.each([
      'TaskFailed → Fails',
      'TaskStateAborted → Fails',
      'WaitStateAborted → Waits',
      'ParallelStateFailed → Deep',
      'TaskStateAborted → Hangs',
      'ParallelStateFailed → Catches',
      'ParallelStateExited → Catches',
      'TaskSucceeded → Mends',
    ])('%s', (line) => {
      expect(caught).toContain(line);
    });
  });

  it('is known after a redrive, of what is done again and of what joins then', async () => {
    failingTasks.add('Fails');
    const executionArn = await run(
      chain({ Around: { ...failing, Branches: [only('Deep', nested), only('Fails', task)] } }),
    );
    failingTasks.clear();
    await engine.redrive({ executionArn });
    await engine.waitForEnd({ executionArn });
    const events = eventsOf(executionArn);
    const redriven = events.findIndex(({ type }) => type === 'ExecutionRedriven');
    const lines = read(events).slice(redriven);
    expect(lines.filter((line) => !/InnerTask|Deep|InnerPass/.test(line))).toEqual([
      'ExecutionRedriven → null',
      'TaskScheduled → Fails',
      'TaskStarted → Fails',
      'TaskSucceeded → Fails',
      'TaskStateExited → Fails',
      'ParallelStateSucceeded → Around',
      'ParallelStateExited → Around',
      'ExecutionSucceeded → null',
    ]);
  });

  it('is known where a redrive follows from the redrive itself', async () => {
    failingTasks.add('Alone');
    const executionArn = await run(chain({ Alone: task }));
    failingTasks.clear();
    await engine.redrive({ executionArn });
    await engine.waitForEnd({ executionArn });
    expect(read(eventsOf(executionArn)).slice(6)).toEqual([
      'ExecutionRedriven → null',
      'TaskScheduled → Alone',
      'TaskStarted → Alone',
      'TaskSucceeded → Alone',
      'TaskStateExited → Alone',
      'ExecutionSucceeded → null',
    ]);
  });

  it('takes events in once and in their order', () => {
    const names = createStateNames();
    const event = { id: 1, previousEventId: 0, type: 'PassStateEntered', name: 'A' };
    for (const id of [2, 1, 1, 3]) names.add({ ...event, id });
    expect([names.count(), names.nameOf(1), names.nameOf(2)]).toEqual([1, 'A', null]);
  });
});
