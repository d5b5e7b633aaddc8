import { Busy, NotFound } from '../../core/errors.ts';
import { isAwsError } from '../actions/aws-errors.ts';
import { lineFault } from './denied.ts';

/** What passes by itself. The SDK has slowed down and tried several times by then; state machines know Busy. */
const notNow = [
  'InternalServerError',
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ServiceUnavailable',
  'ThrottlingException',
  'TimeoutError',
] as const;

/** What a failed call to the table becomes; errors that nobody can say more about stay as AWS made them. */
export function explainTableError(error: unknown, table: string): unknown {
  if (isAwsError(error, ...notNow)) {
    const { name, message } = error as Error;
    return new Busy(`the table ${table} cannot answer now (${name}: ${message}); try again`, {
      cause: error,
    });
  }
  const fault = lineFault(error);
  if (fault !== null)
    return new Busy(`the table ${table} cannot be reached (${fault}); try again`, { cause: error });
  if (isAwsError(error, 'ResourceNotFoundException'))
    return new NotFound(
      `there is no table ${table} where the store is looked for; deploy the stack Store, or correct the name`,
      { cause: error },
    );
  return error;
}
