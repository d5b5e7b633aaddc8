import {
  InvalidParameterValueException,
  LambdaServiceException,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';

const answered = (httpStatusCode: number) => ({ httpStatusCode, attempts: 1, totalRetryDelay: 0 });

export const functionNotFound = (arn: string) =>
  new ResourceNotFoundException({
    message: `Function not found: ${arn}`,
    Type: 'User',
    $metadata: answered(404),
  });

export const invalidParameter = (message: string) =>
  new InvalidParameterValueException({ message, Type: 'User', $metadata: answered(400) });

/** What Lambda answers to input that breaks the API's own rules; the SDK has no class for it. */
export const invalidInput = (member: string, value: unknown, rule: string) =>
  new LambdaServiceException({
    name: 'ValidationException',
    message: `1 validation error detected: Value ${JSON.stringify(value ?? null)} at '${member}' failed to satisfy constraint: ${rule}`,
    $fault: 'client',
    $metadata: answered(400),
  });
