import type { Retry } from '../schema.ts';
import { secondsOf } from '../../duration.ts';
import type { Asl, AslObject } from './frame.ts';

/** Seconds that each call may take. Lambda ends a function after 900. */
export const seconds = { short: 60, plan: 120, apply: 300, verify: 120, rollback: 900 };

/** Errors that pass: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
const lambdaTransient = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Lambda.Unknown',
  'Sandbox.Timedout',
];
/** What AWS services throw when they are throttled or down, once the SDK's own retries are used up. */
const serviceTransient = [
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'SlowDown',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'InternalError',
  'InternalFailure',
  'RequestTimeout',
  'TimeoutError',
];
export const transient = {
  task: [...lambdaTransient, ...serviceTransient, 'States.Timeout'],
  /** A question that nobody answered in time is repeated by other means. */
  question: lambdaTransient,
  execution: [
    'StepFunctions.SdkClientException',
    'StepFunctions.AWSStepFunctionsException',
    'StepFunctions.ThrottlingException',
  ],
};

const retryByDefault: Retry = { maxAttempts: 5, interval: 'PT1S', backoffRate: 2, maxDelay: 'PT30S' };

/** Another run is changing the same target: that takes seconds, and minutes where it waits for AWS. */
const whileBusy: Retry = { maxAttempts: 20, interval: 'PT1S', backoffRate: 1.5, maxDelay: 'PT30S' };

/** Full jitter: many machines that were throttled together do not come back together. */
export function retryOn(errors: readonly string[], retry: Retry = retryByDefault): Asl {
  return [retrier(['Busy'], whileBusy), retrier(errors, retry)];
}

/** Step Functions takes no MaxDelaySeconds that is not above IntervalSeconds. */
function retrier(errors: readonly string[], retry: Retry): AslObject {
  const interval = secondsOf(retry.interval);
  return {
    ErrorEquals: errors,
    IntervalSeconds: interval,
    BackoffRate: retry.backoffRate,
    MaxAttempts: retry.maxAttempts,
    MaxDelaySeconds: Math.max(secondsOf(retry.maxDelay), interval + 1),
    JitterStrategy: 'FULL',
  };
}

/** `States.ALL` stands alone and does not match DataLimitExceeded, which can be named. */
export function catchEverything(rule: AslObject): readonly AslObject[] {
  return [
    { ErrorEquals: ['States.DataLimitExceeded'], ...rule },
    { ErrorEquals: ['States.ALL'], ...rule },
  ];
}

export interface Call {
  readonly function: string;
  readonly payload: Asl;
  readonly seconds: number;
  readonly retry?: Retry | undefined;
  readonly assign?: AslObject;
  readonly catch?: readonly AslObject[];
  /** Absent: the machine ends here. */
  readonly next?: string;
}

/** A state that invokes a function and gives on what it answers. `function` is the placeholder's name. */
export function invoke(call: Call): AslObject {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: `\${${call.function}}`, Payload: call.payload },
    ...(call.assign && { Assign: call.assign }),
    Output: '{% $states.result.Payload %}',
    TimeoutSeconds: call.seconds,
    Retry: retryOn(transient.task, call.retry),
    ...(call.catch && { Catch: call.catch }),
    ...(call.next === undefined ? { End: true } : { Next: call.next }),
  };
}
