import { Busy } from '../../core/errors.ts';
import { isAwsError } from '../actions/aws-errors.ts';
import { lineFault } from './denied.ts';

/** What passes by itself. The SDK has slowed down and tried several times by then; state machines know Busy. */
const notNow = [
  'ConditionalRequestConflict',
  'InternalError',
  'InternalServerError',
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'SlowDown',
  'Throttled',
  'Throttling',
  'ThrottlingException',
  'TimeoutError',
] as const;

/**
 * Calls one of the services that Tourniquet itself is made of.
 * @param what it is, for errors: `the table tourniquet`.
 * @throws Busy where it may work later; all other errors stay as AWS made them.
 */
export async function callOwn<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explain(error, what);
  }
}

function explain(error: unknown, what: string): unknown {
  const fault = lineFault(error);
  if (fault !== null) return new Busy(`${what} cannot be reached (${fault}); try again`, { cause: error });
  if (!isAwsError(error, ...notNow)) return error;
  const { name, message } = error as Error;
  return new Busy(`${what} cannot answer now (${name}: ${message}); try again`, { cause: error });
}
