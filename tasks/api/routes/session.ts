import { deleteCookie, setCookie } from 'hono/cookie';
import type { Context } from 'hono';
import { LoginRequest, mayLook, type Person, Session, SignIn } from '../../../core/api/session.ts';
import { readSession, sessionCookie, sessionSeconds, type Sessions } from '../people/sessions.ts';
import { Refusal } from '../problem.ts';
import { type Route, route } from '../route.ts';

export interface SessionPorts {
  readonly signIn: SignIn;
  readonly personOf: (token: string) => Person | null;
  /** Null: none are kept, for every request brings a token of the login's own. */
  readonly sessions: Sessions | null;
  /** Where this is. */
  readonly place: Omit<Session, 'name' | 'roles'>;
}

/** Who is there, signing in and out. */
export const sessionRoutes = (ports: SessionPorts): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/api/sign-in',
      role: 'anyone',
      summary: 'How people sign in here',
      answer: SignIn,
    },
    () => ports.signIn,
  ),
  ...ownSessionRoutes(ports),
];

const ownSessionRoutes = ({ personOf, sessions, place }: SessionPorts): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/api/session',
      role: 'viewer',
      summary: 'Who I am, what I may do, and where this is',
      answer: Session,
    },
    ({ person }) => ({ ...person, ...place }),
  ),
  route(
    {
      method: 'post',
      path: '/api/session',
      role: 'anyone',
      summary: 'Sign a browser in with a token',
      description: 'The session cookie is HttpOnly and SameSite=Strict, and ends after twelve hours.',
      body: LoginRequest,
      answer: Session,
      problems: [401, 501],
      limit: 'guessing',
    },
    async ({ body, context }) => {
      if (sessions === null)
        throw new Refusal(
          501,
          'no sessions are kept here; sign in as GET /api/sign-in says, and send its token',
        );
      const person = personOf(body.token);
      if (person === null) throw new Refusal(401, 'nobody has this token; make one with: tourniquet token');
      if (!mayLook(person.roles)) throw new Refusal(403, `${person.name} writes logs, and may not look`);
      setCookie(context, sessionCookie, await sessions.begin(person.name), {
        httpOnly: true,
        sameSite: 'Strict',
        secure: isSecure(context),
        path: '/',
        maxAge: sessionSeconds,
      });
      return { ...person, ...place };
    },
  ),
  route(
    {
      method: 'delete',
      path: '/api/session',
      role: 'anyone',
      summary: 'Sign this browser out',
      answer: null,
    },
    async ({ context }) => {
      const session = readSession(context.req.raw.headers);
      if (session !== null) await sessions?.end(session);
      deleteCookie(context, sessionCookie, { path: '/' });
    },
  ),
];

/** Also behind a proxy that ends TLS. Whoever claims it falsely gets a cookie that a browser will not send. */
const isSecure = ({ req }: Context): boolean =>
  new URL(req.url).protocol === 'https:' || req.header('x-forwarded-proto') === 'https';
