import { afterAll, describe, expect, it } from 'vitest';
import { machineArn } from '../../../runtime/home/place.ts';
import {
  createSfnCallbacks,
  createSfnExecutions,
  isExecutionOpen,
} from '../../../tasks/aws/sfn-executions.ts';
import { executionsContract } from '../../contract/executions.ts';
import { connectSfn } from '../../support/connect-sfn.ts';
import { openAskingEngine } from '../../support/executions-world.ts';

const closers: (() => void)[] = [];
afterAll(() => {
  for (const close of closers) close();
});

executionsContract('Step Functions (the engine, over HTTP)', async () => {
  const { engine, ...world } = await openAskingEngine();
  const { client, close } = await connectSfn(engine);
  closers.push(close);
  return {
    ...world,
    executions: createSfnExecutions(client, machineArn),
    callbacks: createSfnCallbacks(client),
    isOpen: (executionArn) => isExecutionOpen(client, executionArn),
  };
});

describe('Step Functions that cannot answer', () => {
  const failing = (name: string) =>
    ({ send: () => Promise.reject(Object.assign(new Error('slow down'), { name })) }) as never;

  it.each([
    ['ThrottlingException', 'Busy'],
    ['ServiceUnavailable', 'Busy'],
    ['AccessDeniedException', 'AccessDeniedException'],
  ])('fails with %s as %s, and starts, answers and closes nothing by mistake', async (thrown, name) => {
    const expected = expect.objectContaining({ name });
    const client = failing(thrown);
    const start = { stateMachine: 'triage', name: 'one', input: {} };
    await expect(createSfnExecutions(client, machineArn).start(start)).rejects.toThrow(expected);
    await expect(createSfnCallbacks(client).succeed('token', {})).rejects.toThrow(expected);
    await expect(isExecutionOpen(client, 'arn')).rejects.toThrow(expected);
  });
});
