import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Rule } from 'aws-cdk-lib/aws-events';
import { ArnPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnResourcePolicy, Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import type { IEventSourceDlq, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { KinesisEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { givenUp } from '../../core/deployed.ts';
import type { DeployConfig } from '../../core/deploy-config.ts';
import { createAccessLogs, createLakeBucket } from '../constructs/buckets.ts';
import { createTask, type Place } from '../constructs/create-task.ts';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { toQueue } from '../constructs/queue-target.ts';
import { tell } from '../constructs/tell.ts';
import { Ask } from '../lake/ask.ts';
import { Delivery } from '../lake/delivery.ts';
import { Drops } from '../lake/drops.ts';
import { EventsApi } from '../lake/events-api.ts';
import { GlueTable } from '../lake/glue-table.ts';
import { IncidentTable } from '../lake/incident-table.ts';
import { acknowledge, acknowledgeWildcards } from '../nag.ts';
import { streamAlarms, TellingAlarm } from '../observability/alarms.ts';

type Asked = NonNullable<DeployConfig['stream']>;

export interface StreamStackProps extends StackProps {
  readonly place: Place;
  readonly asked: Asked;
}

/** Log records in, by a data stream, as files and over HTTP; rows in the lake, where Athena is asked. */
export class StreamStack extends Stack {
  constructor(scope: Construct, id: string, { place, asked, ...props }: StreamStackProps) {
    super(scope, id, props);
    const { key } = place.store;
    const accessLogs = createAccessLogs(this);
    const bucket = createLakeBucket(this, 'Lake', { key, accessLogs, ...asked });
    const table = new GlueTable(this, 'Glue', bucket);
    new Delivery(this, 'Delivery', { key, bucket, table });
    new Ask(this, 'Ask', { key, bucket, database: table.database, mostScannedGb: asked.mostScannedGb });
    const stream = this.createStream(place, asked);
    const ingest = createTask(this, 'IngestStreamFunction', place);
    readFrom(stream, ingest, bucket);
    const { queue: lost } = new DeadLetterQueue(this, 'DeadLetters', key);
    // What neither the function nor Firehose could do lies in the bucket; that it does, waits here for people.
    new Rule(this, 'Lost', {
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: {
          bucket: { name: [bucket.bucketName] },
          object: { key: Object.values(givenUp).map((prefix) => ({ prefix })) },
        },
      },
      targets: [toQueue(lost, lost)],
    });
    const { fn: copy } = new IncidentTable(this, 'Incidents', { place, bucket, events: table, dead: lost });
    const drops = new Drops(this, 'Drops', { place, accessLogs, writers: asked.writers });
    tell(this, {
      LakeBucketName: bucket.bucketName,
      IngestStreamFunctionName: ingest.functionName,
      StreamDeadLettersUrl: lost.queueUrl,
      DropQueueUrl: drops.queue.queueUrl,
      DropDeadLettersUrl: drops.dead.queueUrl,
    });
    const http = asked.http ? this.createEventsApi(place, asked.writers) : null;
    for (const [name, spec] of Object.entries(streamAlarms({ stream, lost, unread: drops.dead, http, copy })))
      new TellingAlarm(this, name, { spec, topic: place.messages.urgent });
  }

  private createEventsApi(place: Place, writers: readonly string[]): RestApi {
    const fn = createTask(this, 'IngestEventsFunction', place);
    return new EventsApi(this, 'Events', { key: place.store.key, fn, writers }).api;
  }

  /** Nobody else may put records, whatever their own policies say: a log that anybody can write proves nothing. */
  private createStream({ store: { key } }: Place, { writers, shards }: Asked): Stream {
    const stream = new Stream(this, 'Stream', {
      streamMode: StreamMode.PROVISIONED,
      shardCount: shards,
      encryption: StreamEncryption.KMS,
      encryptionKey: key,
      retentionPeriod: Duration.days(1),
    });
    acknowledge(stream, 'AwsSolutions-KDS3', 'writers of other accounts may not use the key of AWS');
    const put = { Action: ['kinesis:PutRecord', 'kinesis:PutRecords'], Resource: stream.streamArn };
    new CfnResourcePolicy(this, 'Writers', {
      resourceArn: stream.streamArn,
      resourcePolicy: {
        Version: '2012-10-17',
        Statement: [
          { Sid: 'Writers', Effect: 'Allow', Principal: { AWS: writers }, ...put },
          {
            Sid: 'NobodyElse',
            Effect: 'Deny',
            Principal: '*',
            ...put,
            Condition: { ArnNotEquals: { 'aws:PrincipalArn': writers } },
          },
        ],
      },
    });
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'WritersOfStreams',
        principals: writers.map((writer) => new ArnPrincipal(writer)),
        actions: ['kms:GenerateDataKey'],
        resources: ['*'],
        conditions: { StringEquals: { 'kms:ViaService': `kinesis.${this.region}.amazonaws.com` } },
      }),
    );
    return stream;
  }
}

/**
 * A batch that fails is halved until what is broken stands alone, and given up within bounds: a shard goes on. Batches
 * that were given up keep their records, which only a bucket takes.
 */
function readFrom(stream: Stream, fn: LambdaFunction, bucket: Bucket): void {
  fn.addEventSource(
    new KinesisEventSource(stream, {
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 500,
      maxBatchingWindow: Duration.seconds(5),
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: 10,
      maxRecordAge: Duration.hours(6),
      onFailure: recordsTo(bucket),
    }),
  );
}

const recordsTo = (bucket: Bucket): IEventSourceDlq => ({
  bind(_mapping, { role }) {
    const statements = [
      new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }),
      new PolicyStatement({
        actions: ['s3:PutObject'],
        resources: [bucket.arnForObjects(`${givenUp.byLambda}*`)],
      }),
    ];
    for (const statement of statements) role?.addToPrincipalPolicy(statement);
    if (role !== undefined) acknowledgeWildcards(role, statements);
    return { destination: bucket.bucketArn };
  },
});
