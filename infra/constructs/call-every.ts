import type { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

export interface CallEvery {
  /** Of the rule. */
  readonly id: string;
  readonly rate: Duration;
  /** Of calls that could not be made. */
  readonly dead: IQueue;
}

/** What this call could not do, the next one does. */
export function callEvery(fn: LambdaFunction, { id, rate, dead }: CallEvery): void {
  const target = new LambdaTarget(fn, {
    event: RuleTargetInput.fromObject({}),
    deadLetterQueue: dead,
    maxEventAge: rate,
    retryAttempts: 0,
  });
  new Rule(fn, id, { schedule: Schedule.rate(rate), targets: [target] });
}
