import type { Origin } from '../../core/finding.ts';
import type { Piece } from './split/piece.ts';

/** Log records that came together: a request, a part of a file, what Lambda hands over of a stream. */
export interface Batch {
  /** The same batch has the same when it comes again: an idempotency key, a digest of the bytes, a shard's sequence. */
  readonly id: string;
  /** Never trusted: who may write logs may not say that AWS found something. */
  readonly origin: Origin;
  /** What a person calls it: a file, a stream, who sent it. */
  readonly label: string;
  /** The line that names the fields of a flow log, where it stands in an earlier batch of the file. */
  readonly header?: Uint8Array;
  /** One JSON value (or line of a flow log) each. What could not be told apart says so, and is a dead letter. */
  readonly records: readonly Piece[];
}

/** What became of a batch. Every record is in the lake or among the dead letters. */
export interface Ingested {
  /** In the lake, by this batch or by an earlier one. */
  readonly accepted: number;
  /** Of the accepted ones: those that an earlier batch, or an earlier place in this one, had brought. */
  readonly repeated: number;
  /** By their places in the batch. */
  readonly rejected: readonly { readonly index: number; readonly reason: string }[];
  /** How many records matched each rule. Thresholds are not looked at. */
  readonly hits: Readonly<Record<string, number>>;
  /** Ids of the findings that are triaged because of it. */
  readonly findings: readonly string[];
}
