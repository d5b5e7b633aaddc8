import { hash, randomBytes } from 'node:crypto';
import type { Clock } from '../../../core/ports/clock.ts';
import type { SessionRecords } from '../../../core/records/sessions.ts';

/** Who signed in, and with which token. */
interface SignedIn {
  readonly name: string;
  readonly tokenHash: string;
}

/** Browsers that signed in. What a browser holds is no token: it ends, and it can be ended. */
export interface Sessions {
  /** @returns what the browser is to send from now on. */
  begin(name: string, token: string): Promise<string>;
  /** Whose it is; null where it is over. */
  find(session: string): Promise<SignedIn | null>;
  end(session: string): Promise<void>;
}

/** A working day. */
export const sessionSeconds = 12 * 3600;
/** Whoever begins more ends their oldest: nobody fills the store. */
const mostEach = 20;

export interface SessionsConfig {
  readonly records: SessionRecords;
  readonly clock: Clock;
}

/** In the store, by hash: they outlive this process, how long a look-up takes says nothing of them, and whoever reads it has none. */
export function createSessions({ records, clock }: SessionsConfig): Sessions {
  const end = async (key: string): Promise<void> => {
    await records.change(key, (known) => known && (known.ended ? known : { ...known, ended: true }));
  };
  const isOver = ({ ended, endsAt }: { readonly ended: boolean; readonly endsAt: string }): boolean =>
    ended || Date.parse(endsAt) <= clock.now();

  return {
    async begin(name, token) {
      const going = (await records.listOf(name)).filter((one) => !isOver(one));
      const oldest = going.slice(0, Math.max(0, going.length - mostEach + 1));
      await Promise.all(oldest.map((one) => end(one.hash)));
      const session = randomBytes(32).toString('base64url');
      await records.create(keyOf(session), {
        hash: keyOf(session),
        name,
        tokenHash: hash('sha256', token),
        begunAt: toIso(clock.now()),
        endsAt: toIso(clock.now() + sessionSeconds * 1000),
        ended: false,
      });
      return session;
    },
    async find(session) {
      const found = await records.get(keyOf(session));
      return found === null || isOver(found) ? null : { name: found.name, tokenHash: found.tokenHash };
    },
    end: (session) => end(keyOf(session)),
  };
}

const toIso = (ms: number): string => new Date(ms).toISOString();
const keyOf = (session: string): string => hash('sha256', session);
