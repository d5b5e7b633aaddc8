import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { DomainName, HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { EntryConfig } from '../../core/entry-config.ts';

export interface EntryApiProps extends Pick<EntryConfig, 'domain'> {
  /** Of the log. */
  readonly key: IKey;
}

/** Which requests came, from whom and how they ended; never a path or a query, for links of questions stand in paths. */
const logged = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  address: '$context.identity.sourceIp',
  route: '$context.routeKey',
  person: '$context.authorizer.claims.username',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  refused: '$context.authorizer.error',
  failed: '$context.integrationErrorMessage',
};

/** All requests together, each second. A team and its programs need a tenth; codes are not guessed at this rate. */
const throttle = { rateLimit: 50, burstLimit: 100 };

/**
 * The address that people and programs come to. It has no routes yet: what stands behind them knows the address, as
 * messages do, so that it is made first. No other site's page may read what it answers: there is no CORS.
 */
export class EntryApi extends Construct {
  readonly api: HttpApi;
  /** What the name of one's own leads to, where there is one. */
  readonly domain: DomainName | null;
  readonly url: string;

  constructor(scope: Construct, id: string, { domain, key }: EntryApiProps) {
    super(scope, id);
    this.domain = domain && createDomain(this, domain);
    this.api = new HttpApi(this, 'Api', {
      apiName: 'tourniquet',
      createDefaultStage: false,
      disableExecuteApiEndpoint: domain !== null,
    });
    const logs = new LogGroup(this, 'Logs', {
      encryptionKey: key,
      retention: RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle,
      accessLogSettings: {
        destination: new LogGroupLogDestination(logs),
        format: AccessLogFormat.custom(JSON.stringify(logged)),
      },
      ...(this.domain && { domainMapping: { domainName: this.domain } }),
    });
    this.url = domain === null ? this.api.apiEndpoint : `https://${domain.name}`;
  }
}

const createDomain = (
  scope: Construct,
  { name, certificate }: NonNullable<EntryConfig['domain']>,
): DomainName =>
  new DomainName(scope, 'Domain', {
    domainName: name,
    certificate: Certificate.fromCertificateArn(scope, 'Certificate', certificate),
  });
