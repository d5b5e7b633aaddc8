import * as z from 'zod';
import { type Person, Role } from '../../../core/api/session.ts';
import type { Identify } from '../ports.ts';

/**
 * What API Gateway's JWT authorizer found in an access token, once it had checked signature, issuer, audience, expiry and
 * scope. It stands beside the request, where no header reaches.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
const Authorized = z.object({
  requestContext: z.object({
    authorizer: z.object({
      jwt: z.object({
        claims: z.object({
          token_use: z.literal('access'),
          username: z.string().min(1).max(128),
          /** A list as text: `[viewer responder]`. */
          'cognito:groups': z.string().default('[]'),
        }),
      }),
    }),
  }),
});

/** Says who sends a request, by what the authorizer in front found out, and by nothing that the request itself says. */
export const identifyByClaims: Identify = async ({ env }) => {
  const found = Authorized.safeParse(env);
  return await Promise.resolve(
    found.success ? toPerson(found.data.requestContext.authorizer.jwt.claims) : null,
  );
};

type Claims = z.infer<typeof Authorized>['requestContext']['authorizer']['jwt']['claims'];

/** Groups that are no roles mean nothing here. */
function toPerson({ username, 'cognito:groups': groups }: Claims): Person {
  const named = groups.replace(/^\[(.*)\]$/, '$1').split(' ');
  return { name: username, roles: Role.options.filter((role) => named.includes(role)) };
}
