import type { Config } from '../../core/config.ts';
import { createAwsAccess } from '../aws/access.ts';
import type { ClientMakers } from '../aws/sdk-clients.ts';
import type { AwsAccess } from '../aws-clients.ts';
import { clock } from './own.ts';

/**
 * The accounts that a function reaches, through the role of the configuration.
 * @param makers the services that it calls: a bundle holds the clients of no other.
 */
export async function openAccess(config: Config, makers: ClientMakers): Promise<AwsAccess> {
  const { access } = await createAwsAccess({ aws: config.aws, clock, makers });
  return access;
}
