import type { EC2Client } from '@aws-sdk/client-ec2';
import type { GuardDutyClient } from '@aws-sdk/client-guardduty';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SecurityHubClient } from '@aws-sdk/client-securityhub';

/** SDK clients by service, reduced to `send`: the simulated account answers the same commands. */
export interface Clients {
  readonly ec2: Pick<EC2Client, 'send'>;
  readonly iam: Pick<IAMClient, 'send'>;
  readonly s3: Pick<S3Client, 'send'>;
  readonly securityhub: Pick<SecurityHubClient, 'send'>;
  readonly guardduty: Pick<GuardDutyClient, 'send'>;
}

/** Whose clients: on AWS the credentials are cut down to one action for one incident. */
export interface ClientScope {
  readonly account: string;
  readonly region: string;
  readonly incident: string;
  /** An action id, or the task that reads: `enrich`, `write-back`. */
  readonly purpose: string;
}

/** The target account, simulated or real. */
export type AwsAccess = (scope: ClientScope) => Clients;
