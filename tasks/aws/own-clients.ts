import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { FirehoseClient } from '@aws-sdk/client-firehose';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import type { NodeHttpHandler } from '@smithy/node-http-handler';

/** Of clients for what Tourniquet itself is made of: its table, buckets, machines and topics, in its own account. */
export interface OwnSettings {
  readonly region: string;
  /** With the timeouts of every attempt: see `createRequestHandler`. */
  readonly requestHandler: NodeHttpHandler;
  /** Absent: AWS's own, or what AWS_ENDPOINT_URL says. */
  readonly endpoint?: string;
  /** Absent: the SDK's default chain, in Lambda the function's role. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Slows down by itself where AWS throttles. Together with the timeouts a task has its answer before it times out. */
const patience = { retryMode: 'adaptive', maxAttempts: 5, customUserAgent: 'tourniquet' } as const;

export const createDynamoClient = (settings: OwnSettings): DynamoDBClient =>
  new DynamoDBClient({ ...settings, ...patience });

/** Whatever it calls goes on when nobody listens any more: it is not called a second time by itself. */
export const createLambdaClient = (settings: OwnSettings): LambdaClient =>
  new LambdaClient({ ...settings, ...patience, maxAttempts: 1 });

export const createS3Client = (settings: OwnSettings): S3Client =>
  new S3Client({ ...settings, ...patience, forcePathStyle: settings.endpoint !== undefined });

/** For objects in buckets that may be anyone's, in any Region. Nobody waits for them long: they are asked for again. */
export const createFeedClient = (settings: OwnSettings): S3Client =>
  new S3Client({
    ...settings,
    ...patience,
    maxAttempts: 2,
    forcePathStyle: settings.endpoint !== undefined,
    followRegionRedirects: true,
  });

export const createFirehoseClient = (settings: OwnSettings): FirehoseClient =>
  new FirehoseClient({ ...settings, ...patience });

export const createSfnClient = (settings: OwnSettings): SFNClient =>
  new SFNClient({ ...settings, ...patience });

export const createSnsClient = (settings: OwnSettings): SNSClient =>
  new SNSClient({ ...settings, ...patience });
