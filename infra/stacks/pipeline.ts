import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnEventBusPolicy, type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { createTask, type Place } from '../constructs/create-task.ts';
import { DeadLetterQueue, keptBy } from '../constructs/dead-letter-queue.ts';
import { toQueue } from '../constructs/queue-target.ts';
import { tell } from '../constructs/tell.ts';
import { forwardPrefix } from '../forwarding.ts';
import { routes } from '../routes.ts';

export interface PipelineProps extends StackProps {
  readonly place: Place;
  /** Whose accounts may send findings themselves; null: none. */
  readonly organization: string | null;
}

/** From EventBridge into the queue, and from there into intake. */
export class PipelineStack extends Stack {
  readonly queue: Queue;
  readonly dead: Queue;

  constructor(scope: Construct, id: string, { place, organization, ...props }: PipelineProps) {
    super(scope, id, props);
    const { key } = place.store;
    this.dead = new DeadLetterQueue(this, 'DeadLetters', key).queue;
    this.queue = new Queue(this, 'Intake', {
      ...keptBy(key),
      // Six times the function's timeout, as Lambda advises.
      visibilityTimeout: Duration.minutes(3),
      deadLetterQueue: { queue: this.dead, maxReceiveCount: 5 },
    });
    tell(this, { IntakeQueueUrl: this.queue.queueUrl, IntakeDeadLettersUrl: this.dead.queueUrl });
    for (const [name, eventPattern] of Object.entries(routes)) {
      new Rule(this, name, { eventPattern, targets: [toQueue(this.queue, this.dead)] });
    }
    // What other Regions and accounts could not send: their alarm says so here, and waits with what was lost.
    new Rule(this, 'LostElsewhere', {
      eventPattern: lostElsewhere,
      targets: [toQueue(this.dead, this.dead)],
    });
    if (organization !== null) letIn(this, organization);
    createTask(this, 'IntakeFunction', place).addEventSource(
      new SqsEventSource(this.queue, { batchSize: 10, reportBatchItemFailures: true, maxConcurrency: 10 }),
    );
  }
}

const lostElsewhere: EventPattern = {
  source: ['aws.cloudwatch'],
  detailType: ['CloudWatch Alarm State Change'],
  detail: { alarmName: [{ prefix: forwardPrefix }], state: { value: ['ALARM'] } },
};

/**
 * Lets the roles of `ForwardStack` in the organization's accounts put events. That an event came from GuardDuty or
 * Security Hub is not for them to say: EventBridge takes a source that begins with `aws.` from AWS's services alone.
 */
function letIn(scope: Stack, organization: string): void {
  new CfnEventBusPolicy(scope, 'Organization', {
    eventBusName: 'default',
    statementId: 'TourniquetForward',
    statement: {
      Effect: 'Allow',
      Principal: '*',
      Action: 'events:PutEvents',
      Resource: scope.formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' }),
      Condition: {
        StringEquals: { 'aws:PrincipalOrgID': organization },
        ArnLike: { 'aws:PrincipalArn': `arn:${scope.partition}:iam::*:role/${forwardPrefix}*` },
      },
    },
  });
}
