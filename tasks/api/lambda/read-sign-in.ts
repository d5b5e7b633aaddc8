import type { SignIn } from '../../../core/api/session.ts';
import { readEnvironment } from '../../lambda/environment.ts';

/** How people sign in with the user pool, by its endpoints: https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-userpools-server-contract-reference.html */
export function readSignIn(): SignIn {
  const { TOURNIQUET_ISSUER, TOURNIQUET_CLIENT, TOURNIQUET_LOGIN, TOURNIQUET_SCOPE } = readEnvironment(
    'TOURNIQUET_ISSUER',
    'TOURNIQUET_CLIENT',
    'TOURNIQUET_LOGIN',
    'TOURNIQUET_SCOPE',
  );
  return {
    kind: 'openid',
    issuer: TOURNIQUET_ISSUER,
    clientId: TOURNIQUET_CLIENT,
    scope: TOURNIQUET_SCOPE,
    authorizationEndpoint: `${TOURNIQUET_LOGIN}/oauth2/authorize`,
    tokenEndpoint: `${TOURNIQUET_LOGIN}/oauth2/token`,
    revocationEndpoint: `${TOURNIQUET_LOGIN}/oauth2/revoke`,
    logoutEndpoint: `${TOURNIQUET_LOGIN}/logout`,
  };
}
