import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { CfnManagedLoginBranding, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { createTask, type Place } from '../constructs/create-task.ts';
import { tell } from '../constructs/tell.ts';
import type { People } from '../constructs/user-pool.ts';
import { acknowledge } from '../nag.ts';
import type { EntryStack } from './entry.ts';

export interface ApiProps extends StackProps {
  readonly place: Omit<Place, 'url' | 'people' | 'release'>;
  readonly entry: EntryStack;
  /** Where people come: to the console, or to the API itself. */
  readonly url: string;
  /** Whether the console is there. Else it runs on somebody's desk: `npm run dev:console`. */
  readonly hasConsole: boolean;
  /** What the distribution in front says of itself; null: there is none. */
  readonly edge: string | null;
}

/**
 * What anyone may ask for: how to sign in, what the API is like, whether it answers, and questions by their links, whose
 * answers need the code of the message.
 */
const open: readonly (readonly [path: string, method: HttpMethod])[] = [
  ['/health', HttpMethod.GET],
  ['/api/sign-in', HttpMethod.GET],
  ['/api/openapi.json', HttpMethod.GET],
  ['/approve/{link}', HttpMethod.GET],
  ['/approve/{link}', HttpMethod.POST],
];

/** What answers: one function behind all routes, and behind it the one that can undo. */
export class ApiStack extends Stack {
  constructor(scope: Construct, id: string, { place, entry, url, hasConsole, edge, ...props }: ApiProps) {
    super(scope, id, props);
    const { people } = entry;
    const client = createClient(this, people, hasConsole ? url : 'http://localhost:5173');
    const release = createTask(this, 'ReleaseFunction', place);
    const letters = createTask(this, 'RedriveLetterFunction', place);
    tell(this, { RedriveLetterFunctionName: letters.functionName });
    const fn = createTask(this, 'ApiFunction', {
      ...place,
      url,
      release,
      letters,
      people: {
        edge: edge ?? 'none',
        issuer: people.issuer,
        login: people.domain.baseUrl(),
        client: client.userPoolClientId,
        scope: `openid ${people.scope}`,
      },
    });
    this.addRoutes(entry, fn, client);
  }

  private addRoutes({ people, api }: EntryStack, fn: IFunction, client: UserPoolClient): void {
    // By its id, so that what belongs to a route is made here and not where the address is.
    const httpApi = HttpApi.fromHttpApiAttributes(this, 'Entry', { httpApiId: api.apiId });
    const integration = new HttpLambdaIntegration('Function', fn, { timeout: Duration.seconds(29) });
    for (const [path, method] of open) {
      const routeKey = HttpRouteKey.with(path, method);
      const route = new HttpRoute(this, routeKey.key.replaceAll('/', ' '), {
        httpApi,
        integration,
        routeKey,
      });
      acknowledge(route, 'AwsSolutions-APIG4', 'it is for people who have not signed in: see `open`');
    }
    new HttpRoute(this, 'SignedIn', {
      httpApi,
      integration,
      routeKey: HttpRouteKey.with('/api/{proxy+}', HttpMethod.ANY),
      authorizer: new HttpJwtAuthorizer('People', people.issuer, { jwtAudience: [client.userPoolClientId] }),
      // Identity tokens have no scope, and are for the console's eyes alone.
      authorizationScopes: [people.scope],
    });
  }
}

/** The console as the user pool knows it: it has no secret to keep, and so proves by PKCE that it asked. */
function createClient(scope: Construct, people: People, url: string): UserPoolClient {
  const client = new UserPoolClient(scope, 'Client', {
    userPool: people.pool,
    userPoolClientName: 'console',
    generateSecret: false,
    // People sign in on Cognito's page, and nowhere else.
    authFlows: {},
    oAuth: {
      flows: { authorizationCodeGrant: true },
      scopes: [...people.scopes],
      callbackUrls: [`${url}/`],
      logoutUrls: [`${url}/`],
    },
    preventUserExistenceErrors: true,
    enableTokenRevocation: true,
    // API Gateway asks nobody whether a token was revoked: who loses a role keeps it for so long.
    accessTokenValidity: Duration.minutes(15),
    idTokenValidity: Duration.minutes(15),
    // A working day.
    refreshTokenValidity: Duration.hours(12),
  });
  // Without a style the new login has no page at all.
  new CfnManagedLoginBranding(scope, 'LoginPage', {
    userPoolId: people.pool.userPoolId,
    clientId: client.userPoolClientId,
    useCognitoProvidedValues: true,
  });
  return client;
}
