import type { DeadLetter } from '../../core/records/dead-letters.ts';

/** A dead letter that lies elsewhere than in the table: in a queue, or in a bucket. */
export interface HeldLetter {
  readonly letter: DeadLetter;
  /** Where its bytes are. */
  readonly place: string;
  /** Of the object that it is, or that it tells of. */
  readonly key?: string;
  readonly readBytes: () => Promise<Uint8Array>;
  /**
   * Hands it on to whoever failed with it.
   * @returns why it failed again; null where it went well.
   * @throws InvalidInput where there is nobody to hand it to; it says what to do.
   */
  readonly redrive: () => Promise<string | null>;
  /** Takes it away from there. */
  readonly remove: () => Promise<void>;
}

/** What one look found. Others do not see it until it is put back. */
export interface Held {
  readonly letters: readonly HeldLetter[];
  /** Whether there is more than one look takes. */
  readonly more: boolean;
  readonly putBack: () => Promise<void>;
}

/** Of whoever wrote it nothing is known: it is trusted as little as can be. */
export const nobody = { via: 'http', account: null, trusted: false } as const;
