/** What was told apart in a stream of bytes: a record, or what cannot be one. */
export interface Piece {
  readonly bytes: Uint8Array;
  /** Why it is no record, where the bytes alone do not show it: they were cut, or end too early. */
  readonly problem?: string;
}

/** Tells records apart, however the bytes are cut into chunks. Holds at most one record at a time. */
export interface Splitter {
  /** One by one, for a chunk may have millions: all of them are to be taken before the next is pushed. */
  push(chunk: Uint8Array): Iterable<Piece>;
  /** There is no more. */
  end(): Iterable<Piece>;
}

/**
 * Bytes of one record that are held; what is longer is kept as far, and says so. Far more than is read of a log's record,
 * for an envelope of CloudWatch Logs is one too at first: of a megabyte packed, and some ten times that unpacked.
 */
export const mostHeld = 32 * 1_048_576;
