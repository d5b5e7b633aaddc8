interface Asked {
  readonly method?: string;
  /** With its query. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the JWT authorizer found; absent: the route has none. */
  readonly claims?: Readonly<Record<string, string>>;
}

/** The claims of an access token, as API Gateway hands them on: lists are text. */
export const claimsOf = (username: string, ...groups: readonly string[]) => ({
  sub: '0b1c2d3e-1111-2222-3333-444455556666',
  iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Example',
  client_id: 'exampleclient',
  token_use: 'access',
  scope: 'openid tourniquet/use',
  username,
  ...(groups.length === 0 ? {} : { 'cognito:groups': `[${groups.join(' ')}]` }),
});

const domainName = 'abc123.execute-api.us-east-1.amazonaws.com';

/** What every request brings. */
const usual = {
  accept: 'application/json',
  host: domainName,
  'user-agent': 'Test/1',
  'x-forwarded-for': '198.51.100.7',
  'x-forwarded-port': '443',
  'x-forwarded-proto': 'https',
};

/** As it travels. */
const textOf = (body: unknown): string | undefined =>
  typeof body === 'string' || body === undefined ? body : JSON.stringify(body);

/**
 * An HTTP API's event in payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function makeGatewayEvent({ method = 'GET', path, body, headers, claims }: Asked) {
  const [rawPath = '', rawQueryString = ''] = path.split('?');
  const type = typeof body === 'object' ? { 'content-type': 'application/json' } : {};
  return {
    version: '2.0',
    routeKey: 'ANY /api/{proxy+}',
    rawPath,
    rawQueryString,
    headers: { ...usual, ...type, ...headers },
    requestContext: {
      accountId: '111122223333',
      apiId: 'abc123',
      domainName,
      domainPrefix: 'abc123',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '198.51.100.7', userAgent: 'Test/1' },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: 'ANY /api/{proxy+}',
      stage: '$default',
      time: '20/Nov/2026:12:00:00 +0000',
      timeEpoch: 1_795_176_000_000,
      ...(claims && { authorizer: { jwt: { claims, scopes: ['tourniquet/use'] } } }),
    },
    isBase64Encoded: false,
    body: textOf(body),
  };
}
