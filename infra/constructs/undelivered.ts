import { Duration } from 'aws-cdk-lib';
import { CfnRule, type IRuleRef } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

/** Lets this rule, and no other of the account, put what it has into a queue. */
export function letPut(rule: IRuleRef, queue: IQueue): void {
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': CfnRule.arnForRule(rule) } },
    }),
  );
}

/** How long EventBridge tries, and where it puts what does not arrive by then: as patient as it can be. */
export const keepUndelivered = (dead: IQueue) => ({
  deadLetterConfig: { arn: dead.queueArn },
  retryPolicy: { maximumEventAgeInSeconds: Duration.hours(24).toSeconds(), maximumRetryAttempts: 185 },
});
