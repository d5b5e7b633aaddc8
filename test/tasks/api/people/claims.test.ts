import { describe, expect, it } from 'vitest';
import { createApi } from '../../../../tasks/api/app.ts';
import { identifyByClaims } from '../../../../tasks/api/people/claims.ts';
import { createGatewayAddress, edgeHeader } from '../../../../tasks/api/people/gateway-address.ts';
import { makeApiPorts } from '../../../support/api.ts';
import { claimsOf, makeGatewayEvent } from '../../../support/gateway-event.ts';

const path = '/api/session';

async function whoIs(env: unknown, headers: Record<string, string> = {}) {
  const api = createApi(makeApiPorts({ identify: identifyByClaims }));
  const answer = await api.request(path, { headers }, env as object);
  const { name, roles } = (await answer.json()) as { name?: string; roles?: string[] };
  return answer.ok ? [name, ...(roles ?? [])] : answer.status;
}

const withClaims = (claims: Record<string, string>) => makeGatewayEvent({ path, claims });
/** As `hono/aws-lambda` hands an event on. */
const around = (event: ReturnType<typeof makeGatewayEvent>) => ({
  event,
  requestContext: event.requestContext,
});

describe('who has an access token', () => {
  it.each([
    ['one group', ['viewer'], ['ana', 'viewer']],
    ['several', ['responder', 'viewer', 'approver'], ['ana', 'viewer', 'approver', 'responder']],
    ['groups that are no roles', ['admins', 'viewer', 'us-east-1_x_Google'], ['ana', 'viewer']],
    ['a group that looks like a role', ['[viewer', 'viewers', 'viewer]x'], 403],
    ['no group', [], 403],
  ] as const)('with %s may do what the roles among them say', async (_what, groups, expected) => {
    expect(await whoIs(around(withClaims(claimsOf('ana', ...groups))))).toEqual(expected);
  });
});

describe('nobody is known', () => {
  it.each([
    ['without an event', undefined],
    ['without an authorizer', around(makeGatewayEvent({ path }))],
    ['by an identity token', around(withClaims({ ...claimsOf('ana', 'viewer'), token_use: 'id' }))],
    ['by a token without a name', around(withClaims({ ...claimsOf('', 'viewer') }))],
    [
      'by an authorizer of another kind',
      { requestContext: { authorizer: { lambda: { claims: claimsOf('ana', 'viewer') } } } },
    ],
  ])('%s', async (_what, env) => {
    expect(await whoIs(env)).toBe(401);
  });

  const claims = JSON.stringify(claimsOf('ana', 'viewer'));
  it.each([
    ['authorization', `Bearer e30.${Buffer.from(claims).toString('base64url')}.c2ln`],
    [
      'x-amzn-request-context',
      JSON.stringify({ authorizer: { jwt: { claims: claimsOf('ana', 'viewer') } } }),
    ],
    ['x-amzn-lambda-context', JSON.stringify({ authorizer: { jwt: { claims: claimsOf('ana', 'viewer') } } })],
    ['x-amzn-oidc-data', claims],
    ['x-amzn-oidc-identity', 'ana'],
    ['x-apigateway-event', JSON.stringify(withClaims(claimsOf('ana', 'viewer')))],
    ['cookie', 'tourniquet=ana'],
  ])('by a header that the request brings itself: %s', async (header, value) => {
    expect(await whoIs(around(makeGatewayEvent({ path })), { [header]: value })).toBe(401);
  });
});

describe('the address of a request', () => {
  const cloudFront = '130.176.1.1';
  const viewer = '203.0.113.9';
  const edge = '5f6b-edge';
  it.each([
    ['is whom API Gateway sees', undefined, {}, cloudFront],
    ['is nobody else, whatever the request says', undefined, { 'x-forwarded-for': viewer }, cloudFront],
    [
      'is whom our distribution has it from',
      edge,
      { [edgeHeader]: edge, 'x-forwarded-for': `${viewer}, ${cloudFront}` },
      viewer,
    ],
    [
      'is so also where API Gateway adds nothing',
      edge,
      { [edgeHeader]: edge, 'x-forwarded-for': viewer },
      viewer,
    ],
    [
      'is not whom the viewer says it is',
      edge,
      { [edgeHeader]: edge, 'x-forwarded-for': `192.0.2.1, ${viewer}, ${cloudFront}` },
      viewer,
    ],
    ['is the distribution’s where it says nothing', edge, { [edgeHeader]: edge }, cloudFront],
    [
      'is not what one says who passes the distribution by',
      edge,
      { [edgeHeader]: 'guessed', 'x-forwarded-for': viewer },
      cloudFront,
    ],
  ])('%s', (_what, known, headers: Record<string, string>, expected) => {
    const addressOf = createGatewayAddress(known);
    const env = { requestContext: { http: { sourceIp: cloudFront } } };
    expect(addressOf({ env, req: { header: (name: string) => headers[name] } } as never)).toBe(expected);
  });

  it('is not known where there is no gateway', () => {
    expect(
      createGatewayAddress(undefined)({ env: {}, req: { header: () => viewer } } as never),
    ).toBeUndefined();
  });
});
