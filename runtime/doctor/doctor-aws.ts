import { GuardDutyClient } from '@aws-sdk/client-guardduty';
import { IAMClient } from '@aws-sdk/client-iam';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SNSClient } from '@aws-sdk/client-sns';
import { STSClient } from '@aws-sdk/client-sts';
import type { AwsConfig } from '../../core/aws-config.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { createRoleCredentials, type Credentials } from '../../tasks/aws/assume-role.ts';
import { type Caller, readCaller } from '../../tasks/aws/caller.ts';
import { endpointRegion } from '../../tasks/aws/regions.ts';
import { createRequestHandler } from '../../tasks/aws/request-handler.ts';
import type { Target } from './check.ts';

/** What is asked, reduced to `send`. */
export interface DoctorClients {
  readonly guardduty: Pick<GuardDutyClient, 'send'>;
  readonly iam: Pick<IAMClient, 'send'>;
  readonly quotas: Pick<ServiceQuotasClient, 'send'>;
  readonly securityhub: Pick<SecurityHubClient, 'send'>;
  readonly sns: Pick<SNSClient, 'send'>;
}

/** What is looked at, with whose credentials. */
export interface DoctorAws {
  readonly caller: Caller;
  /** Enters an account through the role of the configuration; without one there is nothing to enter. */
  readonly enter: (account: string) => Promise<unknown>;
  /** With our own credentials, in their own account and Region. */
  readonly own: DoctorClients;
  /** In other accounts through the role, where one is configured. */
  readonly at: (target: Target) => DoctorClients;
}

/** All that it does in the accounts: it reads, and never more. */
const permissions = [
  'guardduty:GetDetector',
  'guardduty:ListDetectors',
  'iam:SimulatePrincipalPolicy',
  'securityhub:DescribeHub',
];

/** @throws InvalidInput where there are no usable credentials. */
export async function openDoctorAws(aws: AwsConfig, clock: Clock): Promise<DoctorAws> {
  const shared = {
    requestHandler: createRequestHandler({ connectMs: 3_000, requestMs: 10_000 }),
    maxAttempts: 2,
    ...(aws.endpoint === null ? {} : { endpoint: aws.endpoint }),
  };
  const caller = await readCaller(shared);
  const sts = new STSClient({ ...shared, region: caller.region });
  const known = new Map<string, () => Promise<Credentials>>();
  const credentialsOf = (account: string, role: string): (() => Promise<Credentials>) => {
    const found = known.get(account);
    if (found !== undefined) return found;
    const roleArn = `arn:${caller.partition}:iam::${account}:role/${role}`;
    const scope = { account, incident: '', purpose: 'doctor', permissions };
    const { externalId } = aws;
    const made = createRoleCredentials({ sts, clock, roleArn, externalId, caller }, scope);
    known.set(account, made);
    return made;
  };
  return {
    caller,
    enter: async (account) => (aws.role === null ? null : await credentialsOf(account, aws.role)()),
    own: createClients({ ...shared, region: caller.region }),
    at: ({ account, region }) =>
      createClients({
        ...shared,
        region: endpointRegion(region, caller.partition),
        ...(aws.role === null || account === caller.account
          ? {}
          : { credentials: credentialsOf(account, aws.role) }),
      }),
  };
}

type Settings = Omit<NonNullable<ConstructorParameters<typeof STSClient>[0]>, 'extensions'>;

const createClients = (settings: Pick<Settings, 'region' | 'credentials' | 'endpoint'>): DoctorClients => ({
  guardduty: new GuardDutyClient(settings),
  iam: new IAMClient(settings),
  quotas: new ServiceQuotasClient(settings),
  securityhub: new SecurityHubClient(settings),
  sns: new SNSClient(settings),
});
