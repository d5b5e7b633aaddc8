import {
  AccessPointNotFoundException,
  ElasticLoadBalancingServiceException,
  InvalidEndPointException,
} from '@aws-sdk/client-elastic-load-balancing';

const $metadata = { httpStatusCode: 400, attempts: 1, totalRetryDelay: 0 };

/** The SDK's name for what the service calls LoadBalancerNotFound. */
export const loadBalancerNotFound = (name: string) =>
  new AccessPointNotFoundException({
    message: `There is no ACTIVE Load Balancer named '${name}'`,
    $metadata,
  });

/** The SDK's name for what the service calls InvalidInstance. */
export const invalidInstance = (message: string) => new InvalidEndPointException({ message, $metadata });

export const validationError = (message: string) =>
  new ElasticLoadBalancingServiceException({
    name: 'ValidationError',
    message,
    $fault: 'client',
    $metadata,
  });
