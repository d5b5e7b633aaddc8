import { expect, it } from 'vitest';
import { createApi } from '../../../tasks/api/app.ts';
import type { Arrival } from '../../../tasks/intake/index.ts';
import { makeApiPorts } from '../../support/api.ts';

const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };

it.each([true, false])('a finding over HTTP is trusted (%j) only where senders are', async (trustSenders) => {
  const arrivals: Arrival[] = [];
  const api = createApi(
    makeApiPorts({
      trustSenders,
      intake: async (arrival) => {
        arrivals.push(arrival);
        return { findings: [], rejected: [] };
      },
    }),
  );
  expect((await api.request('/api/findings', sent)).status).toBe(202);
  expect(arrivals).toMatchObject([{ origin: { via: 'http', account: null, trusted: trustSenders } }]);
});

it('an event of which nothing is usable is refused with every reason', async () => {
  const intake = async () => ({ findings: [], rejected: ['it has no account', 'it has no type'] });
  const response = await createApi(makeApiPorts({ intake })).request('/api/findings', sent);
  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({ detail: 'it has no account; it has no type' });
});
