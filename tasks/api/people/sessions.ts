import { hash, randomBytes } from 'node:crypto';
import { parse } from 'hono/utils/cookie';
import type { Clock } from '../../../core/ports/clock.ts';

/** Browsers that signed in. What a browser holds is no token: it ends, and it can be ended. */
export interface Sessions {
  /** @returns what the browser is to send from now on. */
  begin(name: string): Promise<string>;
  /** Whose it is; null where it is over. */
  find(session: string): Promise<string | null>;
  end(session: string): Promise<void>;
}

export const sessionCookie = 'tourniquet';
/** A working day. */
export const sessionSeconds = 12 * 3600;
/** Whoever begins more ends their oldest: nobody fills the memory. */
const mostEach = 20;

interface Session {
  readonly name: string;
  /** Epoch milliseconds. */
  readonly ends: number;
}

/** In this process: a restart ends them all, and with them those of people who are configured no more. */
export function createMemorySessions(clock: Clock): Sessions {
  const sessions = new Map<string, Session>();
  const forget = (name: string): void => {
    for (const [key, { ends }] of sessions) if (ends <= clock.now()) sessions.delete(key);
    const own = [...sessions].filter(([, session]) => session.name === name);
    for (const [key] of own.slice(0, Math.max(0, own.length - mostEach + 1))) sessions.delete(key);
  };
  return {
    async begin(name) {
      forget(name);
      const session = randomBytes(32).toString('base64url');
      sessions.set(keyOf(session), { name, ends: clock.now() + sessionSeconds * 1000 });
      return await Promise.resolve(session);
    },
    async find(session) {
      const found = sessions.get(keyOf(session));
      return await Promise.resolve(found !== undefined && found.ends > clock.now() ? found.name : null);
    },
    async end(session) {
      await Promise.resolve(sessions.delete(keyOf(session)));
    },
  };
}

/** Looked up by hash: how long a look-up takes says nothing of a session. */
const keyOf = (session: string): string => hash('sha256', session);

export const readSession = (headers: Headers): string | null =>
  parse(headers.get('cookie') ?? '', sessionCookie)[sessionCookie] ?? null;
