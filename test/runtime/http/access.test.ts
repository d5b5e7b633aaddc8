import { hash } from 'node:crypto';
import { request } from 'node:http';
import { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import { Config } from '../../../core/config.ts';
import { createEngine } from '../../../runtime/asl/index.ts';
import { isLoopback, requireKnownHost } from '../../../runtime/http/host-names.ts';
import { isOpenToLocal, placeOf } from '../../../runtime/http/listen-place.ts';
import { type Server, startServer } from '../../../runtime/server.ts';
import { createIdentity } from '../../../tasks/api/people/identity.ts';
import { createSessions } from '../../../tasks/api/people/sessions.ts';
import { makeApiPorts } from '../../support/api.ts';
import { noon, openStores } from '../../support/incidents.ts';

const kim = { name: 'kim', roles: ['viewer' as const], tokenHash: hash('sha256', 'token-of-kim') };

describe('where the server listens', () => {
  it.each([
    ['127.0.0.1', true],
    ['127.8.8.8', true],
    ['localhost', true],
    ['::1', true],
    ['0.0.0.0', false],
    ['::', false],
    ['10.0.0.7', false],
    ['127.evil.example', false],
  ])('%s is this machine alone: %j', (host, own) => {
    expect(isLoopback(host)).toBe(own);
    const place = () => placeOf({ host, port: 1 }, Config.parse({}));
    if (own) expect(place()).toMatchObject({ host });
    else expect(place).toThrow('nobody would have to sign in');
  });

  it('may be anywhere once people have to sign in', () => {
    const config = Config.parse({ server: { people: [kim], names: ['tq.example'] } });
    expect(placeOf({ host: '0.0.0.0', port: 1 }, config)).toEqual({
      host: '0.0.0.0',
      port: 1,
      names: ['tq.example'],
      trustedProxies: [],
    });
  });
});

it('a name under which others reach it asks for people too', () => {
  const config = Config.parse({ server: { names: ['tq.example'] } });
  expect(() => placeOf({ host: '127.0.0.1', port: 1 }, config)).toThrow(
    'tq.example is reached from other machines',
  );
});

it.each([
  ['nothing configured', {}, true],
  ['links that lead to this machine', { approvals: { url: 'http://localhost:7788' } }, true],
  ['links that lead others here', { approvals: { url: 'https://tq.example' } }, false],
  ['people', { server: { people: [kim] } }, false],
])('with %s, who is at this machine may do all there without signing in: %j', (_what, config, open) => {
  expect(isOpenToLocal(Config.parse(config))).toBe(open);
});

it.each([
  ['127.0.0.1:7788', 200],
  ['localhost', 200],
  ['[::1]:7788', 200],
  ['TQ.example:443', 200],
  ['10.0.0.7:7788', 200],
  ['evil.example', 421],
  ['tq.example.evil.example', 421],
  ['127.0.0.1.evil.example', 421],
  ['', 421],
])('a request to host %j is answered with %i', async (host, status) => {
  const app = new Hono()
    .use(requireKnownHost('10.0.0.7', ['tq.example']))
    .get('/', ({ text }) => text('here'));
  expect((await app.request('/', { headers: { host } })).status).toBe(status);
});

describe('with people configured', () => {
  let server: Server | undefined;
  afterEach(async () => await server?.close());

  async function open(people = [kim]): Promise<(path: string, init?: RequestInit) => Promise<number>> {
    const sessions = createSessions({ records: openStores().sessions, clock: noon });
    const identity = createIdentity({ people, local: { name: 'me', roles: ['viewer'] }, sessions });
    const engine = createEngine({ invokeTask: async () => ({ output: {} }) });
    const started = await startServer({
      ...makeApiPorts({ ...identity, sessions }),
      engine: people.length === 0 ? engine : null,
      console: null,
      host: '127.0.0.1',
      names: [],
      port: 0,
    });
    server = started;
    return async (path, init) => (await fetch(`${started.url}${path}`, init)).status;
  }
  const stepFunctions = {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSStepFunctions.ListStateMachines' },
    body: '{}',
  };

  it('nothing but signing in and the links of messages is there for who has not signed in', async () => {
    const ask = await open();
    expect(await ask('/api/session')).toBe(401);
    expect(await ask('/', stepFunctions)).toBe(404);
    expect(await ask('/health')).toBe(200);
    expect(await ask('/approve/none')).toBe(404);
    expect(await ask('/api/session', { headers: { authorization: 'Bearer token-of-kim' } })).toBe(200);
  });

  it('while nobody is, this machine needs no token, and Step Functions answers', async () => {
    const ask = await open([]);
    expect(await ask('/api/session')).toBe(200);
    expect(await ask('/', stepFunctions)).toBe(200);
  });

  it.each(['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'])(
    'while nobody is, what a proxy passed on (%s) is from nobody',
    async (header) => {
      const ask = await open([]);
      const headers = { [header]: '198.51.100.7' };
      expect(await ask('/api/session', { headers })).toBe(401);
      expect(await ask('/', { ...stepFunctions, headers: { ...stepFunctions.headers, ...headers } })).toBe(
        403,
      );
    },
  );
});

it('a server that somebody listens to live ends when it is told to', async () => {
  const server = await startServer({
    ...makeApiPorts({ changes: { listen: () => () => undefined } }),
    engine: null,
    console: null,
    host: '127.0.0.1',
    names: [],
    port: 0,
  });
  const ended = new Promise((resolve) => {
    request(`${server.url}/api/live`, (answer) => {
      answer.once('data', () => void server.close());
      answer.on('error', resolve).on('close', resolve);
    }).end();
  });
  await ended;
  await expect(fetch(`${server.url}/health`)).rejects.toThrow('fetch failed');
});

it.each([['192.0.2.1', '192.0.2.1 is no address of this machine; give one with --host']])(
  'that it cannot listen at %s is said in one line',
  async (host, says) => {
    const config = { ...makeApiPorts(), engine: null, console: null, names: [], host, port: 0 };
    await expect(startServer(config)).rejects.toThrow(says);
  },
);
