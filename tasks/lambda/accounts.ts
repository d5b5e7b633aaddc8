import type { Config } from '../../core/config.ts';
import { type AwsAccounts, createAwsAccess } from '../aws/access.ts';
import type { ClientMakers } from '../aws/sdk-clients.ts';
import { clock } from './own.ts';

/**
 * The accounts that a function reaches, through the role of the configuration.
 * @param makers the services that it calls: a bundle holds the clients of no other.
 */
export const openAccounts = async (config: Config, makers: ClientMakers): Promise<AwsAccounts> =>
  await createAwsAccess({ aws: config.aws, clock, makers });
