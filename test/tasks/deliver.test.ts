import { describe, expect, it } from 'vitest';
import type { Notice } from '../../core/ports/publisher.ts';
import type { Message } from '../../core/records/outbox.ts';
import { createSnsPublisher } from '../../tasks/aws/sns-publisher.ts';
import { createDeliver } from '../../tasks/deliver/index.ts';
import { makeIncident, noon, openStores } from '../support/incidents.ts';

const at = new Date(noon.now() - 120_000).toISOString();
const alert: Message = { id: 'm-1', at, kind: 'alert', incident: 'inc-1', subject: 'Alert', body: 'Look.' };
const question: Message = {
  ...alert,
  id: 'm-2',
  kind: 'question',
  to: 'ana',
  invitation: { link: 'LINK-OF-ANA', code: 'ABCD2345' },
};

async function openDesk(...messages: readonly Message[]) {
  const stores = openStores();
  await stores.incidents.create('inc-1', makeIncident());
  for (const message of messages) await stores.outbox.put(message);
  const published: Notice[] = [];
  const failing = new Set<string>();
  const publisher = {
    publish: async (notice: Notice) => {
      if (failing.has(notice.id)) throw new Error('no answer');
      published.push(notice);
    },
  };
  const deliver = createDeliver({ stores, publisher, clock: noon, url: 'https://t.example.com' });
  return { stores, published, failing, deliver };
}

describe('what stands in the outbox', () => {
  it('goes out once, oldest first, and is marked as sent', async () => {
    const { deliver, published, stores } = await openDesk(alert, question);
    expect(await deliver({})).toEqual({
      delivered: [
        { message: 'm-1', sent: true },
        { message: 'm-2', sent: true },
      ],
    });
    expect(await deliver({})).toEqual({ delivered: [] });
    expect(await deliver({ messages: ['m-1', 'm-2'] })).toEqual({ delivered: [] });
    expect(published.map(({ id }) => id)).toEqual(['m-1', 'm-2']);
    expect(await stores.outbox.get('m-1')).toMatchObject({ sentAt: new Date(noon.now()).toISOString() });
  });

  it('is sent at once where it is named, and after a minute where it was left', async () => {
    const fresh = { ...alert, at: new Date(noon.now() - 1_000).toISOString() };
    const { deliver, published } = await openDesk(fresh);
    await deliver({});
    expect(published).toEqual([]);
    await deliver({ messages: ['m-1', 'no-such-message'] });
    expect(published).toHaveLength(1);
  });

  it('stays there where it cannot be sent, and holds up nothing else', async () => {
    const { deliver, failing, published } = await openDesk(alert, question);
    failing.add('m-1');
    expect(await deliver({})).toMatchObject({
      delivered: [{ message: 'm-1', sent: false, error: 'Error: no answer' }, { sent: true }],
    });
    failing.clear();
    await deliver({});
    expect(published.map(({ id }) => id)).toEqual(['m-2', 'm-1']);
  });

  it('carries what subscriptions choose by, and the link and code in questions alone', async () => {
    const { deliver, published } = await openDesk(alert, question);
    await deliver({});
    const about = { incident: 'inc-1', severity: 'HIGH', account: '111122223333' };
    const [first, second] = published;
    expect(first).toMatchObject({ body: 'Look.', secret: false });
    expect(first?.attributes).toEqual({ kind: 'alert', ...about });
    expect(second).toMatchObject({ secret: true, attributes: { kind: 'question', to: 'ana', ...about } });
    expect(second?.body).toContain('https://t.example.com/approve/LINK-OF-ANA\nwith the code ABCD-2345');
    expect(JSON.stringify(second?.attributes)).not.toMatch(/LINK|ABCD/);
  });
});

describe('a notice on SNS', () => {
  const topics = {
    urgent: 'arn:urgent',
    alerts: 'arn:aws:sns:us-east-1:111122223333:alerts',
    approvals: 'arn:approvals',
  };
  const notice: Notice = {
    id: 'm-1',
    subject: 'Alert',
    body: 'Look.',
    attributes: { kind: 'alert' },
    secret: false,
  };
  const publish = async (changes: Partial<Notice>): Promise<Record<string, any>> => {
    const sent: Record<string, any>[] = [];
    const client = { send: async ({ input }: { input: object }) => sent.push(input) } as never;
    await createSnsPublisher({ client, topics }).publish({ ...notice, ...changes });
    return sent[0] ?? {};
  };

  it.each([
    [{ secret: false }, 'TopicArn', topics.alerts],
    [{ attributes: { severity: 'MEDIUM' } }, 'TopicArn', topics.alerts],
    [{ attributes: { severity: 'HIGH' } }, 'TopicArn', topics.urgent],
    [{ attributes: { severity: 'CRITICAL' } }, 'TopicArn', topics.urgent],
    [{ secret: true, attributes: { severity: 'CRITICAL' } }, 'TopicArn', topics.approvals],
    [{ subject: ' \u200b~ Alert' }, 'Subject', 'Alert'],
    [{ subject: '>' }, 'Subject', 'Tourniquet'],
    [{ body: 'ab'.repeat(40_000) }, 'Message', `${'ab'.repeat(29_999)}a…`],
  ] as const)('with %j has the %s %s', async (changes, field, value) => {
    expect((await publish(changes))[field]).toBe(value);
  });

  it.each([
    ['NotFoundException', 'NotFound', 'deploy the stack Messages'],
    ['Throttled', 'Busy', 'cannot answer now'],
    ['InvalidParameterException', 'InvalidParameterException', 'said so'],
  ])('fails with %s as %s: %s', async (thrown, name, message) => {
    const client = {
      send: () => Promise.reject(Object.assign(new Error('said so'), { name: thrown })),
    } as never;
    await expect(createSnsPublisher({ client, topics }).publish(notice)).rejects.toThrow(
      expect.objectContaining({ name, message: expect.stringContaining(message) }),
    );
  });
});
