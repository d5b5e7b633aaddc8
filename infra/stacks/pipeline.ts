import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { createTask, type Place } from '../constructs/create-task.ts';
import { DeadLetterQueue, keptBy } from '../constructs/dead-letter-queue.ts';
import { toQueue } from '../constructs/queue-target.ts';
import { routes } from '../routes.ts';

export interface PipelineProps extends StackProps {
  readonly place: Place;
}

/** From EventBridge into the queue, and from there into intake. */
export class PipelineStack extends Stack {
  readonly queue: Queue;
  readonly dead: Queue;

  constructor(scope: Construct, id: string, { place, ...props }: PipelineProps) {
    super(scope, id, props);
    const { key } = place.store;
    this.dead = new DeadLetterQueue(this, 'DeadLetters', key).queue;
    this.queue = new Queue(this, 'Intake', {
      ...keptBy(key),
      // Six times the function's timeout, as Lambda advises.
      visibilityTimeout: Duration.minutes(3),
      deadLetterQueue: { queue: this.dead, maxReceiveCount: 5 },
    });
    for (const [name, eventPattern] of Object.entries(routes)) {
      new Rule(this, name, { eventPattern, targets: [toQueue(this.queue, this.dead)] });
    }
    createTask(this, 'IntakeFunction', place).addEventSource(
      new SqsEventSource(this.queue, { batchSize: 10, reportBatchItemFailures: true, maxConcurrency: 10 }),
    );
  }
}
