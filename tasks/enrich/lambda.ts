import { makeEc2, makeIam, makeS3 } from '../aws/sdk-clients.ts';
import { openAccounts } from '../lambda/accounts.ts';
import { openThreatLists, refreshBeside } from '../lambda/feeds.ts';
import { loadConfig, pathOf } from '../lambda/files.ts';
import { toHandler } from '../lambda/handler.ts';
import { clock, openStore } from '../lambda/own.ts';
import { openCountryDatabase } from './country-database.ts';
import { createEnrich } from './index.ts';

export const handler = toHandler('enrich', async () => {
  const config = await loadConfig();
  const { stores } = openStore();
  const [accounts, geo, lists] = await Promise.all([
    openAccounts(config, { ec2: makeEc2, iam: makeIam, s3: makeS3 }),
    openCountryDatabase(pathOf('country.mmdb')),
    openThreatLists(config, { service: 'enrich', kept: stores.feedStates }),
  ]);
  const parts = { stores, ...accounts, geo, clock, config: config.enrich };
  return refreshBeside(lists, createEnrich({ ...parts, threatLists: lists.feeds.lists }));
});
