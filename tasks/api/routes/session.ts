import { LoginRequest, mayLook, type Person, Session, SignIn } from '../../../core/api/session.ts';
import { giveSession, readSession, takeSession } from '../people/session-cookie.ts';
import type { Sessions } from '../people/sessions.ts';
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
      description:
        'The session cookie is HttpOnly and SameSite=Strict, and ends after twelve hours, or with the token.',
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
      giveSession(context, await sessions.begin(person.name, body.token));
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
      const session = readSession(context);
      if (session !== null) await sessions?.end(session);
      takeSession(context);
    },
  ),
];
