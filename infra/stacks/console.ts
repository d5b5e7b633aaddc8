import { CfnOutput, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  type BehaviorOptions,
  OriginRequestPolicy,
  PriceClass,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { EntryConfig } from '../../core/entry-config.ts';
import { ConsoleFiles } from '../constructs/console-files.ts';
import { acknowledge } from '../nag.ts';
import type { EntryStack } from './entry.ts';

export interface ConsoleProps extends StackProps {
  readonly entry: EntryStack;
  /** The folder of the built console. */
  readonly built: string;
  readonly domain: EntryConfig['domain'];
  /** Of the log. */
  readonly key: IKey;
}

/** See `tasks/api/people/gateway-address.ts`. */
const edgeHeader = 'x-tourniquet-edge';

/** The console, and the API behind the same name: to a browser they are one site. */
export class ConsoleStack extends Stack {
  readonly url: string;
  /** What this distribution says to the API, by which the API believes it whom requests came from. */
  readonly edge: string;

  constructor(scope: Construct, id: string, { entry, built, domain, key, ...props }: ConsoleProps) {
    super(scope, id, props);
    // Nobody outside the account knows the id that CloudFormation made up for the stack.
    this.edge = Fn.select(2, Fn.split('/', this.stackId));
    const { page, asset } = new ConsoleFiles(this, 'Files', {
      built,
      login: entry.people.domain.baseUrl(),
      key,
    });
    const api = this.passOn(entry);
    const distribution = new Distribution(this, 'Distribution', {
      comment: 'Tourniquet',
      defaultBehavior: page,
      additionalBehaviors: { '/assets/*': asset, '/api/*': api, '/approve/*': api, '/health': api },
      priceClass: PriceClass.PRICE_CLASS_100,
      ...(domain && {
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
        domainNames: [domain.name],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificate),
      }),
    });
    this.url = `https://${domain?.name ?? distribution.distributionDomainName}`;
    explain(distribution, domain !== null);
    new CfnOutput(this, 'Url', { description: 'Where people come', value: this.url });
    new CfnOutput(this, 'DistributionDomain', {
      description: domain === null ? 'The console' : `Make ${domain.name} a CNAME of it`,
      value: distribution.distributionDomainName,
    });
  }

  private passOn({ api }: EntryStack): BehaviorOptions {
    const host = Fn.select(2, Fn.split('/', api.apiEndpoint));
    return {
      origin: new HttpOrigin(host, { customHeaders: { [edgeHeader]: this.edge } }),
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      // API Gateway knows its own name alone.
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    };
  }
}

function explain(distribution: Distribution, hasDomain: boolean): void {
  acknowledge(distribution, 'AwsSolutions-CFR1', 'people answer questions from wherever they are');
  acknowledge(
    distribution,
    'AwsSolutions-CFR2',
    'what it serves are public files, and an API that throttles and lets nobody in without a token or a code; a web ACL costs more than all the rest',
  );
  acknowledge(
    distribution,
    'AwsSolutions-CFR3',
    "CloudFront logs paths, in which links of questions stand; API Gateway's log says the rest",
  );
  if (!hasDomain)
    acknowledge(
      distribution,
      'AwsSolutions-CFR4',
      "CloudFront's own name has CloudFront's own certificate; with deploy.entry.domain it is TLS 1.2 and above",
    );
}
