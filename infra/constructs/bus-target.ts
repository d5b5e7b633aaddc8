import type { IRuleTarget } from 'aws-cdk-lib/aws-events';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { keepUndelivered, letPut } from './undelivered.ts';

/** An event bus elsewhere that a rule sends to as this role, and where what does not arrive there waits. */
export const toBus = (bus: string, role: IRole, dead: IQueue): IRuleTarget => ({
  bind(rule) {
    letPut(rule, dead);
    return { arn: bus, role, ...keepUndelivered(dead) };
  },
});
