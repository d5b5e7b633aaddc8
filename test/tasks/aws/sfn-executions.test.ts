import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { afterAll, describe, expect, it } from 'vitest';
import { createStepFunctionsApi, type Engine } from '../../../runtime/asl/index.ts';
import { machineArn } from '../../../runtime/home/place.ts';
import { createSfnClient } from '../../../tasks/aws/own-clients.ts';
import { createRequestHandler } from '../../../tasks/aws/request-handler.ts';
import {
  createSfnCallbacks,
  createSfnExecutions,
  isExecutionOpen,
} from '../../../tasks/aws/sfn-executions.ts';
import { executionsContract } from '../../contract/executions.ts';
import { openAskingEngine } from '../../support/executions-world.ts';

const closers: (() => void)[] = [];
afterAll(() => {
  for (const close of closers) close();
});

/** The SDK's own client on the engine's Step Functions API. */
async function connect(engine: Engine) {
  const server = serve({ fetch: createStepFunctionsApi(engine), hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  closers.push(() => server.close());
  return createSfnClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
    requestHandler: createRequestHandler({ connectMs: 5_000, requestMs: 10_000 }),
  });
}

executionsContract('Step Functions (the engine, over HTTP)', async () => {
  const { engine, ...world } = await openAskingEngine();
  const client = await connect(engine);
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
