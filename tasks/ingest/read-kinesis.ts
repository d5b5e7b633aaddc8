import * as z from 'zod';
import { InvalidInput } from '../../core/errors.ts';
import type { Task } from '../task.ts';
import type { Batch } from './batch.ts';
import type { Ingest } from './index.ts';
import {
  mostBytesInBatch,
  mostRecordsInBatch,
  nameBatch,
  type Reading,
  readBatches,
  type Source,
} from './read-batches.ts';
import type { Piece } from './split/piece.ts';
import { isAggregate, splitAggregate } from './split-aggregate.ts';
import { unpack } from './unpack.ts';

/** What Lambda hands over of a shard, in its order. https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html */
const KinesisEvent = z.object({
  Records: z.array(
    z.object({
      eventSourceARN: z.string(),
      kinesis: z.object({ sequenceNumber: z.string().min(1), data: z.string() }),
    }),
  ),
});
type KinesisRecord = z.infer<typeof KinesisEvent>['Records'][number];

/** A record as its producer put it may hold several log records, packed or not. */
interface Entry {
  readonly sequence: string;
  readonly batches: readonly Batch[];
}

export interface ReadKinesisPorts extends Reading {
  readonly ingest: Ingest;
  /** Told when the rest of what was handed over comes again, for the log. */
  readonly failed: (sequence: string, error: Error) => void;
}

/**
 * Takes in what stands in a Kinesis data stream. What is broken is a dead letter and holds nobody up. Where the store
 * fails it answers with the first sequence number that was not taken in, from which on Lambda hands all over again
 * (ReportBatchItemFailures).
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
export function createReadKinesis({ ingest, failed, ...reading }: ReadKinesisPorts): Task {
  /** What was handed over may be a thousand times as large unpacked: it is so one record at a time. */
  async function* inTurn(records: readonly KinesisRecord[]): AsyncGenerator<Entry> {
    for (const { eventSourceARN: stream, kinesis } of records) {
      const source = { label: stream, origin: streamOrigin(stream), ...reading };
      for (const piece of splitData(Buffer.from(kinesis.data, 'base64')))
        // oxlint-disable-next-line no-await-in-loop
        yield { sequence: kinesis.sequenceNumber, batches: await readData(piece, source) };
    }
  }
  return async (payload) => {
    const { Records } = KinesisEvent.parse(payload);
    for await (const { sequence, batch } of gather(inTurn(Records))) {
      try {
        // In order: what comes after the first that fails comes again anyway.
        await ingest(batch);
      } catch (error) {
        failed(sequence, error as Error);
        return { batchItemFailures: [{ itemIdentifier: sequence }] };
      }
    }
    return { batchItemFailures: [] };
  };
}

const streamOrigin = (arn: string) =>
  ({ via: 'stream', account: arn.split(':')[4] ?? null, trusted: false }) as const;

/** The records that a producer put together, or the one that is there. What is broken of them says so. */
function* splitData(bytes: Uint8Array): Generator<Piece> {
  if (!isAggregate(bytes)) return yield { bytes };
  try {
    for (const data of splitAggregate(bytes)) yield { bytes: data };
  } catch (error) {
    yield { bytes, problem: describeBroken(error) };
  }
}

/** What cannot be unpacked is one record that is none. */
async function readData(piece: Piece, source: Source): Promise<readonly Batch[]> {
  const alone = (record: Piece): readonly Batch[] => [
    { id: nameBatch([record]), label: source.label, origin: source.origin, records: [record] },
  ];
  if (piece.problem !== undefined) return alone(piece);
  const batches: Batch[] = [];
  let count = 0;
  try {
    for await (const batch of readBatches(unpack(only(piece.bytes), { most: mostUnpacked }), source)) {
      batches.push(batch);
      count += batch.records.length;
      if (count > mostOpened)
        throw new InvalidInput(`it has more than ${mostOpened} records; put fewer at once`);
    }
    return batches;
  } catch (error) {
    return alone({ bytes: piece.bytes, problem: describeBroken(error) });
  }
}

/** @throws what is no fault of the bytes. */
function describeBroken(error: unknown): string {
  if (error instanceof InvalidInput) return error.message;
  throw error;
}

/** Kinesis takes records of 10 MiB at most. https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
const mostUnpacked = 32 * 1_048_576;
/** Of one record unpacked. All of them are held at once, and what is packed into a megabyte has no more of any log. */
const mostOpened = 100_000;

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

interface Gathered {
  /** Of the first record in it. */
  readonly sequence: string;
  readonly batch: Batch;
}

/** Many a record is one line: those that come together are kept together. Flow logs stay by themselves, with their header. */
async function* gather(entries: AsyncIterable<Entry>): AsyncGenerator<Gathered> {
  let [open, size, bytes]: [Gathered[], number, number] = [[], 0, 0];
  const close = function* (): Generator<Gathered> {
    const [first] = open;
    if (first === undefined) return;
    const records = open.flatMap(({ batch }) => batch.records);
    yield { sequence: first.sequence, batch: { ...first.batch, id: nameBatch(records), records } };
    [open, size, bytes] = [[], 0, 0];
  };
  for await (const { sequence, batches } of entries)
    for (const batch of batches) {
      const more = bytesOf(batch);
      const fits = size + batch.records.length <= mostRecordsInBatch && bytes + more <= mostBytesInBatch;
      if (batch.header !== undefined || !fits) yield* close();
      if (batch.header !== undefined) yield { sequence, batch };
      else {
        open.push({ sequence, batch });
        size += batch.records.length;
        bytes += more;
      }
    }
  yield* close();
}

const bytesOf = ({ records }: Batch): number => records.reduce((sum, { bytes }) => sum + bytes.length, 0);
