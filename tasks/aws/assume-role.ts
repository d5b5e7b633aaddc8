import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import type { Clock } from '../../core/ports/clock.ts';
import type { ClientScope } from '../aws-clients.ts';
import { required } from '../actions/aws-errors.ts';
import { explainError } from './denied.ts';
import { sessionNameOf, sessionPolicy, sessionSeconds, sourceIdentityOf } from './session.ts';

/** Temporary credentials, as SDK clients take them. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

export interface AssumeRoleConfig {
  readonly sts: Pick<STSClient, 'send'>;
  readonly clock: Clock;
  readonly roleArn: string;
  readonly externalId: string | null;
  /** Whose credentials assume the role, and where STS is: for errors. */
  readonly caller: { readonly arn: string; readonly region: string };
}

/** Whose session it is. */
type SessionScope = Pick<ClientScope, 'account' | 'incident' | 'purpose' | 'permissions'>;

/** Before that many milliseconds are left, new ones are asked for. The SDK asks us again at the same point. */
const renewBeforeMs = 300_000;

/**
 * Credentials of the responder role for one purpose and incident: shared by the clients of all services,
 * renewed before they expire. Those who ask while they are fetched wait for the same answer; a failure is not
 * kept.
 */
export function createRoleCredentials(
  config: AssumeRoleConfig,
  scope: SessionScope,
): () => Promise<Credentials> {
  let current: { readonly renewAt: number; readonly credentials: Promise<Credentials> } | null = null;
  return async () => {
    const now = config.clock.now();
    if (current !== null && now < current.renewAt) return await current.credentials;
    const renewed = {
      renewAt: now + sessionSeconds * 1000 - renewBeforeMs,
      credentials: assumeRole(config, scope),
    };
    current = renewed;
    return await renewed.credentials.catch((error: unknown) => {
      if (current === renewed) current = null;
      throw error;
    });
  };
}

async function assumeRole(config: AssumeRoleConfig, scope: SessionScope): Promise<Credentials> {
  const { sts, clock, roleArn, externalId, caller } = config;
  const command = new AssumeRoleCommand({
    RoleArn: roleArn,
    RoleSessionName: sessionNameOf(scope.purpose),
    SourceIdentity: sourceIdentityOf(scope.incident),
    Policy: sessionPolicy(scope.permissions),
    DurationSeconds: sessionSeconds,
    ...(externalId === null ? {} : { ExternalId: externalId }),
  });
  // By our own clock, which need not go with AWS's.
  const expiration = new Date(clock.now() + sessionSeconds * 1000);
  const { Credentials: given } = await sts.send(command).catch((error: unknown) => {
    const { account } = scope;
    throw explainError(error, { service: 'sts', command, account, region: caller.region, by: caller.arn });
  });
  return {
    accessKeyId: required(given?.AccessKeyId, 'AccessKeyId'),
    secretAccessKey: required(given?.SecretAccessKey, 'SecretAccessKey'),
    sessionToken: required(given?.SessionToken, 'SessionToken'),
    expiration,
  };
}
