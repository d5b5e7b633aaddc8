import * as z from 'zod';
import type { Table } from '../ports/table.ts';
import { createRecords, type Records } from './record.ts';

/** A post that a webhook took. Neither its URL nor what was posted is kept. */
const WebhookPost = z.object({
  key: z.string(),
  webhook: z.string(),
  at: z.iso.datetime(),
  status: z.number().int(),
});
export type WebhookPost = z.infer<typeof WebhookPost>;

/** By idempotency key. */
export const createWebhookPosts = (table: Table): Records<WebhookPost, string> =>
  createRecords<WebhookPost, string>(table, {
    schema: WebhookPost,
    keyOf: (key) => ({ pk: `POST#${key}`, sk: 'META' }),
  });
