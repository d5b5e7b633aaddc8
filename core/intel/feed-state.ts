/** How a feed does: what the dashboard and the doctor tell. */
export interface FeedState {
  readonly name: string;
  /** Where it lies. */
  readonly path: string;
  /** Of what is used now; expired ones too. */
  readonly entries: number;
  /** Lines that could not be read. */
  readonly badLines: number;
  /** When the source got what is used now, epoch milliseconds; null: nothing was read yet. */
  readonly writtenAt: number | null;
  /** When that was read. */
  readonly takenAt: number | null;
  /** When it was last looked at. */
  readonly lookedAt: number | null;
  /** Why that did not do, in one line; null: it did. */
  readonly problem: string | null;
}
