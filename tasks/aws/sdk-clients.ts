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
import { STSClient } from '@aws-sdk/client-sts';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
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

/** Slows down by itself where AWS throttles; three attempts. */
const patience = { retryMode: 'adaptive', maxAttempts: 3, customUserAgent: 'tourniquet' } as const;

/** Makes the client of one service. Each stands alone, so that a bundle holds those that it needs. */
export type ClientMaker = (settings: ClientSettings) => object;

export const makeEc2: ClientMaker = (settings) => new EC2Client({ ...settings, ...patience });
export const makeAutoScaling: ClientMaker = (settings) => new AutoScalingClient({ ...settings, ...patience });
export const makeElb: ClientMaker = (settings) =>
  new ElasticLoadBalancingClient({ ...settings, ...patience });
export const makeElbV2: ClientMaker = (settings) =>
  new ElasticLoadBalancingV2Client({ ...settings, ...patience });
export const makeIam: ClientMaker = (settings) => new IAMClient({ ...settings, ...patience });
export const makeLambda: ClientMaker = (settings) => new LambdaClient({ ...settings, ...patience });
// A finding may name a bucket of another Region than its own.
export const makeS3: ClientMaker = (settings) =>
  new S3Client({
    ...settings,
    ...patience,
    followRegionRedirects: true,
    forcePathStyle: settings.endpoint !== undefined,
  });
export const makeS3Control: ClientMaker = (settings) => new S3ControlClient({ ...settings, ...patience });
export const makeSecurityHub: ClientMaker = (settings) => new SecurityHubClient({ ...settings, ...patience });
export const makeGuardDuty: ClientMaker = (settings) => new GuardDutyClient({ ...settings, ...patience });

/** By which every account is entered: it is patient as the others are. */
export const createStsClient = (settings: ClientSettings): STSClient =>
  new STSClient({ ...settings, ...patience });

/** A real SDK client, reduced to `send`. */
export interface SdkClient {
  readonly send: (command: object, options?: object) => Promise<unknown>;
}

/** The services that a process can call. */
export type ClientMakers = Partial<Readonly<Record<AwsServiceName, ClientMaker>>>;

/** @throws TypeError where the process was not made to call the service. */
export function createSdkClient(
  makers: ClientMakers,
  service: AwsServiceName,
  settings: ClientSettings,
): SdkClient {
  const make = makers[service];
  if (make === undefined) throw new TypeError(`this function was not made to call ${service}`);
  return make(settings) as SdkClient;
}
