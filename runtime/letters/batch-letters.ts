import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  type S3Client,
  type _Object,
} from '@aws-sdk/client-s3';
import * as z from 'zod';
import { givenUp } from '../../core/deployed.ts';
import { InvalidInput } from '../../core/errors.ts';
import type { Json } from '../../core/json.ts';
import type { Digest } from '../../core/ports/digest.ts';
import { callOwn } from '../../tasks/aws/own-errors.ts';
import { type Held, type HeldLetter, nobody } from './held-letter.ts';

export interface BatchPorts {
  readonly s3: Pick<S3Client, 'send'>;
  /** The lake's. */
  readonly bucket: string;
  readonly digest: Digest;
  /** Calls the function that ingests the stream. */
  readonly ingestStream: (event: Json) => Promise<unknown>;
}

/** Of one prefix in one look. */
const most = 1000;
/** Of an object whose reason is looked for: the records come after it. */
const mostRead = 65_536;

/**
 * What Lambda gave up of the data stream, records and all, and what Firehose could not write.
 * https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
export async function lookIntoBucket(ports: BatchPorts): Promise<Held> {
  const [batches, rows] = await Promise.all([list(ports, givenUp.byLambda), list(ports, givenUp.byFirehose)]);
  return {
    letters: [
      ...(await Promise.all(batches.objects.map(async (object) => await readBatch(ports, object)))),
      ...rows.objects.map((object) => readRows(ports, object)),
    ],
    more: batches.more || rows.more,
    putBack: async () => undefined,
  };
}

async function list({ s3, bucket }: BatchPorts, Prefix: string) {
  const command = new ListObjectsV2Command({ Bucket: bucket, Prefix, MaxKeys: most });
  const { Contents = [], IsTruncated = false } = await callOwn(`the bucket ${bucket}`, () =>
    s3.send(command),
  );
  return { objects: Contents, more: IsTruncated };
}

async function read({ s3, bucket }: BatchPorts, Key: string, Range?: string): Promise<Uint8Array> {
  const command = new GetObjectCommand({ Bucket: bucket, Key, ...(Range && { Range }) });
  const { Body } = await callOwn(`the bucket ${bucket}`, () => s3.send(command));
  return (await Body?.transformToByteArray()) ?? new Uint8Array();
}

/** Common to both kinds. */
function toLetter(ports: BatchPorts, { Key: key = '', LastModified: at = new Date(0) }: _Object) {
  const { s3, bucket, digest } = ports;
  return {
    place: `s3://${bucket}/${key}`,
    key,
    letter: {
      id: digest(`object/${key}`).slice(0, 24),
      at: at.toISOString(),
      queue: 'ingestion',
      delivery: key,
      index: 0,
      raw: null,
      label: `s3://${bucket}/${key}`,
      origin: nobody,
      attempts: 1,
    },
    readBytes: async () => await read(ports, key),
    async remove() {
      await callOwn(`the bucket ${bucket}`, () =>
        s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key })),
      );
    },
  } as const;
}

const Failure = z.object({
  requestContext: z.object({
    condition: z.string(),
    approximateInvokeCount: z.number().int().min(1).catch(1),
  }),
  KinesisBatchInfo: z.object({ shardId: z.string(), batchSize: z.number(), startSequenceNumber: z.string() }),
});

async function readBatch(ports: BatchPorts, object: _Object): Promise<HeldLetter> {
  const common = toLetter(ports, object);
  const { data } = Failure.safeParse(readHead(await read(ports, common.key, `bytes=0-${mostRead - 1}`)));
  const { condition, approximateInvokeCount: attempts = 1 } = data?.requestContext ?? {};
  const { shardId, batchSize, startSequenceNumber } = data?.KinesisBatchInfo ?? {};
  const reason =
    data === undefined
      ? 'Lambda gave it up'
      : `Lambda gave it up (${condition}): ${batchSize} records of ${shardId} from ${startSequenceNumber} on`;
  return {
    ...common,
    letter: { ...common.letter, stage: 'stream', reason, attempts },
    redrive: async () => await ingestAgain(ports, await common.readBytes()),
  };
}

/** What stands before the records, which may be megabytes. */
function readHead(bytes: Uint8Array): unknown {
  const text = new TextDecoder().decode(bytes);
  const payload = text.search(/,\s*"payload"\s*:/);
  return parse(payload === -1 ? text : `${text.slice(0, payload)}}`);
}

const Payload = z.object({
  payload: z
    .union([z.string().transform(parse), z.looseObject({})])
    .pipe(z.looseObject({ Records: z.array(z.unknown()) })),
});
const Reply = z.object({ batchItemFailures: z.array(z.unknown()) });

async function ingestAgain({ ingestStream }: BatchPorts, bytes: Uint8Array): Promise<string | null> {
  const { data } = Payload.safeParse(parse(new TextDecoder().decode(bytes)));
  if (data === undefined)
    throw new InvalidInput('it has no records that could be handed on; look at it with --save, and drop it');
  const { batchItemFailures } = Reply.parse(await ingestStream(data.payload as Json));
  return batchItemFailures.length === 0 ? null : 'the store failed again; the log of IngestStream says why';
}

function readRows(ports: BatchPorts, object: _Object): HeldLetter {
  const common = toLetter(ports, object);
  const kind = common.key.slice(givenUp.byFirehose.length).split('/')[0] ?? '';
  return {
    ...common,
    letter: { ...common.letter, stage: 'lake', reason: `Firehose could not write rows of the lake: ${kind}` },
    redrive: () =>
      Promise.reject(
        new InvalidInput(
          'rows of the lake are not handed on by themselves; each line has one as rawData (base64), for: aws firehose put-record',
        ),
      ),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
