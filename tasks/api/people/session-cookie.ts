import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { CookieOptions } from 'hono/utils/cookie';
import { sessionSeconds } from './sessions.ts';

const name = 'tourniquet';

/**
 * Over https the cookie is `__Host-tourniquet`, which no other host under the same domain and nobody who answers http in
 * our place can set.
 * https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes
 */
const place = (context: Context): CookieOptions =>
  isSecure(context) ? { prefix: 'host', secure: true, path: '/' } : { path: '/' };

/** Also behind a proxy that ends TLS. Whoever claims it falsely gets a cookie that a browser will not send. */
const isSecure = ({ req }: Context): boolean =>
  new URL(req.url).protocol === 'https:' || req.header('x-forwarded-proto') === 'https';

export const readSession = (context: Context): string | null =>
  getCookie(context, name, isSecure(context) ? 'host' : undefined) ?? null;

export const giveSession = (context: Context, session: string): void =>
  setCookie(context, name, session, {
    ...place(context),
    httpOnly: true,
    sameSite: 'Strict',
    maxAge: sessionSeconds,
  });

export const takeSession = (context: Context): void => void deleteCookie(context, name, place(context));
