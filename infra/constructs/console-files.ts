import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  type BehaviorOptions,
  CachePolicy,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { consolePolicy, renderPolicy } from '../../core/console-policy.ts';
import { acknowledge } from '../nag.ts';

export interface ConsoleFilesProps {
  /** The folder of the built console. */
  readonly built: string;
  /** Where people sign in. */
  readonly login: string;
  /** Of the log of deployments. */
  readonly key: IKey;
}

/** Shows the console's page for every address of its own, as `npm start` does: what a browser shows is no file. */
export const showPage = `function handler(event) {
  var request = event.request;
  var accept = request.headers.accept ? request.headers.accept.value : '';
  if (request.uri === '/' || accept.indexOf('text/html') !== -1) request.uri = '/index.html';
  return request;
}
`;

/** The files of the console in a closed bucket, and how CloudFront serves them: with the headers that `npm start` has. */
export class ConsoleFiles extends Construct {
  readonly page: BehaviorOptions;
  readonly asset: BehaviorOptions;

  constructor(scope: Construct, id: string, { built, login, key }: ConsoleFilesProps) {
    super(scope, id);
    const bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      // It is built anew at any time.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(bucket, 'AwsSolutions-S1', 'CloudFront alone reads it, and everybody may read what it reads');
    deployFiles(this, { built, bucket, key });
    const shared = {
      origin: S3BucketOrigin.withOriginAccessControl(bucket),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
    };
    const headers = (name: string, caching: string) => createHeaders(this, name, { login, caching });
    const shows = new EdgeFunction(this, 'ShowPage', {
      code: FunctionCode.fromInline(showPage),
      runtime: FunctionRuntime.JS_2_0,
    });
    this.page = {
      ...shared,
      responseHeadersPolicy: headers('PageHeaders', 'no-cache'),
      functionAssociations: [{ function: shows, eventType: FunctionEventType.VIEWER_REQUEST }],
    };
    // Names of assets hold the hash of what is in them.
    this.asset = {
      ...shared,
      responseHeadersPolicy: headers('AssetHeaders', 'public, max-age=31536000, immutable'),
    };
  }
}

/** By CDK's own function, which is there for as long as a deployment takes. */
function deployFiles(
  scope: Construct,
  { built, bucket, key }: Pick<ConsoleFilesProps, 'built' | 'key'> & { readonly bucket: Bucket },
): void {
  const logGroup = new LogGroup(scope, 'DeployLogs', {
    encryptionKey: key,
    retention: RetentionDays.ONE_YEAR,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const role = new Role(scope, 'DeployRole', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  logGroup.grantWrite(role);
  new BucketDeployment(scope, 'Deployment', {
    destinationBucket: bucket,
    sources: [Source.asset(built, { exclude: ['*.sha256'] })],
    role,
    logGroup,
  });
  for (const id of deployWildcards(bucket))
    acknowledge(
      role,
      `AwsSolutions-IAM5[${id}]`,
      'CDK reads its assets, and writes the files of this bucket',
    );
  for (const shared of Stack.of(scope).node.children.filter(({ node }) =>
    node.id.startsWith('Custom::CDKBucket'),
  ))
    acknowledge(shared, 'AwsSolutions-L1', 'CDK says what its function runs on');
}

const deployWildcards = (bucket: Bucket): readonly string[] => [
  ...['GetObject*', 'GetBucket*', 'List*', 'DeleteObject*', 'Abort*'].map((action) => `Action::s3:${action}`),
  `Resource::<${Stack.of(bucket).getLogicalId(bucket.node.defaultChild as CfnBucket)}.Arn>/*`,
  'Resource::arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*',
];

const createHeaders = (
  scope: Construct,
  id: string,
  { login, caching }: { readonly login: string; readonly caching: string },
): ResponseHeadersPolicy =>
  new ResponseHeadersPolicy(scope, id, {
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: renderPolicy(consolePolicy([login])), override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.SAME_ORIGIN, override: true },
      strictTransportSecurity: {
        accessControlMaxAge: Duration.days(180),
        includeSubdomains: true,
        override: true,
      },
    },
    customHeadersBehavior: {
      customHeaders: [
        { header: 'cache-control', value: caching, override: true },
        { header: 'cross-origin-opener-policy', value: 'same-origin', override: true },
        { header: 'cross-origin-resource-policy', value: 'same-origin', override: true },
      ],
    },
  });
