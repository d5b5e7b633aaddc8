import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { InvalidInput } from '../../core/errors.ts';
import { explainFault } from './denied.ts';
import { type ClientSettings, createStsClient } from './sdk-clients.ts';

/** Whose credentials this process has. */
export interface Caller {
  readonly account: string;
  readonly arn: string;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  /** Where STS is asked: the SDK's own choice (AWS_REGION, profile), or us-east-1. */
  readonly region: string;
}

/**
 * Asks AWS who we are, with the credentials of the SDK's default chain. This needs no permission.
 * @throws InvalidInput in one line where there are no credentials, or none that AWS knows; Busy where AWS cannot be
 * reached, for that may pass.
 */
export async function readCaller(settings: Omit<ClientSettings, 'region'>): Promise<Caller> {
  const region = await new STSClient({}).config.region().catch(() => 'us-east-1');
  const sts = createStsClient({ ...settings, region });
  const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({})).catch((error: Error) => {
    throw explain(error, region);
  });
  if (Account === undefined || Arn === undefined) throw new TypeError('AWS answered without Account and Arn');
  return { account: Account, arn: Arn, partition: Arn.split(':')[1] ?? 'aws', region };
}

function explain(error: Error, region: string): Error {
  const unreachable = explainFault(error, 'sts', region);
  if (unreachable !== null) return unreachable;
  const said = error.message === '' ? error.name : `${error.name}: ${error.message}`;
  return new InvalidInput(
    `--account aws cannot tell whose credentials to use (${said}); give some, such as AWS_PROFILE or AWS_ACCESS_KEY_ID, that AWS accepts`,
    { cause: error },
  );
}
