import { createPlans } from '../../core/records/plans.ts';
import { loadConfig } from '../lambda/files.ts';
import { toHandler } from '../lambda/handler.ts';
import { clock, digest, openCallbacks, openStore } from '../lambda/own.ts';
import { createAsk } from './index.ts';
import { createSecrets } from './secrets.ts';

export const handler = toHandler('ask', async () => {
  const { approvals } = await loadConfig();
  const { table, stores } = openStore();
  return createAsk({
    stores,
    plans: createPlans(table),
    callbacks: openCallbacks(),
    clock,
    digest,
    secrets: createSecrets(),
    config: approvals,
  });
});
