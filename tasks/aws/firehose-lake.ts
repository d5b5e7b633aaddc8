import { type FirehoseClient, PutRecordBatchCommand } from '@aws-sdk/client-firehose';
import { Busy } from '../../core/errors.ts';
import type { LakeRow } from '../../core/ingest/lake-row.ts';
import type { Lake } from '../../core/ports/lake.ts';
import { callOwn } from './own-errors.ts';

export interface FirehoseLakeConfig {
  readonly client: Pick<FirehoseClient, 'send'>;
  /** The delivery stream, which makes Parquet of the rows. */
  readonly stream: string;
}

/** Of one call and of one record. https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html */
const mostRecords = 500;
const mostBytesOfCall = 4 * 1_048_576;
const mostBytes = 1_000 * 1024;
/** Of the records that Firehose did not take, right away: it says so where it throttles, and mostly takes them then. */
const attempts = 3;

const encoder = new TextEncoder();

/**
 * The Lake port on Firehose. Firehose takes what it takes for good; a batch that comes again, since a part of it was not
 * taken, stands there twice as far as it was: queries tell by `event_id` and `raw`.
 */
export function createFirehoseLake({ client, stream }: FirehoseLakeConfig): Lake {
  const what = `the delivery stream ${stream}`;
  /** @returns what was not taken. */
  const put = async (records: readonly Uint8Array[]): Promise<readonly Uint8Array[]> => {
    const command = new PutRecordBatchCommand({
      DeliveryStreamName: stream,
      Records: records.map((Data) => ({ Data })),
    });
    const { FailedPutCount = 0, RequestResponses = [] } = await callOwn(what, () => client.send(command));
    if (FailedPutCount === 0) return [];
    return records.filter((_, index) => RequestResponses[index]?.ErrorCode !== undefined);
  };
  const putAll = async (records: readonly Uint8Array[]): Promise<void> => {
    let left = records;
    for (let attempt = 0; attempt < attempts && left.length > 0; attempt++) {
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

/** A row that is too long for Firehose loses the end of `raw`, which is in a writer's own archive, and keeps all the rest. */
function encodeRow(row: LakeRow): Uint8Array {
  const whole = encoder.encode(JSON.stringify(row));
  if (whole.length <= mostBytes) return whole;
  const rest = encoder.encode(JSON.stringify({ ...row, raw: '' })).length;
  // In JSON a code unit has six bytes at most.
  const most = Math.floor((mostBytes - rest) / 6);
  return encoder.encode(JSON.stringify({ ...row, raw: `${row.raw.slice(0, most - 1).toWellFormed()}…` }));
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
