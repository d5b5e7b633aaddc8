import type { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { ElasticLoadBalancingClient } from '@aws-sdk/client-elastic-load-balancing';
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { GuardDutyClient } from '@aws-sdk/client-guardduty';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';
import type { S3ControlClient } from '@aws-sdk/client-s3-control';
import type { SecurityHubClient } from '@aws-sdk/client-securityhub';
import type { Messenger } from './messenger/messenger.ts';

/** SDK clients by service, reduced to `send`: the simulated account answers the same commands. */
export interface Clients {
  readonly ec2: Pick<EC2Client, 'send'>;
  readonly autoscaling: Pick<AutoScalingClient, 'send'>;
  /** Classic load balancers. */
  readonly elb: Pick<ElasticLoadBalancingClient, 'send'>;
  readonly elbv2: Pick<ElasticLoadBalancingV2Client, 'send'>;
  readonly iam: Pick<IAMClient, 'send'>;
  readonly lambda: Pick<LambdaClient, 'send'>;
  readonly s3: Pick<S3Client, 'send'>;
  readonly s3control: Pick<S3ControlClient, 'send'>;
  readonly securityhub: Pick<SecurityHubClient, 'send'>;
  readonly guardduty: Pick<GuardDutyClient, 'send'>;
  /** Not AWS: messages to people, posts to webhooks. */
  readonly messenger: Messenger;
}

export type ServiceName = keyof Clients;

export type AwsServiceName = Exclude<ServiceName, 'messenger'>;

const all: Readonly<Record<ServiceName, true>> = {
  ec2: true,
  autoscaling: true,
  elb: true,
  elbv2: true,
  iam: true,
  lambda: true,
  s3: true,
  s3control: true,
  securityhub: true,
  guardduty: true,
  messenger: true,
};

/** Every service that actions may call. */
const serviceNames = Object.keys(all) as readonly ServiceName[];

/** What may be said along with a command. */
export interface SendOptions {
  readonly abortSignal?: AbortSignal;
}

type Send = (service: ServiceName, command: object, options?: SendOptions) => Promise<unknown>;

/** Clients whose `send` goes to one function, which is told the service. */
export function createClients(send: Send): Clients {
  const clients = serviceNames.map((service) => [
    service,
    { send: (command: object, options?: SendOptions) => send(service, command, options) },
  ]);
  return Object.fromEntries(clients) as Clients;
}

/** As `createClients`, for whoever answers for AWS alone: see `withMessenger`. */
export const createAwsClients = (
  send: (service: AwsServiceName, command: object, options?: SendOptions) => Promise<unknown>,
): Clients =>
  createClients((service, command, options) =>
    service === 'messenger'
      ? Promise.reject(new TypeError('an AWS account takes no messages: compose access with withMessenger'))
      : send(service, command, options),
  );

/** `send` of one of the clients, for any command: the union of its overloads is more than forwarding needs. */
export const sendOf = (clients: Clients, service: ServiceName) =>
  clients[service].send.bind(clients[service]) as unknown as (
    command: object,
    options?: SendOptions,
  ) => Promise<unknown>;

/** Whose clients: on AWS the credentials are cut down to one action for one incident. */
export interface ClientScope {
  readonly account: string;
  /** Whether AWS or a person vouches for the account: see `explainOutside`. */
  readonly trusted: boolean;
  readonly region: string;
  readonly incident: string;
  /** An action id, or a task: `enrich`, `write-back`. */
  readonly purpose: string;
  /** IAM actions: on AWS the credentials are good for nothing else. */
  readonly permissions: readonly string[];
}

/** The target account, simulated or real. */
export type AwsAccess = (scope: ClientScope) => Clients;
