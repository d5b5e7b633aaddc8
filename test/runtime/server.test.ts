import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type ExecutionStatus,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, createMemoryStore, createSystemClock, type Engine } from '../../runtime/asl/index.ts';
import { type Server, startServer } from '../../runtime/server.ts';
import { makeApiPorts } from '../support/api.ts';

const here = { host: '127.0.0.1', names: [], console: null } as const;

/** What the SDK sees of the embedded engine: the real client, over real HTTP. */
describe('the server, through @aws-sdk/client-sfn', () => {
  const tokens: string[] = [];
  let engine: Engine;
  let server: Server;
  let client: SFNClient;
  let machine: string;

  beforeAll(async () => {
    engine = createEngine({
      store: createMemoryStore(),
      clock: createSystemClock(),
      invokeTask: async ({ taskToken }) => {
        if (taskToken !== undefined) tokens.push(taskToken);
        return { output: {} };
      },
    });
    server = await startServer({ ...makeApiPorts(), ...here, engine, port: 0 });
    client = new SFNClient({
      endpoint: server.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-secret' },
      maxAttempts: 1,
    });
    const definition = JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'Ask',
      States: {
        Ask: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
          Arguments: { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } },
          End: true,
        },
      },
    });
    const created = await client.send(
      new CreateStateMachineCommand({
        name: 'asking',
        definition,
        roleArn: 'arn:aws:iam::111122223333:role/r',
      }),
    );
    machine = created.stateMachineArn ?? '';
  });
  afterAll(async () => {
    client.destroy();
    engine.close();
    await server.close();
  });

  async function start(name: string): Promise<{ readonly arn: string; readonly token: string }> {
    const started = await client.send(
      new StartExecutionCommand({ stateMachineArn: machine, name, input: '{"n":1}' }),
    );
    expect(started.startDate).toBeInstanceOf(Date);
    await expect.poll(() => tokens.length).toBeGreaterThan(0);
    return { arn: started.executionArn ?? '', token: tokens.pop() ?? '' };
  }
  const statusOf = async (executionArn: string): Promise<ExecutionStatus | undefined> =>
    (await client.send(new DescribeExecutionCommand({ executionArn }))).status;

  it('runs an execution to its end by SendTaskSuccess, and shows its history', async () => {
    const { arn, token } = await start('approved');
    await client.send(new SendTaskHeartbeatCommand({ taskToken: token }));
    await client.send(new SendTaskSuccessCommand({ taskToken: token, output: '{"yes":true}' }));
    await expect.poll(() => statusOf(arn)).toBe('SUCCEEDED');
    const described = await client.send(new DescribeExecutionCommand({ executionArn: arn }));
    expect(described).toMatchObject({ name: 'approved', input: '{"n":1}', output: '{"yes":true}' });
    const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn: arn }));
    expect(events.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(events[0]?.timestamp).toBeInstanceOf(Date);
    expect(JSON.stringify(events)).not.toContain(token);
  });

  it('fails an execution by SendTaskFailure and redrives it', async () => {
    const { arn, token } = await start('rejected');
    await client.send(new SendTaskFailureCommand({ taskToken: token, error: 'No', cause: 'said so' }));
    await expect.poll(() => statusOf(arn)).toBe('FAILED');
    await client.send(new RedriveExecutionCommand({ executionArn: arn }));
    await expect.poll(() => tokens.length).toBe(1);
    await client.send(new SendTaskSuccessCommand({ taskToken: tokens.pop() ?? '', output: '{}' }));
    await expect.poll(() => statusOf(arn)).toBe('SUCCEEDED');
  });

  it('stops an execution and lists it under its status', async () => {
    const { arn } = await start('stopped');
    await client.send(new StopExecutionCommand({ executionArn: arn, error: 'Enough' }));
    const { executions = [] } = await client.send(
      new ListExecutionsCommand({ stateMachineArn: machine, statusFilter: 'ABORTED' }),
    );
    expect(executions.map(({ name }) => name)).toEqual(['stopped']);
  });

  it.each([
    [
      'a name that is taken',
      () => new StartExecutionCommand({ stateMachineArn: machine, name: 'stopped' }),
      'ExecutionAlreadyExists',
    ],
    [
      'a name with a blank',
      () => new StartExecutionCommand({ stateMachineArn: machine, name: 'a b' }),
      'InvalidName',
    ],
    [
      'input that is not JSON',
      () => new StartExecutionCommand({ stateMachineArn: machine, input: '{' }),
      'InvalidExecutionInput',
    ],
    [
      'an execution that never was',
      () =>
        new DescribeExecutionCommand({
          executionArn: machine.replace(':stateMachine:', ':execution:').concat(':none'),
        }),
      'ExecutionDoesNotExist',
    ],
    ['something that is no ARN', () => new DescribeExecutionCommand({ executionArn: 'none' }), 'InvalidArn'],
    [
      'a token that is none',
      () => new SendTaskSuccessCommand({ taskToken: 'x', output: '{}' }),
      'InvalidToken',
    ],
  ])('answers %s with the exception of Step Functions', async (_what, command, name) => {
    await expect(client.send(command() as StartExecutionCommand)).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode: 400 },
    });
  });

  it.each([
    ['by a name that was made to resolve here', { host: 'evil.example' }, 421],
    ['from a page of another origin', { origin: 'https://evil.example' }, 403],
  ])('refuses a request %s', async (_how, headers, status) => {
    const { request } = await import('node:http');
    const answered = await new Promise<number | undefined>((resolve, reject) => {
      const call = request(`${server.url}/`, { method: 'POST', headers }, ({ statusCode }) =>
        resolve(statusCode),
      );
      call.on('error', reject);
      call.end('{}');
    });
    expect(answered).toBe(status);
  });

  it('refuses a body of more than 1 MiB', async () => {
    const { status } = await fetch(server.url, { method: 'POST', body: 'x'.repeat(1_048_577) });
    expect(status).toBe(413);
  });

  it('says in one line that a port is taken', async () => {
    const port = Number(new URL(server.url).port);
    await expect(startServer({ ...makeApiPorts(), ...here, engine, port })).rejects.toThrow(
      `port ${port} is taken; give another with --port`,
    );
  });
});
