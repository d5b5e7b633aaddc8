import { Hono } from 'hono';
import { expect, it } from 'vitest';
import type { Arrival } from '../../../tasks/intake/index.ts';
import { createIntakeRoutes } from '../../../tasks/api/intake-routes.ts';

it.each([true, false])('a finding over HTTP is trusted (%j) only where senders are', async (trustSenders) => {
  const arrivals: Arrival[] = [];
  const app = new Hono().route(
    '/',
    createIntakeRoutes({
      intake: async (arrival) => {
        arrivals.push(arrival);
        return { findings: [], rejected: [] };
      },
      newId: () => 'id',
      trustSenders,
    }),
  );
  const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
  expect((await app.request('/api/findings', sent)).status).toBe(202);
  expect(arrivals).toMatchObject([{ origin: { via: 'http', account: null, trusted: trustSenders } }]);
});
