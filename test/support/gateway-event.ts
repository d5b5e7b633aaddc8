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

/** How whoever signed is called by IAM: a session of a role. */
export const writerArn = 'arn:aws:sts::444455556666:assumed-role/log-shipper/i-0a1b2c3d4e5f67890';

/** As a REST API writes names of headers, and an HTTP API does not. */
const capitalise = (name: string): string => name.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase());

interface SentRecords {
  readonly body: string | Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  /** @default `writerArn` */
  readonly userArn?: string | null;
}

/**
 * A REST API's event for `POST /v1/events`, signed. Where all media types are binary, every body comes in base64.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format
 */
export function makeEventsEvent({ body, headers, userArn = writerArn }: SentRecords) {
  const all = Object.fromEntries(
    Object.entries({ ...usual, ...headers }).map(([name, value]) => [capitalise(name), value]),
  );
  const bytes = Buffer.from(body);
  return {
    resource: '/events',
    path: '/events',
    httpMethod: 'POST',
    headers: all,
    multiValueHeaders: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, [value]])),
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    requestContext: {
      accountId: '111122223333',
      apiId: 'abc123',
      domainName,
      domainPrefix: 'abc123',
      extendedRequestId: 'JKJaXmPLvHcESHA=',
      httpMethod: 'POST',
      identity: {
        accessKey: 'ASIAIOSFODNN7EXAMPLE',
        accountId: '444455556666',
        caller: 'AROAEXAMPLE:i-0a1b2c3d4e5f67890',
        principalOrgId: null,
        sourceIp: '198.51.100.7',
        user: 'AROAEXAMPLE:i-0a1b2c3d4e5f67890',
        userAgent: 'Test/1',
        userArn,
      },
      path: '/v1/events',
      protocol: 'HTTP/1.1',
      requestId: '0b1c2d3e-1111-2222-3333-444455556666',
      requestTime: '20/Nov/2026:12:00:00 +0000',
      requestTimeEpoch: 1_795_176_000_000,
      resourceId: 'ev1',
      resourcePath: '/events',
      stage: 'v1',
    },
    isBase64Encoded: bytes.length > 0,
    body: bytes.length === 0 ? null : bytes.toString('base64'),
  };
}
