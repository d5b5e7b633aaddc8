import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { Role } from '../../core/api/session.ts';
import { Config } from '../../core/config.ts';
import { consolePolicy, renderPolicy } from '../../core/console-policy.ts';
import { showPage } from '../../infra/constructs/console-files.ts';
import { readDeployment } from '../../infra/read-deployment.ts';
import { declareRoutes } from '../../tasks/api/routes/index.ts';
import { makeApiPorts } from '../support/api.ts';
import { ofType, synthesise, type Template, statementsOf } from './synthesise.ts';

const domain = {
  name: 'tq.example.com',
  certificate: 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d',
};
const plain = synthesise();
const withConsole = synthesise({ deploy: { entry: { console: true } } });
type Templates = Readonly<Record<string, Template>>;
const one = (templates: Templates, type: string) => {
  const [found, ...others] = ofType(templates, type);
  expect(others).toEqual([]);
  return found?.Properties ?? {};
};
const environmentOf = (templates: Templates, name: string) =>
  ofType(templates, 'AWS::Lambda::Function').find(({ id }) => id.startsWith(name))?.Properties['Environment']
    .Variables;

describe('the HTTP API', () => {
  const routes = ofType(plain, 'AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties);
  const open = routes.filter(({ AuthorizationType = 'NONE' }) => AuthorizationType === 'NONE');

  it('lets nobody in without a token, but for how to sign in, what it is like, whether it answers, and links', () => {
    expect(open.map(({ RouteKey }) => String(RouteKey)).toSorted()).toEqual([
      'GET /api/openapi.json',
      'GET /api/sign-in',
      'GET /approve/{link}',
      'GET /health',
      'POST /approve/{link}',
    ]);
  });

  it('asks everybody else for an access token of the console, with the scope of this API', () => {
    const closed = routes.filter((route) => !open.includes(route));
    expect(closed).toEqual([
      expect.objectContaining({
        RouteKey: 'ANY /api/{proxy+}',
        AuthorizationType: 'JWT',
        AuthorizationScopes: ['tourniquet/use'],
      }),
    ]);
    expect(one(plain, 'AWS::ApiGatewayV2::Authorizer')).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: {
        Audience: [{ Ref: expect.stringMatching(/^Client/) }],
        Issuer: { 'Fn::Join': ['', expect.arrayContaining(['https://cognito-idp.'])] },
      },
    });
  });

  const declared = declareRoutes(makeApiPorts()).map(({ spec }) => spec);
  // Programs that send logs are IAM principals, and put them into the stream.
  const forPeople = declared.filter(({ role }) => role !== 'writer');
  it.each(forPeople.map((spec) => [`${spec.method.toUpperCase()} ${spec.path}`, spec.role] as const))(
    'has a way to %s (%s)',
    (key, role) => {
      const keys = open.map(({ RouteKey }) => RouteKey);
      // Sessions are for browsers that sign in with tokens of ours, which there are none of here.
      if (role === 'anyone' && !key.endsWith(' /api/session')) expect(keys).toContain(key);
      else expect(key).toMatch(/^\w+ \/api\//);
    },
  );

  it('shows nothing to pages of other sites, throttles, and logs neither paths nor queries', () => {
    expect(one(plain, 'AWS::ApiGatewayV2::Api')).not.toHaveProperty('CorsConfiguration');
    const stage = one(plain, 'AWS::ApiGatewayV2::Stage');
    expect(stage).toMatchObject({
      StageName: '$default',
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
    });
    const format = JSON.parse(stage['AccessLogSettings'].Format) as Record<string, string>;
    expect(Object.values(format)).toContain('$context.routeKey');
    expect(JSON.stringify(format)).not.toMatch(/\$context\.(path|protocol|.*query|authorizer\.claims\.sub)/i);
  });

  it('is where links of questions lead, from the first deployment on', () => {
    const { TOURNIQUET_URL: url } = environmentOf(plain, 'DeliverFunction');
    expect(JSON.stringify(url)).toMatch(/ImportValue.*TourniquetEntry:ExportsOutput.*Api.*ApiEndpoint/);
    expect(environmentOf(plain, 'ApiFunction').TOURNIQUET_URL).toEqual(url);
    for (const name of ['Entry', 'Workflow', 'Api'])
      expect(Object.keys(plain[`Tourniquet${name}`]?.Parameters ?? {})).toEqual(['BootstrapVersion']);
  });

  it('has a name of one’s own where there is one, and no other then', () => {
    const own = synthesise({
      deploy: {
        entry: { domain: { ...domain, certificate: domain.certificate.replace('us-east-1', 'eu-west-1') } },
      },
    });
    expect(one(own, 'AWS::ApiGatewayV2::Api')).toMatchObject({ DisableExecuteApiEndpoint: true });
    expect(one(own, 'AWS::ApiGatewayV2::DomainName')).toMatchObject({
      DomainName: domain.name,
      DomainNameConfigurations: [expect.objectContaining({ EndpointType: 'REGIONAL' })],
    });
    expect(environmentOf(own, 'DeliverFunction').TOURNIQUET_URL).toBe('https://tq.example.com');
  });

  it('sends people to approvals.url where that is given', () => {
    const given = synthesise({ approvals: { url: 'https://ir.example.com' } });
    expect(environmentOf(given, 'DeliverFunction').TOURNIQUET_URL).toBe('https://ir.example.com');
    expect(one(given, 'AWS::Cognito::UserPoolClient')['CallbackURLs']).toEqual(['http://localhost:5173/']);
  });
});

describe('the function that the internet reaches', () => {
  const statements = statementsOf(
    ofType(plain, 'AWS::IAM::Policy').filter(({ id }) => id.startsWith('ApiFunction')),
  );
  const allowed = statements.flatMap(({ Action }) => Action as string | string[]);

  it('enters no account and reads nothing that arrived, and has those that do undo and redrive', () => {
    expect(allowed.filter((action) => /^sts:|^iam:|^ec2:|^guardduty:/.test(action))).toEqual([]);
    const invoking = statements.filter(({ Action }) => [Action].flat().includes('lambda:InvokeFunction'));
    expect(invoking).toHaveLength(1);
    const invoked = JSON.stringify(invoking[0].Resource).match(/\w+Function(?=[\dA-F]{8}")/g);
    expect(invoked).toEqual(['RedriveLetterFunction', 'ReleaseFunction']);
    expect(allowed).not.toContain('s3:GetObject');
  });

  it('may do with executions what it offers: start, look, go on, and answer', () => {
    expect(allowed.filter((action) => action.startsWith('states:')).toSorted()).toEqual([
      'states:DescribeExecution',
      'states:DescribeStateMachine',
      'states:DescribeStateMachineForExecution',
      'states:GetExecutionHistory',
      'states:ListExecutions',
      'states:RedriveExecution',
      'states:SendTaskSuccess',
      'states:StartExecution',
    ]);
  });

  it('may be called by the HTTP API, and by nobody else', () => {
    const permissions = ofType(plain, 'AWS::Lambda::Permission').filter(({ Properties }) =>
      JSON.stringify(Properties['FunctionName']).includes('ApiFunction'),
    );
    expect(permissions).toHaveLength(6);
    for (const { Properties } of permissions) {
      expect(Properties['Principal']).toBe('apigateway.amazonaws.com');
      expect(JSON.stringify(Properties['SourceArn'])).toContain(':execute-api:');
    }
  });
});

describe('people', () => {
  it('have their account made for them, with a name that stays, a long password and a second factor', () => {
    expect(one(plain, 'AWS::Cognito::UserPool')).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      UsernameConfiguration: { CaseSensitive: false },
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      DeletionProtection: 'ACTIVE',
      Policies: { PasswordPolicy: { MinimumLength: 14, RequireSymbols: true, RequireNumbers: true } },
    });
    expect(one(plain, 'AWS::Cognito::UserPool')).not.toHaveProperty('UsernameAttributes');
    const optional = synthesise({ deploy: { entry: { mfa: 'optional' } } });
    expect(one(optional, 'AWS::Cognito::UserPool')).toMatchObject({ MfaConfiguration: 'OPTIONAL' });
  });

  it('have a group for each role', () => {
    const groups = ofType(plain, 'AWS::Cognito::UserPoolGroup').map(
      ({ Properties }) => Properties['GroupName'],
    );
    expect(new Set(groups)).toEqual(new Set(Role.exclude(['writer']).options));
  });

  it('sign in on the login’s own page, with a code that only the console which asked can use', () => {
    expect(one(withConsole, 'AWS::Cognito::UserPoolClient')).toMatchObject({
      GenerateSecret: false,
      AllowedOAuthFlows: ['code'],
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      AccessTokenValidity: 15,
      RefreshTokenValidity: 720,
    });
    const flows = one(withConsole, 'AWS::Cognito::UserPoolClient')['ExplicitAuthFlows'] as string[];
    expect(flows ?? []).not.toEqual(expect.arrayContaining([expect.stringMatching(/PASSWORD|SRP|CUSTOM/)]));
    expect(JSON.stringify(one(withConsole, 'AWS::Cognito::UserPoolClient')['CallbackURLs'])).toContain(
      'TourniquetConsole:',
    );
    expect(one(plain, 'AWS::Cognito::ManagedLoginBranding')).toMatchObject({
      UseCognitoProvidedValues: true,
    });
  });
});

describe('the console', () => {
  it('is not there unless it is asked for', () => {
    expect(ofType(plain, 'AWS::CloudFront::Distribution')).toEqual([]);
    expect(environmentOf(plain, 'ApiFunction').TOURNIQUET_EDGE).toBe('none');
  });

  it('lies in a closed bucket that the distribution alone reads', () => {
    const buckets = ofType(
      { console: withConsole['TourniquetConsole'] ?? { Resources: {} } },
      'AWS::S3::Bucket',
    );
    expect(buckets).toHaveLength(1);
    expect(Object.values(buckets[0]?.Properties['PublicAccessBlockConfiguration'] ?? {})).toEqual(
      Array.from({ length: 4 }, () => true),
    );
    expect(
      one(withConsole, 'AWS::CloudFront::OriginAccessControl')['OriginAccessControlConfig'],
    ).toMatchObject({
      SigningBehavior: 'always',
      SigningProtocol: 'sigv4',
    });
  });

  const config = one(withConsole, 'AWS::CloudFront::Distribution')['DistributionConfig'];
  it('has the API behind the same name, unchanged and uncached', () => {
    const behaviors = config.CacheBehaviors as any[];
    const passedOn = behaviors.filter(({ PathPattern }) => PathPattern !== '/assets/*');
    expect(passedOn.map(({ PathPattern }) => PathPattern)).toEqual(['/api/*', '/approve/*', '/health']);
    for (const behavior of passedOn)
      expect(behavior).toMatchObject({
        CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
        OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
        ViewerProtocolPolicy: 'https-only',
      });
    expect(config).not.toHaveProperty('Logging');
  });

  it('tells the API that a request came through it, by what only they know', () => {
    const api = (config.Origins as any[]).find(({ OriginCustomHeaders }) => OriginCustomHeaders);
    const [{ HeaderName, HeaderValue }] = api.OriginCustomHeaders;
    expect(HeaderName).toBe('x-tourniquet-edge');
    expect(HeaderValue).toEqual({ 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] });
    expect(environmentOf(withConsole, 'ApiFunction').TOURNIQUET_EDGE).toEqual({
      'Fn::Select': [
        2,
        { 'Fn::Split': ['/', { 'Fn::ImportValue': expect.stringMatching(/^TourniquetConsole:.*StackId/) }] },
      ],
    });
  });

  it('has the policy that npm start has, and may ask the login besides', () => {
    const policies = ofType(withConsole, 'AWS::CloudFront::ResponseHeadersPolicy');
    expect(policies).toHaveLength(2);
    const login = 'https://login.example';
    for (const { Properties } of policies) {
      const headers = Properties['ResponseHeadersPolicyConfig'].SecurityHeadersConfig;
      const [, parts] = headers.ContentSecurityPolicy.ContentSecurityPolicy['Fn::Join'] as [string, any[]];
      const said = parts.map((part) => (typeof part === 'string' ? part : '*')).join('');
      const [before, after] = renderPolicy(consolePolicy([login])).split(login);
      expect(said.startsWith(before ?? '?')).toBe(true);
      expect(said.endsWith(after ?? '?')).toBe(true);
      expect(said).not.toContain('unsafe');
      expect(headers).toMatchObject({
        FrameOptions: { FrameOption: 'DENY' },
        StrictTransportSecurity: { AccessControlMaxAgeSec: 15_552_000 },
      });
    }
  });

  it.each([
    ['/', '*/*', '/index.html'],
    ['/incidents/inc-1', 'text/html,*/*', '/index.html'],
    ['/executions/x/name.with.dots', 'text/html', '/index.html'],
    ['/assets/index-abc.js', '*/*', '/assets/index-abc.js'],
    ['/incidents', '*/*', '/incidents'],
  ])('shows %s to who accepts %s as %s', (uri, accept, shown) => {
    const request = { uri, headers: { accept: { value: accept } } };
    const { uri: rewritten } = runInNewContext(`${showPage}; handler({ request })`, { request }) as {
      uri: string;
    };
    expect(rewritten).toBe(shown);
  });

  it('has a name of one’s own where there is one', () => {
    const own = synthesise({ deploy: { entry: { console: true, domain } } });
    const named = one(own, 'AWS::CloudFront::Distribution')['DistributionConfig'];
    expect(named).toMatchObject({
      Aliases: [domain.name],
      ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021' },
    });
    expect(ofType(own, 'AWS::ApiGatewayV2::DomainName')).toEqual([]);
    expect(environmentOf(own, 'DeliverFunction').TOURNIQUET_URL).toBe('https://tq.example.com');
    expect(one(own, 'AWS::Cognito::UserPoolClient')['CallbackURLs']).toEqual(['https://tq.example.com/']);
  });

  it('is refused with a certificate of another Region, and where it was not built', () => {
    const elsewhere = { ...domain, certificate: domain.certificate.replace('us-east-1', 'eu-west-1') };
    const parsed = Config.safeParse({ deploy: { entry: { console: true, domain: elsewhere } } });
    expect(parsed.error?.issues[0]).toMatchObject({ path: ['deploy', 'entry', 'domain', 'certificate'] });
    const config = new URL('../support/console-config.json', import.meta.url).pathname;
    expect(() => readDeployment({ config, console: '/nowhere' })).toThrow(
      '/nowhere has no built console, and deploy.entry.console asks for it: npm run build',
    );
  });
});
