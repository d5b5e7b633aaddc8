import { describe, expect, it } from 'vitest';
import { type Person, Role } from '../../../core/api/session.ts';
import { createApi } from '../../../tasks/api/app.ts';
import { declareRoutes } from '../../../tasks/api/routes/index.ts';
import { makeApiPorts, person } from '../../support/api.ts';

const routes = declareRoutes(makeApiPorts()).map(({ spec }) => spec);

/** The path with something in the place of each parameter. */
const fill = (path: string): string => path.replaceAll(/\{\w+\}/g, 'x-1');

async function ask({ method, path }: (typeof routes)[number], who: Person | null): Promise<number> {
  const api = createApi(makeApiPorts({ identify: async () => who, onFault: () => undefined }));
  const init = { method: method.toUpperCase(), headers: { 'content-type': 'application/json' } };
  return (await api.request(fill(path), init)).status;
}

const who = new Map<string, Person | null>([
  ['nobody', null],
  ['a person without roles', person()],
  ...Role.options.map((role) => [`a person who is only ${role}`, person(role)] as const),
]);

const wanted = (role: string, one: Person | null): 'let in' | 401 | 403 => {
  if (role === 'anyone') return 'let in';
  if (one === null) return 401;
  const may =
    role === 'viewer' ? one.roles.some((own) => own !== 'writer') : one.roles.some((own) => own === role);
  return may ? 'let in' : 403;
};

describe.each(routes.map((one) => [`${one.method} ${one.path} (${one.role})`, one] as const))(
  '%s',
  (_title, route) => {
    it.each([...who])('%s', async (_who, one) => {
      const expected = wanted(route.role, one);
      const status = await ask(route, one);
      if (expected === 'let in') expect([401, 403]).not.toContain(signsIn(route) ? 0 : status);
      else expect(status).toBe(expected);
    });
  },
);

/** Signing in answers 401 by itself: to a token that nobody has. */
const signsIn = ({ method, path }: (typeof routes)[number]): boolean =>
  method === 'post' && path === '/api/session';

it('whatever changes something asks for more than a viewer, but for signing in and out', () => {
  const open = routes.filter(({ method, role }) => method !== 'get' && ['viewer', 'anyone'].includes(role));
  expect(open.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'post /api/session',
    'delete /api/session',
  ]);
});
