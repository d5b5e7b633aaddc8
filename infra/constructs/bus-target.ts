import { Duration } from 'aws-cdk-lib';
import { CfnRule, type IRuleTarget } from 'aws-cdk-lib/aws-events';
import { type IRole, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

/** An event bus elsewhere that a rule sends to as this role, and where what does not arrive there waits. */
export const toBus = (bus: string, role: IRole, dead: IQueue): IRuleTarget => ({
  bind(rule) {
    dead.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [dead.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': CfnRule.arnForRule(rule) } },
      }),
    );
    return {
      arn: bus,
      role,
      deadLetterConfig: { arn: dead.queueArn },
      retryPolicy: { maximumEventAgeInSeconds: Duration.hours(24).toSeconds(), maximumRetryAttempts: 185 },
    };
  },
});
