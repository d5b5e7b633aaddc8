import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { expect, onTestFinished } from 'vitest';
import type { Session } from '../../../core/api/session.ts';
import { Config } from '../../../core/config.ts';
import { createConsoleApp, readConsole } from '../../../runtime/http/console-files.ts';
import { createApiPorts } from '../../../runtime/http/api-ports.ts';
import { createApi } from '../../../tasks/api/app.ts';
import { createMemoryLimits } from '../../../tasks/api/limits.ts';
import { identifyByClaims } from '../../../tasks/api/people/claims.ts';
import { serveNow } from './console.ts';
import { startLoginServer } from './login-server.ts';

const plenty = { reading: 1e6, writing: 1e6, guessing: 1e6 };

/**
 * A home as people meet it on AWS: the console and the API behind one name, people of a login elsewhere, an authorizer in
 * front that tells the API whose token it is, and nothing that streams.
 */
export async function serveLikeAws({ live = 'poll' }: { readonly live?: Session['live'] } = {}) {
  const { home, send, clock } = await serveNow();
  const login = await startLoginServer(['viewer', 'approver', 'responder']);
  const faults: Error[] = [];
  const ports = createApiPorts({
    home,
    account: 'simulated',
    config: Config.parse({}),
    playbooks: null,
    onFault: (error) => void faults.push(error),
    tell: () => undefined,
  });
  const api = createApi({
    ...ports,
    clock,
    identify: identifyByClaims,
    limits: createMemoryLimits(plenty),
    addressOf: () => '198.51.100.7',
    sessions: null,
    signIn: login.signIn,
    changes: null,
    place: { ...ports.place, home: 'aws', live, signsIn: true },
  });
  const files = await readConsole();
  if (files === null) throw new Error('there is no console');
  const app = new Hono();
  app.all('/api/*', async ({ req }) => {
    const claims = login.claimsIn(req.header('authorization'));
    return await api.fetch(
      req.raw,
      claims === null ? {} : { requestContext: { authorizer: { jwt: { claims } } } },
    );
  });
  app.route('/', createConsoleApp(files, [login.url]));
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  onTestFinished(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
    login.close();
    expect(faults).toEqual([]);
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, home, send, login };
}
