import { AthenaClient } from '@aws-sdk/client-athena';
import type { AwsConfig } from '../../core/aws-config.ts';
import { readCaller } from './caller.ts';
import { createRequestHandler } from './request-handler.ts';

/**
 * With the credentials and the Region of whoever runs it: the lake is in Tourniquet's own account.
 * @throws InvalidInput where there are no usable credentials.
 */
export async function createAthenaClient({ endpoint }: AwsConfig): Promise<AthenaClient> {
  const shared = {
    requestHandler: createRequestHandler({ connectMs: 3000, requestMs: 20_000 }),
    ...(endpoint === null ? {} : { endpoint }),
  };
  const { region } = await readCaller(shared);
  return new AthenaClient({ ...shared, region, customUserAgent: 'tourniquet' });
}
