import {
  type FirehoseClient,
  PutRecordBatchCommand,
  type PutRecordBatchCommandOutput,
} from '@aws-sdk/client-firehose';
import { Busy } from '../../core/errors.ts';
import type { LakeRow } from '../../core/ingest/lake-row.ts';
import { writeLine } from '../../core/ingest/write-line.ts';
import type { Lake } from '../../core/ports/lake.ts';
import { callOwn } from './own-errors.ts';

export interface FirehoseLakeConfig {
  readonly client: Pick<FirehoseClient, 'send'>;
  /** The delivery stream, which makes Parquet of the rows. */
  readonly stream: string;
  /** Resolves after so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<unknown>;
  /** 0 to 1 */
  readonly random: () => number;
}

/** Of one call and of one record. https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html */
const mostRecords = 500;
const mostBytesOfCall = 4 * 1_048_576;
const mostBytes = 1_000 * 1024;
/**
 * Of the records that Firehose did not take, as it says where it throttles. With the pauses between them, of a random part
 * of 0.2, 0.4, 0.8 and 1.6 seconds, they take no more than a twentieth of the function's time.
 */
const attempts = 5;
const firstPauseMs = 200;

const encoder = new TextEncoder();

/**
 * The Lake port on Firehose. Firehose takes what it takes for good; a batch that comes again, since a part of it was not
 * taken, stands there twice as far as it was: queries tell by `event_id`.
 */
export function createFirehoseLake({ client, stream, wait, random }: FirehoseLakeConfig): Lake {
  const what = `the delivery stream ${stream}`;
  /** @returns what was not taken. */
  const put = async (records: readonly Uint8Array[]): Promise<readonly Uint8Array[]> => {
    const Records = records.map((Data) => ({ Data }));
    const command = new PutRecordBatchCommand({ DeliveryStreamName: stream, Records });
    return untaken(records, await callOwn(what, () => client.send(command)));
  };
  const putAll = async (records: readonly Uint8Array[]): Promise<void> => {
    let left = await put(records);
    for (let attempt = 1; attempt < attempts && left.length > 0; attempt++) {
      // oxlint-disable-next-line no-await-in-loop
      await wait(random() * firstPauseMs * 2 ** (attempt - 1));
      // oxlint-disable-next-line no-await-in-loop
      left = await put(left);
    }
    if (left.length > 0)
      throw new Busy(`${what} did not take ${left.length} of ${records.length} rows; try again`);
  };
  return {
    async append(_batch, rows) {
      for (const call of inCalls(rows.map(encodeRow))) {
        // One after another: a shard is one stream of calls, and Firehose throttles by the second.
        // oxlint-disable-next-line no-await-in-loop
        await putAll(call);
      }
    },
  };
}

/** It answers for each record, in their order. Where it does not say which it left out, it may be any. */
function untaken(
  records: readonly Uint8Array[],
  { FailedPutCount = 0, RequestResponses = [] }: PutRecordBatchCommandOutput,
): readonly Uint8Array[] {
  if (FailedPutCount === 0) return [];
  const failed = records.filter((_, index) => RequestResponses[index]?.ErrorCode !== undefined);
  return failed.length === FailedPutCount ? failed : records;
}

/** A row that is too long for Firehose loses the end of `raw`, which is in a writer's own archive, and keeps all the rest. */
function encodeRow(row: LakeRow): Uint8Array {
  const whole = encoder.encode(writeLine(row));
  if (whole.length <= mostBytes) return whole;
  const rest = encoder.encode(writeLine({ ...row, raw: '' })).length;
  // In JSON a code unit has six bytes at most.
  const most = Math.floor((mostBytes - rest) / 6);
  return encoder.encode(writeLine({ ...row, raw: `${row.raw.slice(0, most - 1).toWellFormed()}…` }));
}

function* inCalls(records: readonly Uint8Array[]): Generator<readonly Uint8Array[]> {
  let [call, size]: [Uint8Array[], number] = [[], 0];
  for (const record of records) {
    if (call.length === mostRecords || size + record.length > mostBytesOfCall) {
      yield call;
      [call, size] = [[], 0];
    }
    call.push(record);
    size += record.length;
  }
  if (call.length > 0) yield call;
}
