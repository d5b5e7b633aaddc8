import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Problem } from '../../../core/api/problem.ts';
import { Busy, InvalidInput, NotFound } from '../../../core/errors.ts';
import { createFrame } from '../../../tasks/api/frame.ts';
import { createMemoryLimits } from '../../../tasks/api/limits.ts';
import { mountRoutes } from '../../../tasks/api/mount.ts';
import type { ApiPorts } from '../../../tasks/api/ports.ts';
import { Refusal } from '../../../tasks/api/problem.ts';
import { route } from '../../../tasks/api/route.ts';
import { makeApiPorts } from '../../support/api.ts';

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });
const failures: Readonly<Record<string, Error>> = {
  unknown: new NotFound('there is no incident inc-9'),
  invalid: new InvalidInput('the window is no duration'),
  busy: new Busy('somebody else writes'),
  refused: new Refusal(409, 'somebody was first'),
  gone: named('ExecutionDoesNotExist', 'Execution Does Not Exist'),
  broken: new Error('disk on fire at /var/lib/secret'),
};

const Thing = z.object({ name: z.string(), count: z.number() });
const routes = [
  route(
    {
      method: 'post',
      path: '/api/things/{id}',
      role: 'viewer',
      summary: 'A thing',
      params: z.object({ id: z.string().max(5) }),
      query: z.object({ limit: z.coerce.number().int().max(200).default(50) }),
      body: z.object({ name: z.string().max(10), token: z.string().max(10).optional() }),
      maxBody: 1000,
      answer: Thing,
    },
    ({ params, query, body, person }) => ({
      name: `${params.id} ${body.name} ${person.name}`,
      count: query.limit,
      secret: 'stays here',
    }),
  ),
  route(
    {
      method: 'get',
      path: '/api/failures/{what}',
      role: 'viewer',
      summary: 'Fails',
      params: z.object({ what: z.string() }),
      answer: null,
    },
    ({ params }) => {
      throw failures[params.what] ?? new TypeError('no such failure');
    },
  ),
  route(
    { method: 'get', path: '/api/misfit', role: 'viewer', summary: 'Answers otherwise', answer: Thing },
    () => ({ name: 'x' }) as never,
  ),
];

function open(given: Partial<ApiPorts> = {}) {
  const faults: Error[] = [];
  const ports = makeApiPorts({ onFault: (error) => void faults.push(error), ...given });
  const api = createFrame(ports);
  mountRoutes(api, routes, ports);
  const request = async (path: string, init: RequestInit = {}) =>
    await api.request(`http://127.0.0.1:7788${path}`, init);
  const post = async (path: string, body: string, headers: Record<string, string> = {}) =>
    await request(path, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
  return { request, post, faults };
}

const problemOf = async (response: Response): Promise<Problem> => {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const told = Problem.parse(await response.json());
  expect(told.status).toBe(response.status);
  return told;
};

const good = '{"name":"a"}';

describe('a route', () => {
  it('gets its parts as the schemas have them, and tells nothing that its answer does not name', async () => {
    const response = await open().post('/api/things/t1?limit=7', good);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ name: 't1 a ana', count: 7 });
  });

  it('that answers otherwise than it says is a fault of ours', async () => {
    const { request, faults } = open();
    expect((await problemOf(await request('/api/misfit'))).status).toBe(500);
    expect(faults).toHaveLength(1);
  });

  it.each(['/api/things/t1', '/api/failures/broken', '/api/none', '/approve/none', '/none'])(
    '%s is answered uncached, unframed and with a strict policy',
    async (path) => {
      const { headers } = await open().request(path);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; /);
      expect(headers.get('access-control-allow-origin')).toBeNull();
    },
  );
});

describe('bad input gets one line that says what, where, the value and the remedy', () => {
  const cases: readonly (readonly [title: string, path: string, body: string, detail: string])[] = [
    ['a field that is missing', '/api/things/t1', '{}', '/body/name: is missing; add it'],
    [
      'a field of another type',
      '/api/things/t1',
      '{"name":1}',
      '/body/name: is not a string, got 1; give a string',
    ],
    [
      'a field that there is not',
      '/api/things/t1',
      '{"name":"a","by":"ceo"}',
      '/body/by: "by" is not a field here, got "ceo"; use one of "name", "token"',
    ],
    [
      'a query that is too large',
      '/api/things/t1?limit=500',
      good,
      '/query/limit: is more than 200, got "500"; give less',
    ],
    [
      'a query that is misspelt',
      '/api/things/t1?limt=5',
      good,
      '/query/limt: "limt" is not a field here, got "5"; did you mean "limit"?',
    ],
    [
      'a query that stands there twice',
      '/api/things/t1?limit=5&limit=6',
      good,
      '/query/limit: is not a number, got ["5","6"]; give a number',
    ],
    [
      'a path that is too long',
      '/api/things/t123456',
      good,
      '/params/id: is more than 5 characters, got "t123456"; give less',
    ],
    [
      'two things at once',
      '/api/things/t1?limit=500',
      '{}',
      '/query/limit: is more than 200, got "500"; give less (and 1 more)',
    ],
    [
      'a secret, which is not repeated',
      '/api/things/t1',
      '{"name":"a","token":"0123456789abcdef"}',
      '/body/token: is more than 10 characters; give less',
    ],
    ['a list', '/api/things/t1', '[]', '/body: is not an object, got []; give an object'],
  ];
  it.each(cases)('%s', async (_title, path, body, detail) => {
    const told = await problemOf(await open().post(path, body));
    expect(told).toMatchObject({ status: 422, detail });
  });

  it('what is no JSON', async () => {
    const told = await problemOf(await open().post('/api/things/t1', '{"name":'));
    expect(told).toMatchObject({
      status: 400,
      detail: expect.stringContaining('the body: it is cut off at character 8') as string,
    });
  });

  it('and every single thing that is wrong is in `errors`', async () => {
    const told = await problemOf(await open().post('/api/things/t1?limit=500', '{}'));
    expect(told.errors).toEqual([
      { pointer: '/query/limit', detail: 'is more than 200; give less' },
      { pointer: '/body/name', detail: 'is missing; add it' },
    ]);
  });

  it('a body that is too large', async () => {
    const told = await problemOf(await open().post('/api/things/t1', `{"name":"${'a'.repeat(1000)}"}`));
    expect(told).toMatchObject({
      status: 413,
      detail: 'the body has more than 1000 bytes; send less at once',
    });
  });

  it('a method that a path does not have', async () => {
    const response = await open().request('/api/things/t1');
    expect(response.headers.get('allow')).toBe('POST');
    expect(await problemOf(response)).toMatchObject({ status: 405 });
  });

  it('a path that there is not', async () => {
    expect(await problemOf(await open().request('/api/none'))).toMatchObject({
      status: 404,
      detail: 'there is no /api/none',
    });
  });
});

describe('what a handler throws', () => {
  it.each([
    ['unknown', 404, 'there is no incident inc-9'],
    ['invalid', 422, 'the window is no duration'],
    ['busy', 503, 'somebody else writes'],
    ['refused', 409, 'somebody was first'],
    ['gone', 404, 'Execution Does Not Exist'],
  ])('%s is told as %i', async (what, status, detail) => {
    const { request, faults } = open();
    expect(await problemOf(await request(`/api/failures/${what}`))).toMatchObject({ status, detail });
    expect(faults).toEqual([]);
  });

  it('a fault is told to the operator, not to who asked', async () => {
    const { request, faults } = open();
    const response = await request('/api/failures/broken');
    expect(JSON.stringify(await problemOf(response))).not.toContain('secret');
    expect(faults).toEqual([failures['broken']]);
  });
});

describe('requests that the page of another site sends', () => {
  it.each([
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['text', { 'content-type': 'text/plain' }, 415],
    ['JSON with the origin of another site', { origin: 'https://evil.example' }, 403],
    ['JSON with the origin of another port', { origin: 'http://127.0.0.1:9999' }, 403],
    ['JSON with no origin to tell', { origin: 'null' }, 403],
    ['JSON that the browser says is from another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['JSON that the browser says is from a sibling', { 'sec-fetch-site': 'same-site' }, 403],
    ['a form that leads here', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, 403],
  ])('are refused: %s', async (_what, headers, status) => {
    expect((await open().post('/api/things/t1', good, headers)).status).toBe(status);
  });

  it('are refused also where they only read, unless a person follows a link', async () => {
    const { request } = open();
    const from = { 'sec-fetch-site': 'cross-site' };
    expect((await request('/api/failures/unknown', { headers: from })).status).toBe(403);
    const follows = { ...from, 'sec-fetch-mode': 'navigate' };
    expect((await request('/api/failures/unknown', { headers: follows })).status).toBe(404);
  });

  it('are not those of a page under another name of ours, in front of a proxy that gives requests its own', async () => {
    const { post } = open({ origins: ['https://tq.example'] });
    expect((await post('/api/things/t1', good, { origin: 'https://tq.example' })).status).toBe(200);
    for (const origin of ['http://tq.example', 'https://tq.example.evil.example', 'https://evil.example'])
      expect((await post('/api/things/t1', good, { origin })).status).toBe(403);
  });

  it('use up nothing of what a person may ask for', async () => {
    const { request } = open({ limits: createMemoryLimits({ reading: 1 }) });
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect((await request('/api/failures/unknown', { headers })).status).toBe(403);
    expect((await request('/api/failures/unknown')).status).toBe(404);
  });

  it.each([
    ['our own page', { origin: 'http://127.0.0.1:7788', 'sec-fetch-site': 'same-origin' }],
    ['a program', {}],
  ])('are not those of %s', async (_who, headers) => {
    expect((await open().post('/api/things/t1', good, headers)).status).toBe(200);
  });
});

it('who asks too often is told when to come again, and only they', async () => {
  const people = ['ana', 'ana', 'bo', 'ana'];
  const { request } = open({
    limits: createMemoryLimits({ reading: 1 }),
    identify: async () => ({ name: people.shift() ?? '', roles: ['viewer'] }),
  });
  expect((await request('/api/failures/unknown')).status).toBe(404);
  const refused = await request('/api/failures/unknown');
  expect(await problemOf(refused)).toMatchObject({ status: 429 });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await request('/api/failures/unknown')).status).toBe(404);
  expect((await request('/api/failures/unknown')).status).toBe(429);
});
