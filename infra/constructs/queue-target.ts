import { Duration } from 'aws-cdk-lib';
import { CfnRule, type IRuleTarget } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

/**
 * A queue that a rule sends to, and where what does not arrive there waits. The CDK's own target, for a queue with a key
 * of ours, would let every rule of the account write there; this one names the rule.
 */
export const toQueue = (queue: IQueue, dead: IQueue): IRuleTarget => ({
  bind(rule) {
    for (const each of new Set([queue, dead])) {
      each.addToResourcePolicy(
        new PolicyStatement({
          principals: [new ServicePrincipal('events.amazonaws.com')],
          actions: ['sqs:SendMessage'],
          resources: [each.queueArn],
          conditions: { ArnEquals: { 'aws:SourceArn': CfnRule.arnForRule(rule) } },
        }),
      );
    }
    return {
      arn: queue.queueArn,
      targetResource: queue,
      deadLetterConfig: { arn: dead.queueArn },
      retryPolicy: { maximumEventAgeInSeconds: Duration.hours(24).toSeconds(), maximumRetryAttempts: 185 },
    };
  },
});
