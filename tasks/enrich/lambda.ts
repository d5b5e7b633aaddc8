import { makeEc2, makeIam, makeS3 } from '../aws/sdk-clients.ts';
import { openAccounts } from '../lambda/accounts.ts';
import { loadConfig, loadThreatLists, pathOf } from '../lambda/files.ts';
import { toHandler } from '../lambda/handler.ts';
import { openStore } from '../lambda/own.ts';
import { openCountryDatabase } from './country-database.ts';
import { createEnrich } from './index.ts';

export const handler = toHandler('enrich', async () => {
  const config = await loadConfig();
  const [accounts, geo, threatLists] = await Promise.all([
    openAccounts(config, { ec2: makeEc2, iam: makeIam, s3: makeS3 }),
    openCountryDatabase(pathOf('country.mmdb')),
    loadThreatLists(config),
  ]);
  return createEnrich({ ...openStore(), ...accounts, geo, threatLists, config: config.enrich });
});
