import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { CreateDeliveryStreamCommand, FirehoseClient } from '@aws-sdk/client-firehose';
import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  PutRecordCommand,
} from '@aws-sdk/client-kinesis';
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type ServerType, serve } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import type { DeadLetter } from '../../core/records/dead-letters.ts';
import { createStores } from '../../core/records/stores.ts';
import { addFiles } from '../../infra/bundle/add-files.ts';
import { bundleTasks } from '../../infra/bundle/bundle-tasks.ts';
import { readDeployment } from '../../infra/read-deployment.ts';
import { createDynamoTable } from '../../tasks/aws/dynamo-table.ts';
import { createDynamoClient, createS3Client } from '../../tasks/aws/own-clients.ts';
import { createRequestHandler } from '../../tasks/aws/request-handler.ts';
import { createS3RawStore } from '../../tasks/aws/s3-raw-store.ts';
import type { Task } from '../../tasks/task.ts';
import { call } from '../core/ingest/records.ts';
import { runInProcess } from '../runtime/cli/run-in-process.ts';
import { makeTable } from '../support/dynamo-tables.ts';

const moto = inject('moto');
const settings = {
  // A Region of its own: stacks are found by their names.
  region: 'eu-north-1' as const,
  endpoint: moto,
  credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
  requestHandler: createRequestHandler({ connectMs: 10_000, requestMs: 30_000 }),
};
const [sqs, s3, kinesis] = [new SQSClient(settings), createS3Client(settings), new KinesisClient(settings)];
const folder = mkdtempSync(join(tmpdir(), 'tourniquet-dead-letters-'));
const unique = randomUUID().slice(0, 8);
const buckets = { raw: `raw-${unique}`, lake: `lake-${unique}` };
let server: ServerType;
let deployed: Awaited<ReturnType<typeof deploy>>;

/** Lambda, as far as it is called: moto would need Docker for it. */
function serveFunctions(functions: Readonly<Record<string, Task>>): ServerType {
  return serve({
    hostname: '127.0.0.1',
    port: 0,
    async fetch(request) {
      const name = /functions\/([^/]+)\/invocations/.exec(request.url)?.[1] ?? '';
      try {
        return Response.json(await functions[name]?.((await request.json()) as never));
      } catch (error) {
        const { name: errorType, message: errorMessage } = error as Error;
        const headers = { 'x-amz-function-error': 'Unhandled' };
        return Response.json({ errorType, errorMessage }, { headers });
      }
    },
  });
}

/** The handler of a bundle, in the folder that would be deployed. */
async function load(name: string): Promise<Task> {
  const { handler } = (await import(join(folder, name, 'index.mjs'))) as { handler: Task };
  return async (event) => {
    vi.stubEnv('LAMBDA_TASK_ROOT', join(folder, name));
    return await handler(event);
  };
}

const makeQueue = async (name: string, Attributes: Record<string, string> = {}): Promise<string> =>
  (await sqs.send(new CreateQueueCommand({ QueueName: `${name}-${unique}`, Attributes }))).QueueUrl ?? '';
const arnOf = async (url: string): Promise<string> => {
  const asked = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] });
  return (await sqs.send(asked)).Attributes?.['QueueArn'] ?? '';
};

async function deploy() {
  const dead = await makeQueue('dead');
  const intake = await makeQueue('intake', {
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: await arnOf(dead), maxReceiveCount: 1 }),
  });
  const notices = await makeQueue('notices');
  const client = createDynamoClient(settings);
  const table = await makeTable(client);
  for (const Bucket of Object.values(buckets)) {
    const CreateBucketConfiguration = { LocationConstraint: settings.region };
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  }
  await new FirehoseClient(settings).send(
    new CreateDeliveryStreamCommand({
      DeliveryStreamName: `lake-${unique}`,
      S3DestinationConfiguration: {
        BucketARN: `arn:aws:s3:::${buckets.lake}`,
        RoleARN: 'arn:aws:iam::123456789012:role/firehose',
        Prefix: 'events/',
      },
    }),
  );
  const outputs = {
    TableName: table,
    RawBucketName: buckets.raw,
    LakeBucketName: buckets.lake,
    IntakeQueueUrl: intake,
    IntakeDeadLettersUrl: dead,
    StreamDeadLettersUrl: notices,
    RedriveLetterFunctionName: 'redrive-letter',
    IngestStreamFunctionName: 'ingest-stream',
  };
  const template = {
    Resources: { Any: { Type: 'AWS::SQS::Queue' } },
    Outputs: Object.fromEntries(Object.entries(outputs).map(([name, Value]) => [name, { Value }])),
  };
  await new CloudFormationClient(settings).send(
    new CreateStackCommand({ StackName: 'TourniquetTest', TemplateBody: JSON.stringify(template) }),
  );
  const { deadLetters } = createStores({
    table: createDynamoTable({ client, table, newId: randomUUID }),
    clock: { now: Date.now },
    digest: (text) => text,
  });
  return { table, intake, dead, notices, deadLetters };
}

beforeAll(async () => {
  await bundleTasks(folder);
  await addFiles(folder, readDeployment({}));
  deployed = await deploy();
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
  const [redrive, ingest] = [await load('RedriveLetterFunction'), await load('IngestStreamFunction')];
  server = serveFunctions({ 'redrive-letter': redrive, 'ingest-stream': ingest });
  await once(server, 'listening');
  const variables = {
    AWS_REGION: settings.region,
    AWS_ACCESS_KEY_ID: 'testing',
    AWS_SECRET_ACCESS_KEY: 'testing',
    AWS_SESSION_TOKEN: 'testing',
    AWS_ENDPOINT_URL: moto,
    AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    TOURNIQUET_TABLE: deployed.table,
    TOURNIQUET_RAW_BUCKET: buckets.raw,
    TOURNIQUET_LAKE_STREAM: `lake-${unique}`,
    TOURNIQUET_MACHINES: `arn:aws:states:${settings.region}:123456789012:stateMachine:tourniquet-`,
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
}, 300_000);
afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const dlq = async (...args: readonly string[]) => await runInProcess('dlq', ...args, '--account', 'aws');
const list = async (...args: readonly string[]): Promise<readonly DeadLetter[]> =>
  JSON.parse((await dlq('list', '--json', ...args)).out);
const waiting = async (url: string): Promise<number> => {
  const AttributeNames = ['ApproximateNumberOfMessages'] as const;
  const asked = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...AttributeNames] });
  return Number((await sqs.send(asked)).Attributes?.['ApproximateNumberOfMessages']);
};

/** An event that intake received once and did not take in: SQS itself puts it aside. */
async function loseEvent(type: string): Promise<DeadLetter> {
  const body = {
    source: 'aws.guardduty',
    'detail-type': type,
    account: '111122223333',
    region: 'eu-west-1',
    detail: {},
  };
  await sqs.send(new SendMessageCommand({ QueueUrl: deployed.intake, MessageBody: JSON.stringify(body) }));
  const receive = () =>
    sqs.send(new ReceiveMessageCommand({ QueueUrl: deployed.intake, VisibilityTimeout: 0 }));
  await receive();
  await receive();
  const found = (await list()).find(({ label }) => label.includes(type));
  if (found === undefined) throw new Error('it is in no dead-letter queue');
  return found;
}

describe('an event in the dead-letter queue of SQS', () => {
  it('is listed with its queue and shown with its bytes, and stays for others to see', async () => {
    const { id, queue, attempts } = await loseEvent('Listed');
    expect(queue).toBe('ingestion');
    expect(attempts).toBeGreaterThanOrEqual(1);
    expect((await dlq('list')).out).toMatch(
      new RegExp(`^${id}\\t.*\\tingestion\\t\\d+\\tintake gave it up`, 'm'),
    );
    const saved = join(folder, 'saved');
    const { out } = await dlq('show', id, '--save', saved);
    expect(out).toContain(`queue dead-${unique}`);
    expect(JSON.parse(readFileSync(saved, 'utf8'))).toMatchObject({ 'detail-type': 'Listed' });
    expect(await waiting(deployed.dead)).toBe(1);
    expect((await dlq('drop', id, '--yes')).code).toBe(0);
  });

  it('goes back to intake, and stays in the table with who sent it there', async () => {
    const { id } = await loseEvent('Redriven');
    expect(await dlq('redrive', id, '--by', 'ana')).toMatchObject({ code: 0, out: `went well   ${id}\n` });
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: deployed.intake }));
    expect(Messages.map(({ Body = '' }) => JSON.parse(Body)['detail-type'])).toEqual(['Redriven']);
    expect(await waiting(deployed.dead)).toBe(0);
    expect(await list('--ended')).toContainEqual(
      expect.objectContaining({ id, ended: expect.objectContaining({ how: 'redriven', by: 'ana' }) }),
    );
  });

  it('is dropped on a yes alone, and its bytes are kept', async () => {
    const { id } = await loseEvent('Dropped');
    expect(await dlq('drop', id)).toMatchObject({
      code: 1,
      err: 'error: nobody can be asked here; say --yes if it is meant\n',
    });
    expect(await waiting(deployed.dead)).toBe(1);
    expect((await dlq('drop', id, '--yes', '--by', 'ana', '--reason', 'a test')).code).toBe(0);
    expect(await waiting(deployed.dead)).toBe(0);
    const kept = await deployed.deadLetters.require(id);
    expect(kept.ended).toMatchObject({ how: 'dropped', by: 'ana', reason: 'a test' });
    const raw = createS3RawStore({ client: s3, bucket: buckets.raw });
    expect(Buffer.from((await raw.get(kept.raw ?? '')) ?? []).toString()).toContain('"Dropped"');
  });

  it('is not there twice: who asks for it again is told what became of it', async () => {
    const { id } = await loseEvent('Twice');
    await dlq('drop', id, '--yes', '--by', 'ana');
    expect((await dlq('drop', id, '--yes')).err).toMatch(/was dropped by ana at .*; it waits no longer\n$/);
    expect((await dlq('redrive', 'nothing')).out).toMatch(
      /^still waits nothing: there is no dead letter nothing/,
    );
  });
});

/** A record of a real stream, in what Lambda leaves of the batch that it gave up. */
async function giveUp(eventID: string, eventName = 'DescribeTrails'): Promise<string> {
  const name = `stream-${eventID}`;
  await kinesis.send(new CreateStreamCommand({ StreamName: name, ShardCount: 1 }));
  const Data = Buffer.from(JSON.stringify({ ...call, eventID, eventName }));
  const { ShardId = '', SequenceNumber = '' } = await kinesis.send(
    new PutRecordCommand({ StreamName: name, PartitionKey: 'k', Data }),
  );
  const { ShardIterator } = await kinesis.send(
    new GetShardIteratorCommand({ StreamName: name, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
  );
  const { Records = [] } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
  const event = {
    Records: Records.map((record) => ({
      eventSourceARN: `arn:aws:kinesis:${settings.region}:123456789012:stream/${name}`,
      kinesis: {
        sequenceNumber: record.SequenceNumber,
        data: Buffer.from(record.Data ?? []).toString('base64'),
      },
    })),
  };
  const failure = {
    requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 11 },
    KinesisBatchInfo: { shardId: ShardId, startSequenceNumber: SequenceNumber, batchSize: 1 },
    payload: JSON.stringify(event),
  };
  const Key = `aws/lambda/mapping/${ShardId}/2026/11/20/${eventID}`;
  await s3.send(new PutObjectCommand({ Bucket: buckets.lake, Key, Body: JSON.stringify(failure) }));
  const notice = {
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: buckets.lake }, object: { key: Key } },
  };
  await sqs.send(new SendMessageCommand({ QueueUrl: deployed.notices, MessageBody: JSON.stringify(notice) }));
  return Key;
}
const objects = async (Prefix: string): Promise<readonly (string | undefined)[]> =>
  ((await s3.send(new ListObjectsV2Command({ Bucket: buckets.lake, Prefix }))).Contents ?? []).map(
    ({ Key }) => Key,
  );

describe('a batch of the data stream that Lambda gave up', () => {
  it('is one letter with the reason, and goes into the lake through the function that failed with it', async () => {
    const key = await giveUp('e1');
    const [letter, ...others] = await list();
    expect(others).toEqual([]);
    expect(letter).toMatchObject({
      label: `s3://${buckets.lake}/${key}`,
      stage: 'stream',
      attempts: 11,
      reason: expect.stringMatching(
        /^Lambda gave it up \(RetryAttemptsExhausted\): 1 records of shardId-0+ from /,
      ),
    });
    expect(await dlq('redrive', '--all')).toMatchObject({ code: 0 });
    expect(await objects('aws/lambda/')).toEqual([]);
    expect(await waiting(deployed.notices)).toBe(0);
    expect((await objects('events/')).length).toBe(1);
  });

  it('stays where the function fails again', async () => {
    // A rule finds something in it, and there is no machine to triage that.
    const key = await giveUp('e2', 'StopLogging');
    const [letter] = await list();
    const { code, out } = await dlq('redrive', letter?.id ?? '');
    const says = `^still waits ${letter?.id} \\(12 tries\\): the store failed again`;
    expect([code, out]).toEqual([1, expect.stringMatching(says)]);
    expect(await objects('aws/lambda/')).toEqual([key]);
    await dlq('drop', '--all', '--yes');
    expect(await objects('aws/lambda/')).toEqual([]);
    expect(await waiting(deployed.notices)).toBe(0);
  });
});

describe('a letter of the table', () => {
  it('is tried again by its function, which reads the original', async () => {
    const raw = await createS3RawStore({ client: s3, bucket: buckets.raw }).put(Buffer.from('{"cut'));
    const letter: DeadLetter = {
      id: '0123456789abcdef01234567',
      at: '2026-11-20T12:00:00.000Z',
      queue: 'ingestion',
      stage: 'ingest',
      reason: 'something else',
      delivery: 'b1',
      index: 0,
      raw,
      parts: [{ offset: 0, length: 5 }],
      label: 'cut.ndjson',
      origin: { via: 'stream', account: null, trusted: false },
      attempts: 1,
    };
    await deployed.deadLetters.put(letter);
    const { code, out } = await dlq('redrive', letter.id, '--by', 'ana');
    expect([code, out]).toEqual([
      1,
      expect.stringMatching(`^still waits ${letter.id} \\(2 tries\\): it is cut off`),
    ]);
    expect(await deployed.deadLetters.require(letter.id)).toMatchObject({
      attempts: 2,
      tried: [{ by: 'ana' }],
    });
    expect((await dlq('show', letter.id)).out.trimEnd().endsWith('{"cut')).toBe(true);
  });
});

it('where nothing is deployed, says so', async () => {
  vi.stubEnv('AWS_REGION', 'eu-south-1');
  const { code, err } = await dlq('list');
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(
      /^error: no stack of Tourniquet in eu-south-1 of account \d+ says where dead letters are/,
    ),
  ]);
});
