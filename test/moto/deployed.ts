import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { serve } from '@hono/node-server';
import { inject, vi } from 'vitest';
import { createStores, type Stores } from '../../core/records/stores.ts';
import { addFiles } from '../../infra/bundle/add-files.ts';
import { bundleTasks } from '../../infra/bundle/bundle-tasks.ts';
import { readDeployment } from '../../infra/read-deployment.ts';
import {
  createEngine,
  createMemoryStore,
  createStepFunctionsApi,
  createSystemClock,
  type Engine,
} from '../../runtime/asl/index.ts';
import { createInvokeFunctions } from '../../runtime/home/invoke-functions.ts';
import { functionName, place } from '../../runtime/home/place.ts';
import { createDynamoTable } from '../../tasks/aws/dynamo-table.ts';
import { createS3Client, createSnsClient } from '../../tasks/aws/own-clients.ts';
import { createRequestHandler } from '../../tasks/aws/request-handler.ts';
import type { Task } from '../../tasks/task.ts';
import { readMachines } from '../infra/read-machines.ts';
import { createLocalClient, makeTable } from '../support/dynamo-tables.ts';

const region = 'us-east-1';

export interface Deployed {
  readonly engine: Engine;
  readonly stores: Stores;
  /** The function of that name, out of its bundle. */
  readonly functionOf: (name: string) => Task;
  readonly close: () => void;
}

let bundled: Promise<string> | undefined;

/** What would be deployed, in a folder of its own; once for all that ask in one process. */
async function bundle(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'tourniquet-bundles-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const deployment = readDeployment({});
  const aws = { ...deployment.config.aws, role: 'Responder', endpoint: inject('moto') };
  await bundleTasks(folder);
  await addFiles(folder, { ...deployment, config: { ...deployment.config, mode: 'auto', aws } });
  return folder;
}

let opened = 0;

/** The handler of a bundle, in the folder that would be deployed. It keeps what it has opened, so each who asks has their own. */
async function load(folder: string, name: string): Promise<Task> {
  const url = `${pathToFileURL(join(folder, name, 'index.mjs')).href}?opened=${opened}`;
  const { handler } = (await import(url)) as { handler: Task };
  return async (event) => {
    // One process plays all functions; each finds its files where Lambda puts them.
    vi.stubEnv('LAMBDA_TASK_ROOT', join(folder, name));
    return await handler(event);
  };
}

/**
 * The synthesised machines and the bundles of the functions that they call, on moto and on our own engine.
 * @param others functions beside those.
 * @param variables of the environment, beside those that all have.
 */
export async function openDeployed(
  others: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<Deployed> {
  const folder = await (bundled ??= bundle());
  opened += 1;
  const client = createLocalClient(inject('moto'));
  const table = await makeTable(client);
  const loaded = new Map<string, Task>();
  const engine = createEngine({
    store: createMemoryStore(),
    clock: createSystemClock(),
    place,
    invokeTask: createInvokeFunctions((arn) => loaded.get(functionName(arn))),
  });
  const server = serve({ fetch: createStepFunctionsApi(engine), hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const all = { ...(await makeVariables(table)), AWS_ENDPOINT_URL_SFN: `http://127.0.0.1:${port}` };
  for (const [name, value] of Object.entries({ ...all, ...variables })) vi.stubEnv(name, value);
  const { machines, functions } = readMachines();
  for (const name of [...functions, ...others]) loaded.set(name, await load(folder, name));
  for (const { name, definition } of machines)
    await engine.registerStateMachine({ name, definition: JSON.parse(definition) });
  return {
    engine,
    stores: createStores({
      table: createDynamoTable({ client, table, newId: randomUUID }),
      clock: { now: () => Date.now() },
      digest: (text) => text,
    }),
    functionOf(name) {
      const found = loaded.get(name);
      if (found === undefined) throw new Error(`${name} was not loaded`);
      return found;
    },
    close() {
      engine.close();
      server.close();
    },
  };
}

/** As the CDK app sets them, of what is made here. */
async function makeVariables(table: string): Promise<Readonly<Record<string, string>>> {
  const settings = {
    region,
    endpoint: inject('moto'),
    credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
    requestHandler: createRequestHandler({ connectMs: 10_000, requestMs: 30_000 }),
  };
  const bucket = `raw-${randomUUID()}`;
  await createS3Client(settings).send(new CreateBucketCommand({ Bucket: bucket }));
  const topic = async (Name: string) =>
    (await createSnsClient(settings).send(new CreateTopicCommand({ Name }))).TopicArn ?? '';
  return {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'testing',
    AWS_SECRET_ACCESS_KEY: 'testing',
    AWS_SESSION_TOKEN: 'testing',
    AWS_ENDPOINT_URL: inject('moto'),
    TOURNIQUET_TABLE: table,
    TOURNIQUET_RAW_BUCKET: bucket,
    TOURNIQUET_MACHINES: `arn:aws:states:${place.region}:${place.accountId}:stateMachine:tourniquet-`,
    TOURNIQUET_EVIDENCE_BUCKET: bucket,
    TOURNIQUET_URGENT_TOPIC: await topic('urgent'),
    TOURNIQUET_ALERTS_TOPIC: await topic('alerts'),
    TOURNIQUET_APPROVALS_TOPIC: await topic('approvals'),
    TOURNIQUET_URL: 'https://tourniquet.example.com',
  };
}
