import type { Origin } from '../../core/finding.ts';

/** Log records that came together: a request, a file's chunk, what Lambda hands over of a stream. */
export interface Batch {
  /** The same batch has the same when it comes again: an idempotency key, a digest of the bytes, a shard's sequence. */
  readonly id: string;
  /** Never trusted: who may write logs may not say that AWS found something. */
  readonly origin: Origin;
  /** What a person calls it: a file, a stream, who sent it. */
  readonly label: string;
  /** Each record's bytes, one JSON value (or line of a flow log) each. */
  readonly records: readonly Uint8Array[];
}

/** What became of a batch. Every record is in the lake or among the dead letters. */
export interface Ingested {
  readonly accepted: number;
  readonly rejected: readonly { readonly index: number; readonly reason: string }[];
}
