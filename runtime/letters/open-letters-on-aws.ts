import { createHash, randomUUID } from 'node:crypto';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { RedriveExecutionCommand } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { AwsConfig } from '../../core/aws-config.ts';
import { InvalidInput } from '../../core/errors.ts';
import { createStores } from '../../core/records/stores.ts';
import { DeadLetter } from '../../core/records/dead-letters.ts';
import { readCaller } from '../../tasks/aws/caller.ts';
import { createDynamoTable } from '../../tasks/aws/dynamo-table.ts';
import { createInvoke } from '../../tasks/aws/invoke-function.ts';
import {
  createDynamoClient,
  createLambdaClient,
  createS3Client,
  createSfnClient,
  type OwnSettings,
} from '../../tasks/aws/own-clients.ts';
import { callOwn } from '../../tasks/aws/own-errors.ts';
import { createRequestHandler } from '../../tasks/aws/request-handler.ts';
import { createS3RawStore } from '../../tasks/aws/s3-raw-store.ts';
import { lookIntoBucket } from './batch-letters.ts';
import { foldNotices } from './fold-notices.ts';
import type { Held } from './held-letter.ts';
import { createLettersOnAws, type LettersOnAws } from './letters-on-aws.ts';
import { type DeadQueue, lookIntoQueue, type QueuePorts } from './queue-letters.ts';
import { type Deployed, readDeployed } from './read-deployed.ts';

export interface AwsPlace {
  readonly aws: AwsConfig;
  /** Other Regions that send their findings to the hub's. */
  readonly regions: readonly string[];
}

const clock = { now: Date.now };
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
/** The function may take two minutes, and the one of the stream one. */
const requestHandler = createRequestHandler({ connectMs: 3_000, requestMs: 130_000 });
const patience = { maxAttempts: 3, customUserAgent: 'tourniquet' };

/**
 * The dead letters of what is deployed, with the credentials of whoever asks, in their Region.
 * @throws InvalidInput where there are none, or nothing is deployed there.
 */
export async function openLettersOnAws({ aws, regions }: AwsPlace): Promise<LettersOnAws> {
  const endpoint = aws.endpoint === null ? {} : { endpoint: aws.endpoint };
  const { account, region } = await readCaller({ requestHandler, ...endpoint });
  const at = (name: string): OwnSettings => ({ region: name, requestHandler, ...endpoint });
  const deployed = await readDeployed(new CloudFormationClient({ ...at(region), ...patience }));
  const { TableName: table, RawBucketName: bucket, RedriveLetterFunctionName: redrive } = deployed;
  if (table === undefined || bucket === undefined || redrive === undefined)
    throw new InvalidInput(
      `no stack of Tourniquet in ${region} of account ${account} says where dead letters are; set AWS_REGION to the hub's, or deploy it anew: npx cdk deploy --all`,
    );
  const client = createDynamoClient(at(region));
  const { deadLetters } = createStores({
    table: createDynamoTable({ client, table, newId: randomUUID }),
    clock,
    digest,
  });
  const invoke = createInvoke(createLambdaClient(at(region)), redrive);
  return createLettersOnAws({
    deadLetters,
    clock,
    raw: createS3RawStore({ client: createS3Client(at(region)), bucket }),
    look: await openLook(deployed, { at, region, regions }),
    redriveLetter: async (id, by) => DeadLetter.parse(await invoke({ redrive: id, by })),
  });
}

interface Places {
  readonly at: (region: string) => OwnSettings;
  readonly region: string;
  readonly regions: readonly string[];
}

async function openLook(deployed: Deployed, { at, region, regions }: Places): Promise<() => Promise<Held>> {
  const sqs = new SQSClient({ ...at(region), ...patience });
  const back = (url: string | undefined): DeadQueue['back'] => (url === undefined ? null : { sqs, url });
  const queueAt = (url: string | undefined, rest: Omit<DeadQueue, 'sqs' | 'url'>): readonly DeadQueue[] =>
    url === undefined ? [] : [{ sqs, url, ...rest }];
  const intake = back(deployed.IntakeQueueUrl);
  const queues = [
    ...queueAt(deployed.IntakeDeadLettersUrl, { queue: 'ingestion', back: intake }),
    ...queueAt(deployed.DropDeadLettersUrl, { queue: 'ingestion', back: back(deployed.DropQueueUrl) }),
    ...queueAt(deployed.WorkflowDeadLettersUrl, { queue: 'processing', back: null }),
    ...(await Promise.all(regions.map(async (other) => await queuesOf(at(other), intake)))).flat(),
  ];
  const notices = queueAt(deployed.StreamDeadLettersUrl, { queue: 'ingestion', back: null });
  const sfn = createSfnClient(at(region));
  const ports: QueuePorts = {
    digest,
    redriveExecution: async (executionArn) =>
      void (await callOwn('Step Functions', () => sfn.send(new RedriveExecutionCommand({ executionArn })))),
  };
  const lookIntoObjects = openObjects(deployed, at(region));
  return async () => {
    const [objects, told, waiting] = await Promise.all([
      lookIntoObjects(),
      join(notices, ports),
      join(queues, ports),
    ]);
    return merge([foldNotices(objects, told), waiting]);
  };
}

/** What other Regions of the account could not send: the hub's intake takes it all the same. */
async function queuesOf(settings: OwnSettings, back: DeadQueue['back']): Promise<readonly DeadQueue[]> {
  const { ForwardDeadLettersUrl: url } = await readDeployed(
    new CloudFormationClient({ ...settings, ...patience }),
  );
  if (url === undefined) return [];
  return [{ sqs: new SQSClient({ ...settings, ...patience }), url, queue: 'ingestion', back }];
}

function openObjects(deployed: Deployed, settings: OwnSettings): () => Promise<Held> {
  const { LakeBucketName: bucket, IngestStreamFunctionName: name } = deployed;
  if (bucket === undefined || name === undefined) return async () => merge([]);
  const ingestStream = createInvoke(createLambdaClient(settings), name);
  const ports = { s3: createS3Client(settings), bucket, digest, ingestStream };
  return async () => await lookIntoBucket(ports);
}

const join = async (queues: readonly DeadQueue[], ports: QueuePorts): Promise<Held> =>
  merge(await Promise.all(queues.map(async (queue) => await lookIntoQueue(queue, ports))));

const merge = (all: readonly Held[]): Held => ({
  letters: all.flatMap(({ letters }) => letters),
  more: all.some(({ more }) => more),
  putBack: async () => void (await Promise.all(all.map(async ({ putBack }) => await putBack()))),
});
