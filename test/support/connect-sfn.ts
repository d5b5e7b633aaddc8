import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { SFNClient } from '@aws-sdk/client-sfn';
import { createStepFunctionsApi, type Engine } from '../../runtime/asl/index.ts';
import { createSfnClient } from '../../tasks/aws/own-clients.ts';
import { createRequestHandler } from '../../tasks/aws/request-handler.ts';

/** The SDK's own client on the engine's Step Functions API. */
export async function connectSfn(
  engine: Engine,
): Promise<{ readonly client: SFNClient; readonly endpoint: string; readonly close: () => void }> {
  const server = serve({ fetch: createStepFunctionsApi(engine), hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createSfnClient({
    region: 'us-east-1',
    endpoint,
    credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
    requestHandler: createRequestHandler({ connectMs: 5_000, requestMs: 10_000 }),
  });
  return { client, endpoint, close: () => void server.close() };
}
