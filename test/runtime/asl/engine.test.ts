import { describe, expect, it } from 'vitest';
import {
  createEngine,
  createMemoryStore,
  runStateMachine,
  type InvokeTask,
} from '../../../runtime/asl/index.ts';
import { createManualClock, settle } from '../../support/manual-clock.ts';

const machine = (states: Record<string, unknown>, more: Record<string, unknown> = {}): unknown => ({
  QueryLanguage: 'JSONata',
  StartAt: Object.keys(states)[0],
  States: states,
  ...more,
});
const callback = machine({
  Ask: {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } },
    HeartbeatSeconds: 60,
    End: true,
  },
});

function createTestEngine(invokeTask: InvokeTask) {
  const clock = createManualClock();
  const engine = createEngine({ store: createMemoryStore(), clock, invokeTask });
  return { clock, engine };
}

describe('runStateMachine', () => {
  it('runs a machine to its output', async () => {
    const definition = machine({
      A: { Type: 'Pass', Output: { sum: '{% $states.input.a + 1 %}' }, End: true },
    });
    const result = await runStateMachine({ definition, input: { a: 1 } });
    expect(result).toMatchObject({ status: 'SUCCEEDED', output: '{"sum":2}' });
    expect(result.history.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'PassStateEntered',
      'PassStateExited',
      'ExecutionSucceeded',
    ]);
  });
});

describe('the history limit', () => {
  it('ends an execution with event 25,000, whatever it was at', async () => {
    const definition = machine({
      Loop: {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input.spin %}', Next: 'Loop' }],
        Default: 'Done',
      },
      Done: { Type: 'Succeed' },
    });
    const { error, cause, history } = await runStateMachine({ definition, input: { spin: true } });
    expect([error, cause]).toEqual([
      'States.Runtime',
      'The execution reached the maximum number of history events (25000).',
    ]);
    expect(history).toHaveLength(25_000);
    expect(history.at(-1)).toMatchObject({ type: 'ExecutionFailed', id: 25_000, previousEventId: 24_999 });
  });
});

describe('a definition that is not right', () => {
  const definition = { QueryLanguage: 'JSONata', StartAt: 'Nowhere', States: {} };

  it('is refused when it is registered, as by Step Functions', async () => {
    const { engine } = createTestEngine(async () => ({ output: {} }));
    await expect(engine.registerStateMachine({ name: 'wrong', definition })).rejects.toMatchObject({
      name: 'InvalidDefinition',
    });
  });

  it('runs nothing where it is checked late', async () => {
    const { engine } = createTestEngine(async () => ({ output: {} }));
    const machine = { name: 'wrong', definition, checkLate: true };
    const { stateMachineArn } = await engine.registerStateMachine(machine);
    await expect(engine.start({ stateMachineArn })).rejects.toMatchObject({ name: 'InvalidDefinition' });
    expect(engine.list({}).executions).toEqual([]);
  });
});

describe('callbacks', () => {
  it('waits for the token, and ends with what it brings', async () => {
    const tokens: (string | undefined)[] = [];
    const { engine } = createTestEngine(async ({ taskToken }) => {
      tokens.push(taskToken);
      return { output: { MessageId: 'm' } };
    });
    const { stateMachineArn } = await engine.registerStateMachine({ name: 'ask', definition: callback });
    const execution = await engine.start({ stateMachineArn });
    await settle();
    expect(engine.describe(execution).status).toBe('RUNNING');
    await engine.sendTaskSuccess({ taskToken: tokens[0] ?? '', output: '"yes"' });
    expect(await engine.waitForEnd(execution)).toMatchObject({ status: 'SUCCEEDED', output: '"yes"' });
    await expect(engine.sendTaskSuccess({ taskToken: tokens[0] ?? '', output: '1' })).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
    expect(JSON.stringify(engine.history(execution))).not.toContain(tokens[0]);
  });

  it('fails when no heartbeat comes in time, and not while they come', async () => {
    const tokens: (string | undefined)[] = [];
    const { clock, engine } = createTestEngine(({ taskToken }) => {
      tokens.push(taskToken);
      return new Promise(() => undefined);
    });
    const { stateMachineArn } = await engine.registerStateMachine({ name: 'ask', definition: callback });
    const execution = await engine.start({ stateMachineArn });
    await clock.advance(50_000);
    await engine.sendTaskHeartbeat({ taskToken: tokens[0] ?? '' });
    await clock.advance(50_000);
    expect(engine.describe(execution).status).toBe('RUNNING');
    await clock.advance(10_000);
    expect(engine.describe(execution)).toMatchObject({ status: 'FAILED', error: 'States.HeartbeatTimeout' });
  });
});

describe('child executions', () => {
  const child = machine({
    Wait: { Type: 'Wait', Seconds: 10, Next: 'Out' },
    Out: { Type: 'Pass', Output: 7, End: true },
  });
  const parent = (resource: string): unknown =>
    machine({
      Start: {
        Type: 'Task',
        Resource: `arn:aws:states:::states:startExecution${resource}`,
        Arguments: {
          StateMachineArn: 'arn:aws:states:us-east-1:111111111111:stateMachine:child',
          Name: 'the-child',
          Input: { a: 1 },
        },
        Output: '{% $states.result.Output %}',
        End: true,
      },
    });

  it('.sync:2 waits for the child and gives its output as JSON', async () => {
    const { clock, engine } = createTestEngine(() => Promise.reject(new Error('not to be called')));
    await engine.registerStateMachine({ name: 'child', definition: child });
    const { stateMachineArn } = await engine.registerStateMachine({
      name: 'parent',
      definition: parent('.sync:2'),
    });
    const execution = await engine.start({ stateMachineArn });
    await clock.advance(10_000);
    expect(await engine.waitForEnd(execution)).toMatchObject({ status: 'SUCCEEDED', output: '7' });
  });

  it('stopping the parent stops the child', async () => {
    const { engine } = createTestEngine(() => Promise.reject(new Error('not to be called')));
    await engine.registerStateMachine({ name: 'child', definition: child });
    const { stateMachineArn } = await engine.registerStateMachine({
      name: 'parent',
      definition: parent('.sync:2'),
    });
    const execution = await engine.start({ stateMachineArn });
    await settle();
    await engine.stop({ ...execution, error: 'Stopped', cause: 'by a person' });
    await settle();
    expect(engine.describe(execution)).toMatchObject({ status: 'ABORTED', error: 'Stopped' });
    const [started] = engine.list({ stateMachineArn: stateMachineArn.replace('parent', 'child') }).executions;
    expect(started?.status).toBe('ABORTED');
  });
});

describe('createEngine', () => {
  it('runs in memory on real time where nothing else is said, its methods taken apart', async () => {
    // oxlint-disable-next-line typescript/unbound-method -- that they are bound is what is tested
    const { createStateMachine, start, waitForEnd, history } = createEngine({
      invokeTask: () => Promise.reject(new Error('not to be called')),
    });
    const definition = machine({ A: { Type: 'Pass', Output: 1, End: true } });
    const execution = await start(await createStateMachine({ name: 'm', definition }));
    expect(await waitForEnd(execution)).toMatchObject({ status: 'SUCCEEDED', output: '1' });
    expect(history(execution).events).toHaveLength(4);
  });
});

describe('start', () => {
  it('starts nothing twice under one name', async () => {
    const { clock, engine } = createTestEngine(() => Promise.reject(new Error('not to be called')));
    const definition = machine({ Wait: { Type: 'Wait', Seconds: 1, End: true } });
    const { stateMachineArn } = await engine.registerStateMachine({ name: 'm', definition });
    const first = await engine.start({ stateMachineArn, name: 'one', input: '{"a":1}' });
    expect(await engine.start({ stateMachineArn, name: 'one', input: '{"a":1}' })).toEqual(first);
    const again = engine.start({ stateMachineArn, name: 'one', input: '{"a":2}' });
    await expect(again).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    await clock.advance(1000);
    const closed = engine.start({ stateMachineArn, name: 'one', input: '{"a":1}' });
    await expect(closed).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  });
});
