import type { Json } from '../../core/json.ts';
import { createLedger } from '../../core/records/ledger.ts';
import { catalog } from '../actions/catalog.ts';
import { actions } from '../actions/registry.ts';
import { allClients } from '../aws/all-clients.ts';
import { toHandler } from '../lambda/handler.ts';
import { withWebhooks } from '../lambda/messenger.ts';
import { clock, openStore } from '../lambda/own.ts';
import { openRunner } from '../lambda/runner.ts';
import { createReleaseIncident } from './index.ts';
import { ReleaseRequest } from './request.ts';

/** An incident may hold anything, so this one knows every action. */
export const handler = toHandler('release', async () => {
  const parts = { actions: [...actions.values()], makers: allClients, extend: withWebhooks };
  const { table, stores } = openStore();
  const { release, rehearse } = createReleaseIncident({
    stores,
    runner: await openRunner(parts),
    ledger: createLedger(table, clock),
    catalog,
    clock,
  });
  return async (payload) => {
    const { incident, by, action } = ReleaseRequest.parse(payload);
    const done = by === null ? rehearse(incident, action) : release(incident, by, action);
    return (await done) as unknown as Json;
  };
});
