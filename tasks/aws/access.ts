import { type AccountBounds, explainOutside } from '../../core/account-bounds.ts';
import type { AwsConfig } from '../../core/aws-config.ts';
import { InvalidInput } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { createAwsClients, type AwsAccess, type AwsServiceName, type ClientScope } from '../aws-clients.ts';
import { createRoleCredentials } from './assume-role.ts';
import { type Caller, readCaller } from './caller.ts';
import { explainError } from './denied.ts';
import { endpointRegion } from './regions.ts';
import { createRequestHandler, type Timeouts } from './request-handler.ts';
import {
  type ClientMakers,
  type ClientSettings,
  createSdkClient,
  createStsClient,
  type SdkClient,
} from './sdk-clients.ts';

export interface AwsAccessConfig {
  readonly aws: AwsConfig;
  readonly clock: Clock;
  readonly makers: ClientMakers;
  /** Of one attempt. @default 3 s to connect, 20 s in all */
  readonly timeouts?: Timeouts;
}

/** Real AWS accounts, and whose credentials reach them. */
export interface AwsAccounts {
  readonly access: AwsAccess;
  readonly caller: Caller;
  /** What `access` keeps within, for whoever wants to say so before. */
  readonly bounds: AccountBounds;
}

/** Credentials for one purpose and incident, and the clients that use them. */
interface Session {
  readonly by: string;
  readonly credentials: ClientSettings['credentials'];
  readonly clients: Map<string, SdkClient>;
}

/** The least recently used go: the server runs on, and incidents come and go. */
const keptSessions = 200;

const patient: Timeouts = { connectMs: 3_000, requestMs: 20_000 };

/**
 * Real SDK clients. With `aws.role` every account is entered through that role, in a session that may do no
 * more than the one action's phase needs; without it, only the account of the credentials themselves can be
 * reached. Timeouts and retries are those of `sdk-clients.ts`.
 * @throws InvalidInput where there are no usable credentials, Busy where AWS cannot be reached.
 */
export async function createAwsAccess({
  aws,
  clock,
  makers,
  timeouts = patient,
}: AwsAccessConfig): Promise<AwsAccounts> {
  const shared = {
    requestHandler: createRequestHandler(timeouts),
    ...(aws.endpoint === null ? {} : { endpoint: aws.endpoint }),
  };
  const caller = await readCaller(shared);
  const sts = createStsClient({ ...shared, region: caller.region });
  const sessions = new Map<string, Session>();
  const bounds = { own: caller.account, named: aws.accounts };

  const openSession = (scope: ClientScope): Session => {
    const { role, externalId } = aws;
    if (role === null) return { by: caller.arn, credentials: undefined, clients: new Map() };
    const roleArn = `arn:${caller.partition}:iam::${scope.account}:role/${role}`;
    const credentials = createRoleCredentials({ sts, clock, roleArn, externalId, caller }, scope);
    return { by: roleArn, credentials, clients: new Map() };
  };
  const sessionOf = (scope: ClientScope): Session => {
    const key =
      aws.role === null ? '' : JSON.stringify(scope, ['account', 'purpose', 'incident', 'permissions']);
    const session = sessions.get(key) ?? openSession(scope);
    sessions.delete(key);
    sessions.set(key, session);
    for (const oldest of sessions.keys()) {
      if (sessions.size <= keptSessions) break;
      sessions.delete(oldest);
    }
    return session;
  };
  const access: AwsAccess = (scope) => {
    const { account } = scope;
    assertReachable(scope, caller, aws);
    const outside = explainOutside(scope, bounds);
    if (outside !== null) throw new InvalidInput(outside);
    const region = endpointRegion(scope.region, caller.partition);
    return createAwsClients(async (service, command, options) => {
      const session = sessionOf(scope);
      try {
        return await clientOf(session, { makers, service, settings: { ...shared, region } }).send(
          command,
          options,
        );
      } catch (error) {
        throw explainError(error, { service, command, account, region, by: session.by });
      }
    });
  };
  return { access, caller, bounds };
}

interface Wanted {
  readonly makers: ClientMakers;
  readonly service: AwsServiceName;
  readonly settings: ClientSettings;
}

function clientOf({ credentials, clients }: Session, { makers, service, settings }: Wanted): SdkClient {
  const key = `${service} ${settings.region}`;
  const known = clients.get(key);
  if (known) return known;
  const made = createSdkClient(makers, service, { ...settings, ...(credentials ? { credentials } : {}) });
  clients.set(key, made);
  return made;
}

function assertReachable({ account }: ClientScope, caller: Caller, { role }: AwsConfig): void {
  if (!/^\d{12}$/.test(account)) throw new InvalidInput(`${JSON.stringify(account)} is no AWS account id`);
  if (role !== null || account === caller.account) return;
  throw new InvalidInput(
    `account ${account} is out of reach: the credentials are of account ${caller.account}; set aws.role in the configuration to the name of a role that they may assume there`,
  );
}
