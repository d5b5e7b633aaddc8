import type { Clock } from '../../../core/ports/clock.ts';
import type { Table } from '../../../core/ports/table.ts';
import { createIncidents } from '../../../core/records/incidents.ts';
import { createWebhookPosts } from '../../../core/records/webhook-posts.ts';
import { createOutbox } from '../../../core/records/outbox.ts';
import { createMessenger, type Messenger } from '../../../tasks/messenger/messenger.ts';
import type { Webhooks } from '../../../tasks/messenger/webhooks.ts';
import { makeIncident } from '../../support/incidents.ts';

interface Mortality {
  readonly assertAlive: () => void;
  readonly effect: () => void;
}

/** The messenger over the harness' store, with one webhook, `pager`, which takes everything. */
export function createMessages(table: Table, clock: Clock, { assertAlive, effect }: Mortality) {
  const posts: { key: string; body: string }[] = [];
  const calls: { command: string; input: object }[] = [];
  const webhooks: Webhooks = {
    names: ['pager'],
    findHost: (name) => (name === 'pager' ? 'pager.example' : null),
    async post(_name, post) {
      assertAlive();
      posts.push(post);
      effect();
      return 202;
    },
  };
  const stores = {
    outbox: createOutbox(table),
    webhookPosts: createWebhookPosts(table),
    // The harness acts for incidents that it never stored.
    incidents: { ...createIncidents(table), get: (id: string) => Promise.resolve(makeIncident({ id })) },
  };
  const messenger = createMessenger({ stores, clock, webhooks });
  const spied = async (command: object) => {
    const name = command.constructor.name.replace(/Command$/, '');
    if (!name.startsWith('Describe'))
      calls.push({ command: name, input: (command as { input: object }).input });
    return await messenger.send(command as never);
  };
  return {
    messenger: { send: spied as unknown as Messenger['send'] },
    posts: () => posts,
    calls: () => calls,
  };
}
