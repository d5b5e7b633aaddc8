import { describe, expect, it } from 'vitest';
import type { ExecutionEvent } from '../../../core/api/executions.ts';
import { readVisits } from '../../../console/src/graph/visits/read-visits.ts';
import { findUrgent } from '../../../console/src/graph/visits/find-urgent.ts';
import { readDefinition } from '../../../console/src/graph/read-definition.ts';
import { groupVisits, lightUp, sumUp } from '../../../console/src/graph/visits/sum-up.ts';
import { startMachine } from '../support/run-history.ts';

const Resource = 'arn:aws:states:::lambda:invoke';
const task = (more: object = { End: true }) => ({
  Type: 'Task',
  Resource,
  Arguments: { FunctionName: 'f' },
  ...more,
});
const pass = (more: object = { End: true }) => ({ Type: 'Pass', ...more });
const catchAll = (Next: string) => ({ Catch: [{ ErrorEquals: ['States.ALL'], Next }] });
const machine = (states: Readonly<Record<string, unknown>>) => ({
  StartAt: Object.keys(states)[0],
  States: states,
});

/** `state: status` of each visit, with its retries where there were some. */
const tell = (events: readonly ExecutionEvent[]): string[] =>
  readVisits(events).map(
    ({ state, status, retries }) => `${state}: ${status}${retries > 0 ? ` after ${retries} retries` : ''}`,
  );

const Down = { error: 'Down' };
const retry = { Retry: [{ ErrorEquals: ['Down'], IntervalSeconds: 1, MaxAttempts: 2 }] };
const branches = {
  Type: 'Parallel',
  Branches: [machine({ A: task() }), machine({ B: pass({ Next: 'C' }), C: task() })],
};
const mapped = {
  Type: 'Map',
  Items: [1, 2, 3],
  ItemProcessor: machine({ Each: task({ Next: 'Then' }), Then: pass() }),
};

interface Case {
  readonly title: string;
  readonly states: Readonly<Record<string, unknown>>;
  readonly tries?: Parameters<typeof startMachine>[1];
  readonly visits: readonly string[];
}

const cases: readonly Case[] = [
  {
    title: 'states one after another succeed',
    states: { One: pass({ Next: 'Two' }), Two: task() },
    visits: ['One: succeeded', 'Two: succeeded'],
  },
  {
    title: 'a task that nobody answers runs',
    states: { One: task() },
    tries: { One: ['never'] },
    visits: ['One: running'],
  },
  {
    title: 'a wait runs until its time has come',
    states: { One: { Type: 'Wait', Seconds: 9999, End: true } },
    visits: ['One: running'],
  },
  {
    title: 'a task without a Catch fails',
    states: { One: task() },
    tries: { One: [Down] },
    visits: ['One: failed'],
  },
  {
    title: 'a Fail state fails',
    states: { One: { Type: 'Fail', Error: 'No' } },
    visits: ['One: failed'],
  },
  {
    title: 'a task that is retried succeeds, and says how often it was tried again',
    states: { One: task({ ...retry, End: true }) },
    tries: { One: [Down, Down, 'ok'] },
    visits: ['One: succeeded after 2 retries'],
  },
  {
    title: 'a task whose retries do not help fails',
    states: { One: task({ ...retry, End: true }) },
    tries: { One: [Down] },
    visits: ['One: failed after 2 retries'],
  },
  {
    title: 'a caught error is told apart from a failure and from success',
    states: { One: task({ ...catchAll('Two'), End: true }), Two: pass() },
    tries: { One: [Down] },
    visits: ['One: caught', 'Two: succeeded'],
  },
  {
    title: 'a bad expression fails its state',
    states: { One: pass({ Output: '{% $nothing() %}', End: true }) },
    visits: ['One: failed'],
  },
  {
    title: 'branches succeed, and what they are in',
    states: { Both: { ...branches, Next: 'Last' }, Last: pass() },
    visits: ['Both: succeeded', 'A: succeeded', 'B: succeeded', 'C: succeeded', 'Last: succeeded'],
  },
  {
    title: 'a branch that fails cancels the others, and the state that they are in catches it',
    states: { Both: { ...branches, ...catchAll('Last'), End: true }, Last: pass() },
    tries: { A: [Down], C: ['never'] },
    visits: ['Both: caught', 'A: failed', 'B: succeeded', 'C: cancelled', 'Last: succeeded'],
  },
  {
    title: 'a branch that fails, with nothing that catches it, fails what it is in',
    states: { Both: { ...branches, End: true } },
    tries: { A: [Down], C: ['never'] },
    visits: ['Both: failed', 'A: failed', 'B: succeeded', 'C: cancelled'],
  },
  {
    title: 'Parallel states within each other are told apart',
    states: {
      Outer: {
        Type: 'Parallel',
        Branches: [machine({ Inner: { ...branches, ...catchAll('Rest'), End: true }, Rest: task() })],
        ...catchAll('Last'),
        End: true,
      },
      Last: pass(),
    },
    tries: { A: [Down], Rest: [Down] },
    visits: [
      'Outer: caught',
      'Inner: caught',
      'A: failed',
      'B: succeeded',
      'C: cancelled',
      'Rest: failed',
      'Last: succeeded',
    ],
  },
  {
    title: 'a failure that nothing catches goes up through Parallel states within each other',
    states: {
      Outer: { Type: 'Parallel', Branches: [machine({ Inner: { ...branches, End: true } })], End: true },
    },
    tries: { A: [Down], C: ['never'] },
    visits: ['Outer: failed', 'Inner: failed', 'A: failed', 'B: succeeded', 'C: cancelled'],
  },
  {
    title: 'a Map that fails while nothing catches it takes its other iterations with it',
    states: { All: { ...mapped, End: true } },
    tries: { Each: ['ok', Down, 'never'] },
    visits: ['All: failed', 'Each: succeeded', 'Each: failed', 'Each: cancelled', 'Then: succeeded'],
  },
  {
    title: 'a failed iteration that the Map tolerates fails alone',
    states: { All: { ...mapped, ToleratedFailureCount: 1, End: true } },
    tries: { Each: ['ok', Down, 'ok'] },
    visits: [
      'All: succeeded',
      'Each: succeeded',
      'Each: failed',
      'Each: succeeded',
      'Then: succeeded',
      'Then: succeeded',
    ],
  },
];

describe('readVisits', () => {
  it.each(cases)('$title', async ({ states, tries, visits }) => {
    const { after } = await startMachine(states, tries);
    expect(tell(await after(60))).toEqual(visits);
  });

  it('shows a failure as running while it waits to be tried again', async () => {
    const states = { One: task({ Retry: [{ ErrorEquals: ['Down'], IntervalSeconds: 60 }], End: true }) };
    const { after } = await startMachine(states, { One: [Down, 'ok'] });
    expect(tell(await after(1))).toEqual(['One: running']);
    expect(tell(await after(60))).toEqual(['One: succeeded after 1 retries']);
  });

  it('shows what ran as cancelled when the execution is stopped', async () => {
    const { engine, executionArn, after } = await startMachine({ One: task() }, { One: ['never'] });
    await engine.stop({ executionArn });
    expect(tell(await after(0))).toEqual(['One: cancelled']);
  });

  it('goes on with what a redrive starts over, in branches too', async () => {
    const states = { Both: { ...branches, Next: 'Last' }, Last: pass() };
    const { engine, executionArn, after } = await startMachine(states, {
      A: [Down, 'ok'],
      C: ['never', 'never'],
    });
    expect(tell(await after(1))).toEqual(['Both: failed', 'A: failed', 'B: succeeded', 'C: cancelled']);
    await engine.redrive({ executionArn });
    const again = tell(await after(1));
    expect(again).toContain('Both: running');
    expect(again).toContain('C: running after 1 retries');
    expect(again.filter((line) => line.startsWith('A: '))).toEqual(['A: succeeded after 1 retries']);
    expect(again).toHaveLength(4);
  });
});

describe('sumUp', () => {
  const sum = async (states: Readonly<Record<string, unknown>>, tries: Case['tries'], members: string[]) => {
    const { after } = await startMachine(states, tries);
    return sumUp({ members }, groupVisits(readVisits(await after(60))));
  };

  it('counts iterations, and says what is most urgent among them', async () => {
    const states = { All: { ...mapped, ToleratedFailureCount: 1, End: true } };
    expect(await sum(states, { Each: ['ok', Down, 'ok'] }, ['Each'])).toEqual({
      status: 'failed',
      times: 3,
      retries: 0,
    });
    expect(await sum(states, {}, ['Elsewhere'])).toEqual({ status: 'idle', times: 0, retries: 0 });
  });

  it.each([
    ['skipped where only its condition was looked at', { 'a: When': pass() }, {}, 'skipped'],
    [
      'caught where its last phase records a failure',
      { 'a: Plan': task({ ...catchAll('a: Fail'), End: true }), 'a: Fail': pass() },
      { 'a: Plan': [Down] },
      'caught',
    ],
    [
      'succeeded where a Catch was only a reminder',
      { 'a: Ask': task({ ...catchAll('a: Remind'), End: true }), 'a: Remind': pass() },
      { 'a: Ask': [Down] },
      'succeeded',
    ],
    [
      'caught where what it could not do is caught elsewhere',
      {
        'a: Due': pass({ Next: 'a: Ask' }),
        'a: Ask': task({ ...catchAll('Else'), End: true }),
        Else: pass(),
      },
      { 'a: Ask': [Down] },
      'caught',
    ],
    ['running where one of its states runs', { 'a: Plan': task() }, { 'a: Plan': ['never'] }, 'running'],
  ] as const)('a step is %s', async (_title, states, tries, status) => {
    const members = ['a: When', 'a: Plan', 'a: Due', 'a: Ask', 'a: Remind', 'a: Fail'];
    expect(await sum(states, tries, members)).toMatchObject({ status });
  });
});

describe('lightUp', () => {
  const members = ['a: When', 'a: Plan', 'a: Decide'];
  it.each([
    [[], 'idle'],
    [['b: Plan'], 'idle'],
    [['a: When'], 'skipped'],
    [['a: When', 'a: Plan'], 'entered'],
  ])('shows a step of which a rehearsal came through %j as %s', (entered, status) => {
    expect(lightUp({ members }, new Set(entered)).status).toBe(status);
  });
});

describe('findUrgent', () => {
  it.each([
    ['what failed within what failed', { A: [Down], C: ['never'] }, 'A'],
    ['what is going on', { C: ['never'] }, 'C'],
    ['nothing where all is well', {}, undefined],
  ] as const)('finds %s', async (_title, tries, id) => {
    const states = { Both: { ...branches, End: true } };
    const { after } = await startMachine(states, tries);
    const whole = readDefinition(JSON.stringify(machine(states)));
    if (whole === null) throw new Error('is no definition');
    expect(findUrgent(whole, groupVisits(readVisits(await after(1))))?.id).toBe(id);
  });
});
