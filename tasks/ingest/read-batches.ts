import { hash } from 'node:crypto';
import type { Batch } from './batch.ts';
import { createLineSplitter } from './split/lines.ts';
import { createSplitter } from './split/choose.ts';
import type { Piece } from './split/piece.ts';

export interface Source extends Pick<Batch, 'label' | 'origin'> {
  /** Whether a line names the fields of a flow log. */
  readonly isHeader: (line: Uint8Array) => boolean;
  /** That it is NDJSON, where whoever sent it says so. @default it is seen from how it begins */
  readonly lines?: boolean;
}

/** A batch is held in memory, and is what comes again after a crash. */
export const mostRecordsInBatch = 500;
export const mostBytesInBatch = 1_048_576;

/**
 * The records of a stream of any length, in batches, holding one at a time. A batch is named after what is in it: a file
 * that comes again, or a request, has the same batches.
 */
export async function* readBatches(chunks: AsyncIterable<Uint8Array>, source: Source): AsyncGenerator<Batch> {
  const splitter = source.lines === true ? createLineSplitter() : createSplitter();
  const gather = createGathering(source);
  for await (const chunk of chunks) yield* gather.add(splitter.push(chunk));
  yield* gather.add(splitter.end());
  yield* gather.end();
}

function createGathering({ label, origin, isHeader }: Source) {
  let header: Uint8Array | undefined;
  let isFirst = true;
  let records: Piece[] = [];
  let size = 0;
  const take = (): Batch => {
    const id = nameBatch(records, header);
    const batch = { id, label, origin, records, ...(header === undefined ? {} : { header }) };
    [records, size] = [[], 0];
    return batch;
  };
  return {
    *add(pieces: readonly Piece[]): Generator<Batch> {
      for (const piece of pieces) {
        const names = isFirst && piece.problem === undefined && isHeader(piece.bytes);
        isFirst = false;
        if (names) {
          header = piece.bytes;
          continue;
        }
        records.push(piece);
        size += piece.bytes.length;
        if (records.length >= mostRecordsInBatch || size >= mostBytesInBatch) yield take();
      }
    },
    *end(): Generator<Batch> {
      if (records.length > 0) yield take();
    },
  };
}

/**
 * What a batch is named after: its bytes. Each record ends with a byte that no UTF-8 has, so that no two batches of other
 * records are one text.
 */
export function nameBatch(records: readonly Piece[], header?: Uint8Array): string {
  const end = Uint8Array.of(0xff);
  const parts = [
    ...(header === undefined ? [] : [header, end]),
    ...records.flatMap(({ bytes }) => [bytes, end]),
  ];
  return `batch-${hash('sha256', Buffer.concat(parts)).slice(0, 40)}`;
}
