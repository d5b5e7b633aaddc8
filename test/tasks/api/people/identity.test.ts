import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Person } from '../../../../core/api/session.ts';
import type { PersonConfig } from '../../../../core/server-config.ts';
import { createApi } from '../../../../tasks/api/app.ts';
import { createMemoryLimits } from '../../../../tasks/api/limits.ts';
import { createIdentity } from '../../../../tasks/api/people/identity.ts';
import { createSessions } from '../../../../tasks/api/people/sessions.ts';
import { makeApiPorts } from '../../../support/api.ts';
import { noon, openStores } from '../../../support/incidents.ts';

const hour = 3_600_000;
const local: Person = { name: 'kim', roles: ['viewer'] };
const ana: PersonConfig = { name: 'ana', roles: ['responder'], tokenHash: hash('sha256', 'token-of-ana') };
const bo: PersonConfig = { name: 'bo', roles: ['viewer'], tokenHash: hash('sha256', 'token-of-bo') };

function open(
  people: readonly PersonConfig[] = [ana, bo],
  most = 1000,
  { sessions: records } = openStores(),
) {
  let time = noon.now();
  const sessions = createSessions({ records, clock: { now: () => time } });
  const identity = createIdentity({ people, local, sessions });
  const limits = createMemoryLimits({ guessing: most });
  const api = createApi(makeApiPorts({ ...identity, sessions, limits }));
  const request = async (init: RequestInit = {}, scheme = 'http') =>
    await api.request(`${scheme}://tq.example/api/session`, init);
  return {
    pass: (ms: number) => void (time += ms),
    whoIs: async (headers: Record<string, string>) => {
      const response = await request({ headers }, headers['x-scheme']);
      return response.ok ? ((await response.json()) as Person).name : response.status;
    },
    signIn: async (token: string, scheme?: string) =>
      await request(
        { method: 'POST', body: JSON.stringify({ token }), headers: { 'content-type': 'application/json' } },
        scheme,
      ),
    signOut: async (cookie: string) => await request({ method: 'DELETE', headers: { cookie } }),
  };
}

const cookieOf = (response: Response): string => response.headers.get('set-cookie')?.split(';')[0] ?? '';

describe('with people configured', () => {
  it.each([
    ['the token of ana', { authorization: 'Bearer token-of-ana' }, 'ana'],
    ['the token of bo', { authorization: 'bearer token-of-bo' }, 'bo'],
    ['nothing', {}, 401],
    ['a token that nobody has', { authorization: 'Bearer token-of-eve' }, 401],
    ['no token', { authorization: 'Bearer ' }, 401],
    ['a password', { authorization: 'Basic token-of-ana' }, 401],
    ['the hash of a token', { authorization: `Bearer ${ana.tokenHash}` }, 401],
    ['a session that nobody began', { cookie: 'tourniquet=AAAA' }, 401],
    ['a token as if it were a session', { cookie: 'tourniquet=token-of-ana' }, 401],
  ])('who sends %s is known as %s', async (_what, headers: Record<string, string>, known) => {
    expect(await open().whoIs(headers)).toBe(known);
  });

  it('a wrong token is not made good by a session', async () => {
    const { signIn, whoIs } = open();
    const cookie = cookieOf(await signIn('token-of-ana'));
    expect(await whoIs({ cookie, authorization: 'Bearer token-of-eve' })).toBe(401);
  });
});

describe('a session', () => {
  it('is begun with a token and ended by signing out', async () => {
    const { signIn, signOut, whoIs } = open();
    const signedIn = await signIn('token-of-ana');
    expect(await signedIn.json()).toMatchObject({ name: 'ana', roles: ['responder'] });
    const cookie = cookieOf(signedIn);
    expect(await whoIs({ cookie })).toBe('ana');
    expect((await signOut(cookie)).status).toBe(204);
    expect(await whoIs({ cookie })).toBe(401);
  });

  it('is nothing that scripts, other sites or, over https, listeners get', async () => {
    const { signIn } = open();
    const cookie = (await signIn('token-of-ana')).headers.get('set-cookie');
    expect(cookie).toMatch(/^tourniquet=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
    const secure = (await signIn('token-of-ana', 'https')).headers.get('set-cookie');
    expect(secure).toMatch(
      /^__Host-tourniquet=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
  });

  it('is over after twelve hours', async () => {
    const { signIn, whoIs, pass } = open();
    const cookie = cookieOf(await signIn('token-of-ana'));
    pass(12 * hour - 1);
    expect(await whoIs({ cookie })).toBe('ana');
    pass(1);
    expect(await whoIs({ cookie })).toBe(401);
  });

  it('is over https one that no other host can plant', async () => {
    const { signIn, whoIs } = open();
    const cookie = cookieOf(await signIn('token-of-ana', 'https'));
    expect(await whoIs({ cookie, 'x-scheme': 'https' })).toBe('ana');
    expect(await whoIs({ cookie: cookie.replace('__Host-', ''), 'x-scheme': 'https' })).toBe(401);
    expect(await whoIs({ cookie })).toBe(401);
  });

  it('outlives the process, as long as the person has the token that it began with', async () => {
    const stores = openStores();
    const cookie = cookieOf(await open([ana, bo], 1000, stores).signIn('token-of-ana'));
    expect(await open([bo, ana], 1000, stores).whoIs({ cookie })).toBe('ana');
    const another = { ...ana, tokenHash: hash('sha256', 'another-token-of-ana') };
    expect(await open([another, bo], 1000, stores).whoIs({ cookie })).toBe(401);
    expect(await open([bo], 1000, stores).whoIs({ cookie })).toBe(401);
  });

  it('stands in the store as nothing that lets anybody in', async () => {
    const stores = openStores();
    const cookie = cookieOf(await open([ana, bo], 1000, stores).signIn('token-of-ana'));
    const [session] = await stores.sessions.listOf('ana');
    const kept = JSON.stringify(session);
    expect(kept).not.toContain(cookie.split('=')[1]);
    expect(kept).not.toContain('token-of-ana');
    expect(await open([ana, bo], 1000, stores).whoIs({ cookie: `tourniquet=${session?.hash}` })).toBe(401);
  });

  it('is not begun with a token that nobody has', async () => {
    const response = await open().signIn('token-of-eve');
    expect(response.status).toBe(401);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(await response.text()).not.toContain('token-of-eve');
  });

  it('is one of twenty at most: the oldest of a person ends, those of others go on', async () => {
    const { signIn, whoIs, pass } = open();
    const other = cookieOf(await signIn('token-of-bo'));
    const cookies: string[] = [];
    for (let n = 0; n < 21; n++) {
      pass(1000);
      cookies.push(cookieOf(await signIn('token-of-ana')));
    }
    const known = await Promise.all(
      [cookies[0], cookies[1], cookies[20], other].map((cookie = '') => whoIs({ cookie })),
    );
    expect(known).toEqual([401, 'ana', 'ana', 'bo']);
  });

  it('is tried for only so often, with the right token too', async () => {
    const { signIn } = open([ana], 2);
    const statuses: number[] = [];
    for (const token of ['a', 'b', 'token-of-ana']) statuses.push((await signIn(token)).status);
    expect(statuses).toEqual([401, 401, 429]);
  });
});

it('without people configured, whoever is at this machine is there, and no token signs in', async () => {
  const { whoIs, signIn } = open([]);
  expect(await whoIs({})).toBe('kim');
  expect((await signIn('token-of-ana')).status).toBe(401);
});
