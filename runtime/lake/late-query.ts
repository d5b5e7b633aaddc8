import { InvalidInput } from '../../core/errors.ts';

/** @param longest milliseconds that it had. */
export const lateQuery = (longest: number, cause?: unknown): InvalidInput =>
  new InvalidInput(
    `the query was not done after ${longest / 1000} s; ask for less time with --since, or give it more with --timeout`,
    { cause },
  );
