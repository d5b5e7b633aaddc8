import { describe, expect, it } from 'vitest';
import {
  createEngine,
  createMemoryStore,
  createStepFunctionsApi,
  type TaskCall,
} from '../../../runtime/asl/index.ts';
import { createManualClock, settle } from '../../support/manual-clock.ts';

const definition = JSON.stringify({
  QueryLanguage: 'JSONata',
  StartAt: 'Ask',
  States: {
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: { token: '{% $states.context.Task.Token %}' },
      End: true,
    },
  },
});

function createApi() {
  const calls: TaskCall[] = [];
  const engine = createEngine({
    store: createMemoryStore(),
    clock: createManualClock(),
    invokeTask: async (call) => {
      calls.push(call);
      return { output: {} };
    },
  });
  const api = createStepFunctionsApi(engine);
  async function call(operation: string, body: unknown): Promise<{ status: number; body: any }> {
    const response = await api(
      new Request('http://127.0.0.1/', {
        method: 'POST',
        headers: {
          'x-amz-target': `AWSStepFunctions.${operation}`,
          'content-type': 'application/x-amz-json-1.0',
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    );
    return { status: response.status, body: await response.json() };
  }
  return { calls, call };
}

describe('the Step Functions API', () => {
  it('creates a machine, runs an execution through a callback, and shows its history', async () => {
    const { calls, call } = createApi();
    const { body: machine } = await call('CreateStateMachine', {
      name: 'ask',
      definition,
      roleArn: 'arn:aws:iam::1:role/r',
    });
    const { body: started } = await call('StartExecution', {
      stateMachineArn: machine.stateMachineArn,
      name: 'one',
    });
    expect(started.startDate).toBe(1767225600);
    await settle();
    const taskToken = calls[0]?.taskToken;
    expect(await call('SendTaskHeartbeat', { taskToken })).toEqual({ status: 200, body: {} });
    await call('SendTaskSuccess', { taskToken, output: '"yes"' });
    const { body: described } = await call('DescribeExecution', started);
    expect(described).toMatchObject({ status: 'SUCCEEDED', output: '"yes"', stopDate: 1767225600 });
    const { body: history } = await call('GetExecutionHistory', {
      ...started,
      reverseOrder: true,
      maxResults: 1,
    });
    expect(history.events).toMatchObject([{ type: 'ExecutionSucceeded', timestamp: 1767225600 }]);
    expect(history.nextToken).toBeDefined();
    const { body: listed } = await call('ListExecutions', { stateMachineArn: machine.stateMachineArn });
    expect(listed.executions).toMatchObject([{ name: 'one', status: 'SUCCEEDED' }]);
    const { body: machines } = await call('ListStateMachines', {});
    expect(machines.stateMachines).toMatchObject([{ name: 'ask', type: 'STANDARD' }]);
  });

  it('stops and redrives', async () => {
    const { call } = createApi();
    const { body: machine } = await call('CreateStateMachine', { name: 'ask', definition });
    const { body: started } = await call('StartExecution', machine);
    await call('StopExecution', { ...started, error: 'E', cause: 'c' });
    expect((await call('DescribeExecution', started)).body).toMatchObject({
      status: 'ABORTED',
      redriveStatus: 'REDRIVABLE',
    });
    expect((await call('RedriveExecution', started)).body.redriveDate).toBe(1767225600);
    expect((await call('DescribeExecution', started)).body).toMatchObject({
      status: 'RUNNING',
      redriveCount: 1,
    });
  });

  it('creating again is nothing new, with another definition a conflict; updating replaces', async () => {
    const { call } = createApi();
    const other = definition.replaceAll('Ask', 'AskAgain');
    const { body: machine } = await call('CreateStateMachine', { name: 'ask', definition });
    expect((await call('CreateStateMachine', { name: 'ask', definition })).body).toEqual(machine);
    expect((await call('CreateStateMachine', { name: 'ask', definition: other })).body.__type).toBe(
      'StateMachineAlreadyExists',
    );
    await call('UpdateStateMachine', { stateMachineArn: machine.stateMachineArn, definition: other });
    expect((await call('DescribeStateMachine', machine)).body).toMatchObject({
      definition: other,
      status: 'ACTIVE',
    });
  });

  it.each([
    [
      'StartExecution',
      { stateMachineArn: 'arn:aws:states:us-east-1:111111111111:stateMachine:none' },
      'StateMachineDoesNotExist',
    ],
    ['StartExecution', { stateMachineArn: 'none' }, 'InvalidArn'],
    ['StartExecution', {}, 'ValidationException'],
    ['StartExecution', '{', 'SerializationException'],
    [
      'DescribeExecution',
      { executionArn: 'arn:aws:states:us-east-1:111111111111:execution:a:b' },
      'ExecutionDoesNotExist',
    ],
    [
      'GetExecutionHistory',
      { executionArn: 'arn:aws:states:us-east-1:111111111111:execution:a:b' },
      'ExecutionDoesNotExist',
    ],
    ['SendTaskSuccess', { taskToken: 'x', output: '1' }, 'InvalidToken'],
    ['SendTaskSuccess', { taskToken: `tqt_${'x'.repeat(43)}`, output: '1' }, 'TaskTimedOut'],
    ['CreateStateMachine', { name: 'a b', definition }, 'InvalidName'],
    ['CreateStateMachine', { name: 'a', definition: '{}' }, 'InvalidDefinition'],
    ['CreateActivity', { name: 'a' }, 'UnknownOperationException'],
  ])('%s of %j is refused: %s', async (operation, body, type) => {
    const { call } = createApi();
    expect(await call(operation, body)).toMatchObject({ status: 400, body: { __type: type } });
  });

  it('validates a definition with the place of each problem', async () => {
    const { call } = createApi();
    const bad = definition.replace('"End":true', '"Next":"Nowhere"');
    expect((await call('ValidateStateMachineDefinition', { definition })).body.result).toBe('OK');
    expect((await call('ValidateStateMachineDefinition', { definition: bad })).body).toMatchObject({
      result: 'FAIL',
      diagnostics: [{ severity: 'ERROR', location: '/States/Ask/Next' }],
    });
  });
});
