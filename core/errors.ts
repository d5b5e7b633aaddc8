/**
 * Base of all errors that Tourniquet throws itself. `name` is a literal in each subclass: it is what a
 * state machine's `ErrorEquals` matches, on AWS as in the embedded engine.
 */
export abstract class TourniquetError extends Error {
  abstract override readonly name: string;
  /** True when the same call may succeed later without anyone changing anything. */
  abstract readonly retryable: boolean;
}

/** What a person or another system gave us is not usable; the message says what, where, and the remedy. */
export class InvalidInput extends TourniquetError {
  override readonly name = 'InvalidInput';
  readonly retryable = false;
}

/** A thing that was referred to does not exist. */
export class NotFound extends TourniquetError {
  override readonly name = 'NotFound';
  readonly retryable = false;
}

/** What a call is about is no longer as the call takes it to be; look at it again. */
export class Conflict extends TourniquetError {
  override readonly name = 'Conflict';
  readonly retryable = false;
}

/** Somebody else holds what this call needs (a lease, a row in the making); try again shortly. */
export class Busy extends TourniquetError {
  override readonly name = 'Busy';
  readonly retryable = true;
}

/** Something that this call needs does not work now, such as a full disk. Nothing of it was done; try again later. */
export class Unavailable extends TourniquetError {
  override readonly name = 'Unavailable';
  readonly retryable = true;
}
