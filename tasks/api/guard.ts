import type { MiddlewareHandler } from 'hono';
import type { SecureHeadersVariables } from 'hono/secure-headers';
import { mayLook, type Person, type Role } from '../../core/api/session.ts';
import { refuseOtherSites, requireMedia } from './other-sites.ts';
import type { FramePorts } from './ports.ts';
import { Refusal } from './problem.ts';
import type { Needs, RouteSpec } from './route.ts';

/** What the frame keeps of a request: for its handler, and for its page. */
export interface Frame {
  readonly Variables: SecureHeadersVariables & { person: Person | null };
}

/** Lets in who may do what the route does, as often as they may. */
export const guard =
  ({ identify, limits, addressOf, origins }: FramePorts, spec: RouteSpec): MiddlewareHandler<Frame> =>
  async (context, next) => {
    // Before anything is counted: pages of other sites must not use up what a person may ask for.
    refuseOtherSites(context.req, origins);
    const person = await identify(context);
    const kind = spec.limit ?? (spec.method === 'get' ? 'reading' : 'writing');
    const address = addressOf(context) ?? 'unknown';
    const whose = person === null || kind === 'guessing' ? `from ${address}` : `by ${person.name}`;
    const wait = await limits.take(kind, whose);
    if (wait !== null) throw tooMany(wait);
    requireRole(person, spec.role);
    requireMedia(context.req, spec.media);
    context.set('person', person);
    await next();
  };

export const tooMany = (wait: number): Refusal =>
  new Refusal(429, `too many requests; try again in ${wait} s`, { headers: { 'retry-after': `${wait}` } });

const signIn = { headers: { 'www-authenticate': 'Bearer realm="tourniquet"' } };

function requireRole(person: Person | null, role: Needs): void {
  if (role === 'anyone') return;
  if (person === null)
    throw new Refusal(
      401,
      'nobody is signed in: no token was sent, or none that is known; send one as "authorization: Bearer …", or sign in',
      signIn,
    );
  if (!mayDo(person, role))
    throw new Refusal(403, `${person.name} is no ${role}; ask for that role in server.people`);
}

const mayDo = ({ roles }: Person, role: Role): boolean =>
  role === 'viewer' ? mayLook(roles) : roles.includes(role);
