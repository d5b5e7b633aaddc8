import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import type { Task } from '../../tasks/task.ts';
import { settings } from './stream-on-moto.ts';

const kinesis = new KinesisClient(settings);

export type StreamRecord = Readonly<{
  eventSourceARN: string;
  kinesis: { readonly sequenceNumber: string; readonly data: string };
}>;

/** A data stream on moto of one shard, with records in it, as Lambda hands them over. */
export async function fillStream(
  name: string,
  datas: readonly Uint8Array[],
): Promise<readonly StreamRecord[]> {
  await kinesis.send(new CreateStreamCommand({ StreamName: name, ShardCount: 1 }));
  const Records = datas.map((Data) => ({ Data, PartitionKey: 'k' }));
  await kinesis.send(new PutRecordsCommand({ StreamName: name, Records }));
  const { ShardIterator } = await kinesis.send(
    new GetShardIteratorCommand({
      StreamName: name,
      ShardId: 'shardId-000000000000',
      ShardIteratorType: 'TRIM_HORIZON',
    }),
  );
  const { Records: got = [] } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
  return got.map(({ SequenceNumber = '', Data = new Uint8Array() }) => ({
    eventSourceARN: `arn:aws:kinesis:${settings.region}:123456789012:stream/${name}`,
    kinesis: { sequenceNumber: SequenceNumber, data: Buffer.from(Data).toString('base64') },
  }));
}

export interface Mapping {
  readonly BatchSize: number;
  readonly FunctionResponseTypes: readonly string[];
  readonly MaximumRetryAttempts: number;
}

export interface Played {
  /** How many records each call had. */
  readonly calls: readonly number[];
  /** How many records were given up. */
  readonly left: number;
}

/**
 * Lambda's event source mapping, which moto has only with Docker: batches in order; from the first record that is
 * reported on, all comes again, so often and no more.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 * @param between what happens before a batch comes again.
 */
export async function playMapping(
  records: readonly StreamRecord[],
  { BatchSize, FunctionResponseTypes, MaximumRetryAttempts }: Mapping,
  { fn, between }: { readonly fn: Task; readonly between: () => Promise<void> },
): Promise<Played> {
  const calls: number[] = [];
  let [at, retries] = [0, 0];
  while (at < records.length && retries <= MaximumRetryAttempts) {
    const batch = records.slice(at, at + BatchSize);
    calls.push(batch.length);
    const reply = (await fn({ Records: batch } as never)) as {
      readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
    };
    const failed = FunctionResponseTypes.includes('ReportBatchItemFailures') ? reply.batchItemFailures : [];
    const first = batch.findIndex(({ kinesis: { sequenceNumber } }) =>
      failed.some(({ itemIdentifier }) => itemIdentifier === sequenceNumber),
    );
    at += first === -1 ? batch.length : first;
    retries = first === -1 ? 0 : retries + 1;
    if (first !== -1) await between();
  }
  return { calls, left: records.length - at };
}
