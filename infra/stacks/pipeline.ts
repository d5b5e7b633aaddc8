import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { createTask, type Place } from '../constructs/create-task.ts';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';

export interface PipelineProps extends StackProps {
  readonly place: Place;
}

const guardDutyIn = { ProductName: ['GuardDuty'] };

/**
 * What is taken in, one route for each product: GuardDuty's findings come by GuardDuty's own events, and are left out of
 * what Security Hub imports. What we wrote back ourselves is told by intake, which knows it.
 */
const routes: Readonly<Record<string, EventPattern>> = {
  GuardDuty: { source: ['aws.guardduty'], detailType: ['GuardDuty Finding'] },
  SecurityHub: {
    source: ['aws.securityhub'],
    detailType: ['Security Hub Findings - Imported'],
    detail: { findings: { ProductName: [{ 'anything-but': guardDutyIn.ProductName }] } },
  },
  SecurityHubV2: {
    source: ['aws.securityhub'],
    detailType: ['Findings Imported V2'],
    detail: { findings: { metadata: { product: { name: [{ 'anything-but': ['GuardDuty'] }] } } } },
  },
  CustomAction: { source: ['aws.securityhub'], detailType: ['Security Hub Findings - Custom Action'] },
};

/** From EventBridge into the queue, and from there into intake. */
export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, { place, ...props }: PipelineProps) {
    super(scope, id, props);
    const { queue: dead } = new DeadLetterQueue(this, 'DeadLetters');
    const queue = new Queue(this, 'Intake', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // Six times the function's timeout, as Lambda advises.
      visibilityTimeout: Duration.minutes(3),
      retentionPeriod: Duration.days(14),
      deadLetterQueue: { queue: dead, maxReceiveCount: 5 },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const [name, eventPattern] of Object.entries(routes)) {
      new Rule(this, name, {
        eventPattern,
        targets: [
          new SqsQueue(queue, {
            deadLetterQueue: dead,
            maxEventAge: Duration.hours(24),
            retryAttempts: 185,
          }),
        ],
      });
    }
    createTask(this, 'IntakeFunction', place).addEventSource(
      new SqsEventSource(queue, { batchSize: 10, reportBatchItemFailures: true, maxConcurrency: 10 }),
    );
  }
}
