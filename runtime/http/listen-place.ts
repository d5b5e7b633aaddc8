import { InvalidInput } from '../../core/errors.ts';
import type { Config } from '../../core/config.ts';
import { isLoopback } from './host-names.ts';

interface Asked {
  readonly host: string;
  readonly port: number;
}

/**
 * Where the server listens, and under which names it is reached.
 * @throws InvalidInput where others could reach it and nobody would have to say who they are.
 */
export function placeOf(
  { host, port }: Asked,
  { server: { people, names, trustedProxies } }: Pick<Config, 'server'>,
) {
  const from = isLoopback(host) ? names[0] : host;
  if (from !== undefined && people.length === 0)
    throw new InvalidInput(
      `${from} is reached from other machines, and nobody would have to sign in; put people into server.people: tourniquet token`,
    );
  return { host, port, names, trustedProxies };
}

/**
 * Whether whoever is at this machine may do there what they please, as with the command line: nobody is to sign in, and
 * no proxy is to lead others here. One that passes requests on as its own cannot be told from a person.
 */
export const isOpenToLocal = ({ server, approvals }: Pick<Config, 'server' | 'approvals'>): boolean =>
  server.people.length === 0 && (approvals.url === null || isLoopback(new URL(approvals.url).hostname));
