import type { IRuleTarget } from 'aws-cdk-lib/aws-events';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { keepUndelivered, letPut } from './undelivered.ts';

/**
 * A queue that a rule sends to, and where what does not arrive there waits. The CDK's own target, for a queue with a key
 * of ours, would let every rule of the account write there; this one names the rule.
 * @param dead may be the queue itself, where that is for people: EventBridge asks it for a day, and once more. What such
 * messages tell of stands elsewhere as well: the execution, the object, the other Region's own queue.
 */
export const toQueue = (queue: IQueue, dead: IQueue): IRuleTarget => ({
  bind(rule) {
    for (const each of new Set([queue, dead])) letPut(rule, each);
    return { arn: queue.queueArn, targetResource: queue, ...keepUndelivered(dead) };
  },
});
