import type { Json } from '../../core/json.ts';
import { actions } from '../actions/registry.ts';
import { allClients } from '../aws/all-clients.ts';
import { toHandler } from '../lambda/handler.ts';
import { withWebhooks } from '../lambda/messenger.ts';
import { openRunner } from '../lambda/runner.ts';

/** A run may hold anything, so this one knows every action. */
export const handler = toHandler('rollback', async () => {
  const parts = { actions: [...actions.values()], makers: allClients, extend: withWebhooks };
  const runner = await openRunner(parts);
  return async (payload) => (await runner.rollback(payload)) as Json;
});
