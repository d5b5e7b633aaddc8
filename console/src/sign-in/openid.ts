import * as oauth from 'oauth4webapi';
import type { SignIn } from '../../../core/api/session.ts';
import type { Pending } from './pending.ts';

export type OpenId = Extract<SignIn, { readonly kind: 'openid' }>;

/** Where the login leads back to: it knows this address and no other. */
const home = (): string => `${window.location.origin}/`;

/** Leaves for the login. @returns never: the page is gone. @param keep what is needed when it leads back. */
export async function leaveForLogin(config: OpenId, back: string, keep: (pending: Pending) => void) {
  const pending: Pending = {
    verifier: oauth.generateRandomCodeVerifier(),
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    back,
  };
  keep(pending);
  const url = new URL(config.authorizationEndpoint);
  url.search = new URLSearchParams({
    client_id: config.clientId,
    redirect_uri: home(),
    response_type: 'code',
    scope: config.scope,
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(pending.verifier),
    code_challenge_method: 'S256',
  }).toString();
  window.location.assign(url);
}

/** The login, for as long as the page is there. */
export interface Login {
  /** A token that is good for a while yet; null: signing in is over. */
  readonly readToken: () => Promise<string | null>;
  /** Ends it everywhere, and leaves. */
  readonly leave: () => Promise<void>;
}

/** Takes the code that the login led back with. @throws where the login said no, or where this is not what was asked. */
export async function takeCode(
  config: OpenId,
  { verifier, state, nonce }: Pending,
  url: URL,
): Promise<Login> {
  const { server, client } = describe(config);
  const found = oauth.validateAuthResponse(server, client, url, state);
  const answer = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    found,
    home(),
    verifier,
    options(config),
  );
  const check = { expectedNonce: nonce, requireIdToken: true };
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, check);
  return createLogin(config, tokens);
}

/** A token is not begun to be used so shortly before its end. */
const spareMs = 60_000;

function createLogin(config: OpenId, first: oauth.TokenEndpointResponse): Login {
  const { server, client } = describe(config);
  let tokens = first;
  let goodUntil = endOf(first);
  let refreshing: Promise<string | null> | null = null;

  async function refresh(): Promise<string | null> {
    const refreshToken = tokens.refresh_token;
    if (refreshToken === undefined) return null;
    try {
      const answer = await oauth.refreshTokenGrantRequest(
        server,
        client,
        oauth.None(),
        refreshToken,
        options(config),
      );
      const renewed = await oauth.processRefreshTokenResponse(server, client, answer);
      tokens = { refresh_token: refreshToken, ...renewed };
      goodUntil = endOf(renewed);
      return tokens.access_token;
    } catch {
      // The old one may do for its last minute; then the API says that nobody is signed in.
      return Date.now() < goodUntil ? tokens.access_token : null;
    }
  }

  return {
    async readToken() {
      if (Date.now() < goodUntil - spareMs) return tokens.access_token;
      refreshing ??= refresh().finally(() => (refreshing = null));
      return await refreshing;
    },
    async leave() {
      const { refresh_token: token } = tokens;
      // Whether it is heard or not, this page has the token no longer.
      if (token !== undefined)
        await oauth.revocationRequest(server, client, oauth.None(), token, options(config)).catch(() => null);
      const url = new URL(config.logoutEndpoint);
      url.search = new URLSearchParams({ client_id: config.clientId, logout_uri: home() }).toString();
      window.location.assign(url);
    },
  };
}

const endOf = ({ expires_in: seconds = 0 }: oauth.TokenEndpointResponse): number =>
  Date.now() + seconds * 1000;

const describe = (config: OpenId) => ({
  server: {
    issuer: config.issuer,
    token_endpoint: config.tokenEndpoint,
    revocation_endpoint: config.revocationEndpoint,
  } satisfies oauth.AuthorizationServer,
  client: { client_id: config.clientId } satisfies oauth.Client,
});

/** Without TLS on this machine alone, where the page itself has none. */
const options = ({ tokenEndpoint }: OpenId) => ({
  [oauth.allowInsecureRequests]: new URL(tokenEndpoint).hostname === '127.0.0.1',
});
