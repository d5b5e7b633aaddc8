import { Busy } from '../core/errors.ts';

/**
 * AWS's words for "not now". The SDK has tried three times by then; state machines try again later, for they
 * know `Busy`.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 * https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionConcurrency.html
 */
const names: ReadonlySet<string> = new Set([
  'ConcurrentModificationException',
  'EntityTemporarilyUnmodifiableException',
  'InternalError',
  'InternalFailure',
  'OperationAborted',
  'PriorRequestNotComplete',
  'RequestLimitExceeded',
  'RequestTimeout',
  // Lambda, while another change of the function is under way.
  'ResourceConflictException',
  'ServiceFailureException',
  'ServiceUnavailable',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'TimeoutError',
  'TooManyRequestsException',
  'Unavailable',
]);

/** Runs `work`; an AWS error that passes by itself becomes Busy. */
export async function retryLater<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isTransient(error))
      throw new Busy(`AWS could not do it now (${error.name}: ${error.message})`, { cause: error });
    throw error;
  }
}

function isTransient(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  return names.has(error.name) || ('$fault' in error && error.$fault === 'server');
}
