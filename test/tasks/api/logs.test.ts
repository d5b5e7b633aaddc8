import { describe, expect, it } from 'vitest';
import { createApi } from '../../../tasks/api/app.ts';
import { declareRoutes } from '../../../tasks/api/routes/index.ts';
import { describeLogRequests } from '../../contract/log-requests.ts';
import { call } from '../../core/ingest/records.ts';
import { makeApiPorts, person } from '../../support/api.ts';

describeLogRequests({
  writer: 'ana',
  open: (takeLogs) => {
    const identify = async () => person('writer');
    const api = createApi(makeApiPorts({ identify, takeLogs, onFault: () => undefined }));
    return async ({ body, headers }) => {
      const response = await api.request('/v1/events', { method: 'POST', body: body as BodyInit, headers });
      return { status: response.status, headers: response.headers, body: await response.json() };
    };
  },
});

const one = JSON.stringify(call);

describe('a log writer', () => {
  const routes = declareRoutes(makeApiPorts()).map(({ spec }) => spec);
  const api = createApi(makeApiPorts({ identify: async () => person('writer') }));

  it.each(
    routes
      .filter(({ role, path }) => role !== 'anyone' && path !== '/v1/events')
      .map((spec) => [`${spec.method} ${spec.path}`, spec] as const),
  )('may not %s', async (_, { method, path }) => {
    const init = { method: method.toUpperCase(), headers: { 'content-type': 'application/json' } };
    expect((await api.request(path.replaceAll(/\{\w+\}/g, 'x'), init)).status).toBe(403);
  });

  it('gets no session to look with', async () => {
    const api = createApi(makeApiPorts({ personOf: () => person('writer') }));
    const response = await api.request('/api/session', {
      method: 'POST',
      body: JSON.stringify({ token: 'x' }),
      headers: { 'content-type': 'application/json' },
    });
    expect(response.status).toBe(403);
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  it('is asked for where logs come in otherwise, and told so', async () => {
    const api = createApi(makeApiPorts({ identify: async () => person('writer'), takeLogs: null }));
    const response = await api.request('/v1/events', {
      method: 'POST',
      body: one,
      headers: { 'content-type': 'application/json' },
    });
    expect(response.status).toBe(501);
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining('EventsUrl') });
  });

  it.each(['viewer', 'approver', 'responder', 'author'] as const)(
    'is who may send logs; a %s is none',
    async (role) => {
      const api = createApi(makeApiPorts({ identify: async () => person(role) }));
      const init = { method: 'POST', body: one, headers: { 'content-type': 'application/json' } };
      expect((await api.request('/v1/events', init)).status).toBe(403);
    },
  );
});
