import type { Context } from 'hono';
import { Refusal } from './problem.ts';

type Request = Context['req'];

/**
 * Refuses what the pages of other sites make a browser send. A browser says where a request comes from; for who says
 * nothing there is `requireMedia`.
 * https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site
 * @param origins our own besides that of the request: see `FramePorts`.
 * @throws Refusal
 */
export function refuseOtherSites(req: Request, origins: readonly string[]): void {
  const from = otherSite(req, origins);
  if (from !== null)
    throw new Refusal(
      403,
      `requests from pages of other sites are refused; this one is from ${from.slice(0, 100)}`,
    );
}

const reads = ({ method }: Request): boolean => method === 'GET' || method === 'HEAD';

function otherSite(req: Request, origins: readonly string[]): string | null {
  const site = req.header('sec-fetch-site') ?? 'none';
  // A link that leads here from elsewhere only shows something to whoever follows it.
  const follows = reads(req) && req.header('sec-fetch-mode') === 'navigate';
  if (!['same-origin', 'none'].includes(site) && !follows) return site;
  const origin = req.header('origin');
  return origin === undefined || isOwnOrigin(req, origin, origins) ? null : origin;
}

/** Whether a page that a browser says it is on is ours. */
export const isOwnOrigin = (req: Request, origin: string, origins: readonly string[]): boolean =>
  URL.parse(origin)?.host === hostOf(req) || origins.includes(origin);

const hostOf = (req: Request): string => req.header('host') ?? new URL(req.url).host;

/**
 * Refuses what a page of another site could make any browser send without asking first: browsers ask before they send
 * DELETE or JSON from one site to another.
 * @throws Refusal
 */
export function requireMedia(req: Request, media: readonly string[] = ['application/json']): void {
  if (reads(req) || req.method === 'DELETE') return;
  const type = req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== undefined && media.includes(type)) return;
  throw new Refusal(415, `content-type is ${type ?? 'missing'}; send ${media.join(' or ')}`);
}
