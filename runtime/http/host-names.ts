import { isIP } from 'node:net';
import type { MiddlewareHandler } from 'hono';

const own: readonly string[] = ['127.0.0.1', 'localhost', '::1'];

/** Whether only this machine reaches what listens there. */
export const isLoopback = (host: string): boolean =>
  own.includes(host) || (isIP(host) === 4 && host.startsWith('127.'));

/**
 * Refuses requests to names that are not ours: no name that somebody makes resolve to our address leads a page in a
 * browser here (DNS rebinding).
 * @param listening the address that it listens on.
 * @param names as configured.
 */
export function requireKnownHost(listening: string, names: readonly string[]): MiddlewareHandler {
  const known = new Set([...own, listening, ...names]);
  return async ({ req, text }, next) => {
    const name = nameOf(req.header('host') ?? '');
    return known.has(name)
      ? await next()
      : text(`unknown host ${name.slice(0, 100)}; put it into server.names of the configuration`, 421);
  };
}

/** Without port, and without the brackets of IPv6. */
const nameOf = (host: string): string =>
  host
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1');
