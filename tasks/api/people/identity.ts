import { hash, timingSafeEqual } from 'node:crypto';
import type { Person } from '../../../core/api/session.ts';
import type { PersonConfig } from '../../../core/server-config.ts';
import type { Identify } from '../ports.ts';
import { isForwarded } from './forwarded.ts';
import { readSession } from './session-cookie.ts';
import type { Sessions } from './sessions.ts';

export interface IdentityPorts {
  /** With nobody here, `local` is who is there, unless a proxy passed the request on. */
  readonly people: readonly PersonConfig[];
  /** Who uses the API where no people are configured; null: nobody may. */
  readonly local: Person | null;
  readonly sessions: Sessions;
}

export interface Identity {
  readonly identify: Identify;
  /** Null: nobody has this token. */
  readonly personOf: (token: string) => Person | null;
}

/** Says who sends a request: by a token of their own, or by the session that a browser got for one. */
export function createIdentity({ people, local, sessions }: IdentityPorts): Identity {
  const personOf = (token: string): Person | null => {
    const hashed = sha256(token);
    // Each hash is compared, and to its end, so that the time that it takes says nothing.
    const fits = people.map(({ tokenHash }) => timingSafeEqual(Buffer.from(tokenHash, 'hex'), hashed));
    const found = people[fits.indexOf(true)];
    return found === undefined ? null : { name: found.name, roles: found.roles };
  };
  return {
    personOf,
    async identify(context) {
      const { headers } = context.req.raw;
      if (people.length === 0) return isForwarded(headers) ? null : local;
      const token = /^Bearer (\S{1,200})$/i.exec(headers.get('authorization') ?? '')?.[1];
      if (token !== undefined) return personOf(token);
      const session = readSession(context);
      const signedIn = session === null ? null : await sessions.find(session);
      // Who has another token since, or is nobody here any more, has to sign in anew.
      const found = people.find(
        ({ name, tokenHash }) => name === signedIn?.name && tokenHash === signedIn.tokenHash,
      );
      return found === undefined ? null : { name: found.name, roles: found.roles };
    },
  };
}

const sha256 = (text: string): Buffer => hash('sha256', text, 'buffer');
