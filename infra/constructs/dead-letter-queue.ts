import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from '../nag.ts';

const kept = {
  encryption: QueueEncryption.SQS_MANAGED,
  enforceSSL: true,
  retentionPeriod: Duration.days(14),
  removalPolicy: RemovalPolicy.RETAIN,
} as const satisfies QueueProps;

/** As every queue is kept: by the one key, whose data keys are used for a day, and for as long as SQS keeps anything. */
export const keptBy = (encryptionMasterKey: IKey) =>
  ({
    ...kept,
    encryption: QueueEncryption.KMS,
    encryptionMasterKey,
    dataKeyReuse: Duration.hours(24),
  }) as const satisfies QueueProps;

/** Where what could not be done waits for people. */
export class DeadLetterQueue extends Construct {
  readonly queue: Queue;

  /** @param key where there is one in the Region. @default one that SQS keeps, which costs nothing */
  constructor(scope: Construct, id: string, key?: IKey) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', key === undefined ? kept : keptBy(key));
    acknowledge(this.queue, 'AwsSolutions-SQS3', 'it is the dead-letter queue');
  }
}
