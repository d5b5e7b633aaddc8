import { Duration, Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { AnyPrincipal, ArnPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { createDropBucket } from '../constructs/buckets.ts';
import { createTask, type Place } from '../constructs/create-task.ts';
import { DeadLetterQueue, keptBy } from '../constructs/dead-letter-queue.ts';
import { toQueue } from '../constructs/queue-target.ts';
import { dropsPrefix } from '../deployment.ts';

export interface DropsProps {
  readonly place: Place;
  readonly accessLogs: Bucket;
  /** ARNs of who may put files. */
  readonly writers: readonly string[];
}

/** Log files in: what writers put into the bucket is told to a queue, and read from there. */
export class Drops extends Construct {
  readonly queue: Queue;
  /** Files that nobody could read. */
  readonly dead: Queue;

  constructor(scope: Construct, id: string, { place, accessLogs, writers }: DropsProps) {
    super(scope, id);
    const { key } = place.store;
    const bucket = createDropBucket(this, 'Bucket', { key, accessLogs });
    letWrite(bucket, place, writers);
    this.dead = new DeadLetterQueue(this, 'DeadLetters', key).queue;
    this.queue = new Queue(this, 'Queue', {
      ...keptBy(key),
      // Six times the function's timeout, as Lambda advises.
      visibilityTimeout: Duration.minutes(30),
      deadLetterQueue: { queue: this.dead, maxReceiveCount: 5 },
    });
    new Rule(this, 'Dropped', {
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [bucket.bucketName] } },
      },
      targets: [toQueue(this.queue, this.dead)],
    });
    // A file at a time, so that a long one takes no time of another's.
    createTask(scope, 'IngestDropsFunction', { ...place, drops: bucket }).addEventSource(
      new SqsEventSource(this.queue, { batchSize: 1, reportBatchItemFailures: true, maxConcurrency: 10 }),
    );
  }
}

/** Nobody else may put files, whatever their own policies say, and nobody where they would not be read. */
function letWrite(bucket: Bucket, { store: { key } }: Place, writers: readonly string[]): void {
  const named = writers.map((writer) => new ArnPrincipal(writer));
  const statements = [
    new PolicyStatement({
      sid: 'Writers',
      principals: named,
      actions: ['s3:AbortMultipartUpload', 's3:PutObject'],
      resources: [bucket.arnForObjects(`${dropsPrefix}*`)],
    }),
    new PolicyStatement({
      sid: 'NobodyElse',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: putting,
      resources: [bucket.arnForObjects('*')],
      conditions: { ArnNotEquals: { 'aws:PrincipalArn': [...writers] } },
    }),
    new PolicyStatement({
      sid: 'NowhereElse',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: putting,
      notResources: [bucket.arnForObjects(`${dropsPrefix}*`)],
    }),
  ];
  for (const statement of statements) bucket.addToResourcePolicy(statement);
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'WritersOfFiles',
      principals: named,
      // S3 reads the parts of an upload that came in several.
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      conditions: { StringEquals: { 'kms:ViaService': `s3.${Stack.of(bucket).region}.amazonaws.com` } },
    }),
  );
}

/** All by which an object gets into a bucket. */
const putting = ['s3:PutObject', 's3:ReplicateObject'];
