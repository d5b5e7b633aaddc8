import { createSign, generateKeyPairSync, hash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { claimsOf } from '../../support/gateway-event.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

interface Grant {
  readonly challenge: string;
  readonly nonce: string;
  readonly name: string;
}

/** A login of an organisation, as Cognito is one: a page, codes that are good once and for who asked, and tokens. */
export async function startLoginServer(groups: readonly string[]) {
  const [codes, access, refresh] = [
    new Map<string, Grant>(),
    new Map<string, string>(),
    new Map<string, string>(),
  ];
  const seen: string[] = [];
  /** How long a token is good, in seconds; whether anyone may come in without a word because they were here before. */
  const setting = { seconds: 900, knows: false };
  const secret = (): string => randomBytes(24).toString('base64url');
  const app = new Hono();

  function issue(name: string, nonce?: string) {
    const [token, renewal] = [secret(), secret()];
    access.set(token, name);
    refresh.set(renewal, name);
    const now = Math.floor(Date.now() / 1000);
    const body = `${base64({ alg: 'RS256', kid: 'k' })}.${base64({ iss: issuer(), aud: 'console', sub: name, iat: now, exp: now + 900, ...(nonce && { nonce }) })}`;
    const signature = createSign('RSA-SHA256').update(body).sign(privateKey, 'base64url');
    return {
      access_token: token,
      refresh_token: renewal,
      id_token: `${body}.${signature}`,
      token_type: 'Bearer',
      expires_in: setting.seconds,
    };
  }

  app.use(async (context, next) => {
    seen.push(`${context.req.method} ${context.req.path}`);
    await next();
    // Cognito's token and revocation endpoints answer pages of any origin.
    context.header('access-control-allow-origin', '*');
  });
  app.get('/favicon.ico', (context) => context.body(null, 204));
  app.get('/oauth2/authorize', (context) => {
    const asked = context.req.query();
    const lead = (fields: Record<string, string>): string =>
      `${asked['redirect_uri']}?${new URLSearchParams({ ...fields, state: asked['state'] ?? '' }).toString()}`;
    const grant = (name: string): string => {
      const code = secret();
      codes.set(code, { challenge: asked['code_challenge'] ?? '', nonce: asked['nonce'] ?? '', name });
      return lead({ code });
    };
    if (setting.knows) return context.redirect(grant('ana'));
    const denied = lead({ error: 'access_denied', error_description: 'the administrator said no' });
    return context.html(
      html`<!doctype html>
        <title>Login</title>
        <a href="${grant('ana')}">Come in as ana</a> <a href="${denied}">Stay out</a>`,
    );
  });
  app.post('/oauth2/token', async (context) => {
    const form = (await context.req.parseBody()) as Record<string, string>;
    if (form['grant_type'] === 'refresh_token') {
      const name = refresh.get(form['refresh_token'] ?? '');
      return name === undefined ? context.json({ error: 'invalid_grant' }, 400) : context.json(issue(name));
    }
    const found = codes.get(form['code'] ?? '');
    codes.delete(form['code'] ?? '');
    const challenge = Buffer.from(hash('sha256', form['code_verifier'] ?? '', 'buffer')).toString(
      'base64url',
    );
    if (found === undefined || found.challenge !== challenge)
      return context.json({ error: 'invalid_grant' }, 400);
    return context.json(issue(found.name, found.nonce));
  });
  app.post('/oauth2/revoke', async (context) => {
    refresh.delete(((await context.req.parseBody()) as Record<string, string>)['token'] ?? '');
    return context.body(null, 200);
  });
  app.get('/logout', (context) => {
    setting.knows = false;
    return context.redirect(context.req.query('logout_uri') ?? '/');
  });

  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer = (): string => url;
  return {
    url,
    /** What it was asked for, in order. */
    seen,
    setting,
    /** As API Gateway finds them in a token of this login; null: it is no good. */
    claimsIn: (authorization: string | undefined) => {
      const name = access.get(authorization?.replace(/^Bearer /, '') ?? '');
      return name === undefined ? null : claimsOf(name, ...groups);
    },
    /** Ends every token there is. */
    forgetAll: () => [access, refresh].forEach((tokens) => tokens.clear()),
    signIn: {
      kind: 'openid' as const,
      issuer: url,
      clientId: 'console',
      scope: 'openid tourniquet/use',
      authorizationEndpoint: `${url}/oauth2/authorize`,
      tokenEndpoint: `${url}/oauth2/token`,
      revocationEndpoint: `${url}/oauth2/revoke`,
      logoutEndpoint: `${url}/logout`,
    },
    close: () => {
      if ('closeAllConnections' in server) server.closeAllConnections();
      server.close();
    },
  };
}
