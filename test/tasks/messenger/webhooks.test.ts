import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebhooksConfig } from '../../../core/webhooks-config.ts';
import { createPostJson } from '../../../tasks/messenger/post-json.ts';
import { createWebhooks } from '../../../tasks/messenger/webhooks.ts';
import { openWebhookServer, type WebhookServer } from '../../support/webhook-server.ts';

const clock = { now: () => Date.parse('2026-11-20T12:00:00.500Z') };
const secret = 'not-to-be-seen';
const post = { key: 'inc-1-r1-abc', body: '{"incident":"inc-1"}' };
const statuses = { '/moved-on': 302, '/gone': 404, '/busy': 429, '/broken': 503, '/silent': null };

describe('a webhook of the configuration', () => {
  let server: WebhookServer;
  beforeAll(async () => void (server = await openWebhookServer(statuses)));
  afterAll(() => server.close());

  const open = (path: string, secretFrom?: string, timeout?: number) =>
    createWebhooks(
      WebhooksConfig.parse({ pager: { url: `${server.url}${path}`, ...(secretFrom ? { secretFrom } : {}) } }),
      { env: { PAGER_SECRET: secret }, clock, postJson: createPostJson(timeout) },
    );

  it('is posted JSON with a key that says which post it is, and a signature over time and body', async () => {
    expect(await open('/signed?token=x', 'env:PAGER_SECRET').post('pager', post)).toBe(202);
    const seconds = Math.floor(clock.now() / 1000);
    const mac = createHmac('sha256', secret).update(`${seconds}.${post.body}`).digest('hex');
    expect(server.received.at(-1)).toMatchObject({
      path: '/signed?token=x',
      body: post.body,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': post.key,
        'x-tourniquet-signature': `t=${seconds},v1=${mac}`,
      },
    });
  });

  it('is posted without a signature where it has no secret', async () => {
    await open('/plain').post('pager', post);
    expect(server.received.at(-1)?.headers).not.toHaveProperty('x-tourniquet-signature');
  });

  it.each([
    ['/busy', 'Busy', /'pager' \(127\.0\.0\.1:\d+\) answered 429/],
    ['/broken', 'Busy', /answered 503; try again later/],
    ['/gone', 'WebhookRefused', /answered 404; correct its url/],
    ['/moved-on', 'WebhookRefused', /answered 302, a redirect, which is never followed/],
  ])('that answers as %s does is %s', async (path, name, message) => {
    await expect(open(path).post('pager', post)).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
    expect(server.received.at(-1)?.path).toBe(path);
  });

  it('that does not answer in time is asked again later', async () => {
    await expect(open('/silent', undefined, 50).post('pager', post)).rejects.toMatchObject({
      name: 'Busy',
      message: expect.stringMatching(/^127\.0\.0\.1:\d+ did not answer: TimeoutError; try again later$/),
    });
  });

  it('that nobody listens at is asked again later, and its path is told to nobody', async () => {
    const closed = await openWebhookServer();
    await closed.close();
    const webhooks = createWebhooks(WebhooksConfig.parse({ pager: { url: `${closed.url}/T0KEN` } }), {
      env: {},
      clock,
      postJson: createPostJson(),
    });
    const error: Error = await webhooks.post('pager', post).then(
      () => new Error('it was posted'),
      (caught: Error) => caught,
    );
    expect(error).toMatchObject({ name: 'Busy', message: expect.stringContaining('ECONNREFUSED') });
    expect(JSON.stringify([error, error.message, error.stack])).not.toContain('T0KEN');
  });

  it('needs its secret when it is opened', () => {
    expect(() => open('/signed', 'env:NOT_SET')).toThrow(
      '/webhooks/pager/secretFrom: the environment variable NOT_SET is not set',
    );
  });
});

describe('the webhooks of a configuration', () => {
  it.each([
    'https://hooks.example.com/T0/B1',
    'http://127.0.0.1:8080/hook',
    'http://localhost/hook',
    'http://[::1]:80/',
  ])('may be at %s', (url) => {
    expect(WebhooksConfig.safeParse({ pager: { url } }).success).toBe(true);
  });

  it.each([
    'http://hooks.example.com/',
    'http://localhost.example.com/',
    'http://localhost@example.com/',
    'http://127.0.0.1.example.com/',
    'https://user:password@example.com/',
    'ftp://localhost/',
    'file:///etc/passwd',
    'hooks.example.com',
  ])('may not be at %s', (url) => {
    expect(WebhooksConfig.safeParse({ pager: { url } }).success).toBe(false);
  });

  it.each([
    [{ 'No Name': { url: 'https://a.example' } }],
    [{ pager: { url: 'https://a.example', secret: 'in the clear' } }],
    [{ pager: { url: 'https://a.example', secretFrom: 'in the clear' } }],
  ])('are not %j', (value) => {
    expect(WebhooksConfig.safeParse(value).success).toBe(false);
  });
});
