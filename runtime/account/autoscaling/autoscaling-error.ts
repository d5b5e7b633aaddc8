import { AutoScalingServiceException } from '@aws-sdk/client-auto-scaling';

/** Nearly all that Auto Scaling refuses is a `ValidationError`, which has no class of its own. */
export const validationError = (message: string) =>
  Object.assign(
    new AutoScalingServiceException({
      name: 'ValidationError',
      message,
      $fault: 'client',
      $metadata: { httpStatusCode: 400, attempts: 1, totalRetryDelay: 0 },
    }),
    { Type: 'Sender', Code: 'ValidationError' },
  );

/** The value of a parameter that Auto Scaling requires. */
export function need<T>(value: T | undefined, name: string): T {
  if (value !== undefined) return value;
  throw validationError(
    `1 validation error detected: Value at '${name}' failed to satisfy constraint: Member must not be null`,
  );
}
