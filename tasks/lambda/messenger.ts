import type { Config } from '../../core/config.ts';
import type { AwsAccess } from '../aws-clients.ts';
import { createMessenger } from '../messenger/messenger.ts';
import { createPostJson } from '../messenger/post-json.ts';
import { createWebhooks } from '../messenger/webhooks.ts';
import { withMessenger } from '../messenger/with-messenger.ts';
import { clock, type OpenStore } from './own.ts';

/** Messages to people, and the webhooks of the configuration, whose secrets are in the function's environment. */
export function withWebhooks(access: AwsAccess, { stores }: OpenStore, config: Config): AwsAccess {
  const webhooks = createWebhooks(config.webhooks, { env: process.env, clock, postJson: createPostJson() });
  return withMessenger(access, createMessenger({ stores, clock, webhooks }));
}
