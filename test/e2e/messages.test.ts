import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../../core/json.ts';
import { WebhooksConfig } from '../../core/webhooks-config.ts';
import { createLibrary } from '../../runtime/playbooks/library.ts';
import { compilePlaybook } from '../../runtime/playbooks/read-playbook.ts';
import { createPostJson } from '../../tasks/messenger/post-json.ts';
import { createWebhooks, type Webhooks } from '../../tasks/messenger/webhooks.ts';
import { openTestHome, type TestHome } from '../support/home.ts';
import { openWebhookServer, type WebhookServer } from '../support/webhook-server.ts';
import { formats, subjectOf } from './wire.ts';

const say = {
  id: 'say',
  name: 'Say',
  mode: 'auto',
  trigger: { risk: { score: [{ numeric: ['>=', 0] }] } },
  steps: [
    {
      id: 'tell',
      action: 'general.notify-people',
      with: { message: "{% 'Seen: ' & $finding.title %}", subject: 'Seen', channel: 'on-call' },
    },
    {
      id: 'call',
      action: 'general.call-webhook',
      with: { webhook: 'ticketing', text: 'Look at it' },
      onFailure: 'continue',
      retry: { maxAttempts: 1, interval: 'PT1S' },
    },
  ],
};

function libraryOf(playbook: Json) {
  const read = compilePlaybook('test', playbook);
  if (!read.ok) throw new Error(read.problems.join('; '));
  return createLibrary([read.loaded]);
}

const secret = 'not-to-be-seen';
let server: WebhookServer;
beforeAll(async () => void (server = await openWebhookServer({ '/T0KEN': 202, '/T0KEN-gone': 404 })));
afterAll(() => server.close());

const webhooksAt = (path: string): Webhooks =>
  createWebhooks(
    WebhooksConfig.parse({ ticketing: { url: server.url + path, secretFrom: 'env:TICKETING' } }),
    {
      env: { TICKETING: secret },
      clock: { now: () => Date.UTC(2026, 10, 20) },
      postJson: createPostJson(),
    },
  );

async function run(options: { webhooks?: Webhooks; mode?: 'shadow' | 'auto' }): Promise<TestHome> {
  const { webhooks, mode = 'auto' } = options;
  const home = await openTestHome({
    library: libraryOf(say),
    config: { mode },
    ...(webhooks ? { webhooks } : {}),
  });
  await home.send(formats.guardDuty(subjectOf('key')));
  return home;
}

const outcomesOf = async (home: TestHome) =>
  (await home.incident()).actions
    .toSorted((a, b) => (a.action < b.action ? -1 : 1))
    .map(({ action, status, verified }) => [action, status, verified]);

describe('a playbook that tells people and a webhook', () => {
  it('does so once, and says what it is about and no more', async () => {
    const home = await run({ webhooks: webhooksAt('/T0KEN') });
    expect(await outcomesOf(home)).toEqual([
      ['general.call-webhook', 'applied', 'contained'],
      ['general.notify-people', 'applied', 'contained'],
    ]);
    const { notifications, incidents } = await home.report();
    expect(notifications.filter(({ to }) => to === 'on-call')).toMatchObject([
      { kind: 'note', subject: 'Seen', body: expect.stringMatching(/^Seen: Something bad/) },
    ]);
    expect(server.received).toHaveLength(1);
    expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({
      incident: incidents[0]?.id,
      revision: 1,
      playbook: 'say',
      text: 'Look at it',
      finding: {
        type: incidents[0]?.type,
        title: incidents[0]?.title,
        severity: 'HIGH',
        account: '111122223333',
        region: 'us-east-1',
      },
      risk: incidents[0]?.risk.score,
      status: 'open',
    });
    await home.close();
  });

  it('keeps the secret and the URL to itself, also when it is refused', async () => {
    for (const path of ['/T0KEN', '/T0KEN-gone']) {
      const home = await run({ webhooks: webhooksAt(path) });
      const rows = home.database.sqlite.prepare('SELECT data FROM items').all();
      const told = JSON.stringify([await home.report(), rows]);
      expect(told).toContain('ticketing');
      expect(told).not.toContain(secret);
      expect(told).not.toContain('T0KEN');
      expect(told).not.toContain('do not keep this');
      await home.close();
    }
  });

  it('plans only, in shadow', async () => {
    const before = server.received.length;
    const home = await run({ webhooks: webhooksAt('/T0KEN'), mode: 'shadow' });
    expect(await outcomesOf(home)).toEqual([
      ['general.call-webhook', 'planned', null],
      ['general.notify-people', 'planned', null],
    ]);
    expect((await home.report()).notifications.filter(({ to }) => to)).toEqual([]);
    expect(server.received).toHaveLength(before);
    await home.close();
  });

  it('is denied the webhook that nobody configured, and tells people all the same', async () => {
    const home = await run({});
    expect(await outcomesOf(home)).toEqual([
      ['general.call-webhook', 'denied', null],
      ['general.notify-people', 'applied', 'contained'],
    ]);
    await home.close();
  });
});
