import { EC2ServiceException } from '@aws-sdk/client-ec2';

/**
 * EC2's client errors have no classes of their own: `name` is the code.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
export function ec2Error(code: string, message: string): EC2ServiceException {
  const error = new EC2ServiceException({
    name: code,
    message,
    $fault: 'client',
    $metadata: { httpStatusCode: code === 'DryRunOperation' ? 412 : 400, attempts: 1, totalRetryDelay: 0 },
  });
  return Object.assign(error, { Code: code });
}

/** The value of a parameter that EC2 requires. */
export function need<T>(value: T | undefined, name: string): T {
  if (value === undefined) {
    throw ec2Error('MissingParameter', `The request must contain the parameter ${name}`);
  }
  return value;
}
