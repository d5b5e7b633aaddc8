import { hash } from 'node:crypto';
import type { FlowFormats } from '../../core/ingest/flow-formats.ts';
import type { Batch } from './batch.ts';
import { openEnvelope } from './open-envelope.ts';
import { createLineSplitter } from './split/lines.ts';
import { createSplitter } from './split/choose.ts';
import type { Piece } from './split/piece.ts';

/** How text is read that is no JSON. */
export interface Reading {
  /** Whether a line names the fields of a flow log. */
  readonly isHeader: (line: Uint8Array) => boolean;
  /** Of lines in envelopes of CloudWatch Logs. @default the default format alone */
  readonly flowFormats?: FlowFormats;
}

export interface Source extends Pick<Batch, 'label' | 'origin'>, Reading {
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

function createGathering({ label, origin, isHeader, flowFormats = {} }: Source) {
  let header: Uint8Array | undefined;
  let isFirst = true;
  let records: Piece[] = [];
  let size = 0;
  function* take(): Generator<Batch> {
    if (records.length === 0) return;
    const id = nameBatch(records, header);
    yield { id, label, origin, records, ...(header === undefined ? {} : { header }) };
    [records, size] = [[], 0];
  }
  function* keep(piece: Piece): Generator<Batch> {
    records.push(piece);
    size += piece.bytes.length;
    if (records.length >= mostRecordsInBatch || size >= mostBytesInBatch) yield* take();
  }
  /** What stands in an envelope is a file of its own, with a header of its own. */
  function* keepOpened(pieces: readonly Piece[], own: Uint8Array | undefined): Generator<Batch> {
    const ofFile = header;
    const isOther = own !== ofFile;
    if (isOther) yield* take();
    header = own;
    for (const piece of pieces) yield* keep(piece);
    if (isOther) yield* take();
    header = ofFile;
  }
  return {
    *add(pieces: Iterable<Piece>): Generator<Batch> {
      for (const piece of pieces) {
        const names = isFirst && piece.problem === undefined && isHeader(piece.bytes);
        isFirst = false;
        const opened = openEnvelope(piece, flowFormats);
        if (names) header = piece.bytes;
        else if (opened === null) yield* keep(piece);
        else yield* keepOpened(opened.pieces, opened.header);
      }
    },
    end: take,
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
