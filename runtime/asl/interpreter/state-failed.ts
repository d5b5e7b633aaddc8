import type { Failure } from '../failure.ts';

/** Thrown by a state's handler: the state fails, and its Retry, its Catch or its scope take over. */
export class StateFailed extends Error {
  override readonly name = 'StateFailed';
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.cause ?? failure.error ?? 'a task failed without saying why');
    this.failure = failure;
  }
}
