import {
  ElasticLoadBalancingV2ServiceException,
  InvalidTargetException,
  TargetGroupNotFoundException,
} from '@aws-sdk/client-elastic-load-balancing-v2';

const $metadata = { httpStatusCode: 400, attempts: 1, totalRetryDelay: 0 };

export const targetGroupNotFound = () =>
  new TargetGroupNotFoundException({ message: 'One or more target groups not found', $metadata });

export const invalidTarget = (message: string) => new InvalidTargetException({ message, $metadata });

/** What breaks the API's own rules has no class. */
export const validationError = (message: string) =>
  new ElasticLoadBalancingV2ServiceException({
    name: 'ValidationError',
    message,
    $fault: 'client',
    $metadata,
  });
