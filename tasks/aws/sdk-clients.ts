import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingClient } from '@aws-sdk/client-elastic-load-balancing';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { GuardDutyClient } from '@aws-sdk/client-guardduty';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { S3ControlClient } from '@aws-sdk/client-s3-control';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { lookup as lookUp } from 'node:dns';
import { Agent as HttpAgent } from 'node:http';
import type { LookupFunction } from 'node:net';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsServiceName } from '../aws-clients.ts';
import type { Credentials } from './assume-role.ts';

/** What every client of this process has in common. */
export interface ClientSettings {
  readonly region: string;
  readonly requestHandler: NodeHttpHandler;
  /** Absent: the SDK's default chain. */
  readonly credentials?: () => Promise<Credentials>;
  /** Absent: AWS's own, or what AWS_ENDPOINT_URL says. */
  readonly endpoint?: string;
}

export interface Timeouts {
  readonly connectMs: number;
  /** From the first byte sent to the last one received. */
  readonly requestMs: number;
}

/**
 * Names under localhost are this machine (RFC 6761, 6.3), which not every resolver knows: S3 Control puts the
 * account's id before the host.
 */
const lookup: LookupFunction = (host, options, done) =>
  lookUp(host.endsWith('.localhost') ? 'localhost' : host, options, done);

/** One pool of connections for all clients. No call waits for ever. */
export const createRequestHandler = ({ connectMs, requestMs }: Timeouts): NodeHttpHandler =>
  new NodeHttpHandler({
    connectionTimeout: connectMs,
    requestTimeout: requestMs,
    throwOnRequestTimeout: true,
    httpsAgent: { keepAlive: true, maxSockets: 200 },
    httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 200, lookup }),
  });

/** Slows down by itself where AWS throttles; three attempts. */
const patience = { retryMode: 'adaptive', maxAttempts: 3, customUserAgent: 'tourniquet' } as const;

const makers: Readonly<Record<AwsServiceName, (settings: ClientSettings) => object>> = {
  ec2: (settings) => new EC2Client({ ...settings, ...patience }),
  autoscaling: (settings) => new AutoScalingClient({ ...settings, ...patience }),
  elb: (settings) => new ElasticLoadBalancingClient({ ...settings, ...patience }),
  elbv2: (settings) => new ElasticLoadBalancingV2Client({ ...settings, ...patience }),
  iam: (settings) => new IAMClient({ ...settings, ...patience }),
  lambda: (settings) => new LambdaClient({ ...settings, ...patience }),
  // A finding may name a bucket of another Region than its own.
  s3: (settings) =>
    new S3Client({
      ...settings,
      ...patience,
      followRegionRedirects: true,
      forcePathStyle: settings.endpoint !== undefined,
    }),
  s3control: (settings) => new S3ControlClient({ ...settings, ...patience }),
  securityhub: (settings) => new SecurityHubClient({ ...settings, ...patience }),
  guardduty: (settings) => new GuardDutyClient({ ...settings, ...patience }),
};

/** A real SDK client, reduced to `send`. */
export interface SdkClient {
  readonly send: (command: object, options?: object) => Promise<unknown>;
}

export const createSdkClient = (service: AwsServiceName, settings: ClientSettings): SdkClient =>
  makers[service](settings) as SdkClient;
