import { CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  AuthorizationType,
  type CfnRestApi,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  type Method,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { AnyPrincipal, ArnPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../nag.ts';
import { refuseInWords } from './events-refusals.ts';

export interface EventsApiProps {
  /** Of the log. */
  readonly key: IKey;
  /** What takes records in. */
  readonly fn: IFunction;
  /** ARNs of who may send. */
  readonly writers: readonly string[];
}

/** Who sent how much, and how it ended; of a request's content nothing, for records are others'. */
const logged = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  address: '$context.identity.sourceIp',
  writer: '$context.identity.userArn',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  tls: '$context.tlsVersion',
  refused: '$context.error.message',
  failed: '$context.integration.error',
};

/** All writers together, each second: who sends too much takes no more than some dozens of the Region's functions at a time. */
const throttle = { throttlingRateLimit: 50, throttlingBurstLimit: 100 };

/**
 * Log records over HTTP, signed by who sends them. A REST API, for its policy denies everybody who is not named, whatever
 * their own policies say, before any code of ours runs: an HTTP API or a function's URL has nothing that denies.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export class EventsApi extends Construct {
  readonly api: RestApi;

  constructor(scope: Construct, id: string, { key, fn, writers }: EventsApiProps) {
    super(scope, id);
    const logs = new LogGroup(this, 'Logs', {
      encryptionKey: key,
      retention: RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.api = new RestApi(this, 'Api', {
      restApiName: 'tourniquet-events',
      endpointTypes: [EndpointType.REGIONAL],
      policy: letSend(writers),
      // Whatever comes is handed on byte by byte: most of it is gzip, however it is called.
      binaryMediaTypes: ['*/*'],
      // API Gateway logs nothing without; the setting is the account's, for the Region.
      cloudWatchRole: true,
      deployOptions: {
        // The address ends in /v1/events, as that of the embedded server does.
        stageName: 'v1',
        ...throttle,
        accessLogDestination: new LogGroupLogDestination(logs),
        accessLogFormat: AccessLogFormat.custom(JSON.stringify(logged)),
      },
    });
    refuseOldTls(this.api);
    refuseInWords(this.api);
    const integration = new LambdaIntegration(fn, { timeout: Duration.seconds(29), allowTestInvoke: false });
    const method = this.api.root
      .addResource('events')
      .addMethod('POST', integration, { authorizationType: AuthorizationType.IAM });
    explain(this.api, method);
    // The CDK gives the address of the stage, where nothing answers.
    this.api.node.tryRemoveChild('Endpoint');
    new CfnOutput(scope, 'EventsUrl', {
      description: 'Where writers send log records, signed for execute-api',
      value: this.api.urlForPath('/events'),
    });
  }
}

/** Nobody else may send, whatever their own policies say. */
const letSend = (writers: readonly string[]): PolicyDocument =>
  new PolicyDocument({
    statements: [
      new PolicyStatement({
        sid: 'Writers',
        principals: writers.map((writer) => new ArnPrincipal(writer)),
        actions: ['execute-api:Invoke'],
        resources: ['execute-api:/v1/POST/events'],
      }),
      new PolicyStatement({
        sid: 'NobodyElse',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['execute-api:Invoke'],
        resources: ['execute-api:/*'],
        conditions: { ArnNotEquals: { 'aws:PrincipalArn': [...writers] } },
      }),
    ],
  });

/**
 * An API's own address takes TLS 1.0 where nobody says otherwise. `STRICT`: nobody reaches it under another's name.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies.html
 */
function refuseOldTls(api: RestApi): void {
  const cfn = api.node.defaultChild as CfnRestApi;
  cfn.securityPolicy = 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09';
  cfn.endpointAccessMode = 'STRICT';
}

function explain(api: RestApi, method: Method): void {
  acknowledge(
    api,
    'AwsSolutions-APIG2',
    'the function looks at each record by itself: a broken one is a dead letter, and stops none of the others',
  );
  acknowledge(
    api,
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
    'API Gateway refuses a role for its logs that may do less',
  );
  acknowledge(
    api.deploymentStage,
    'AwsSolutions-APIG6',
    'what it logs of its own doing would lie in a group without our key, and may hold records; the access log says who was refused, and why',
  );
  acknowledge(
    api.deploymentStage,
    'AwsSolutions-APIG3',
    'writers are programs that sign with IAM: everybody else is denied before anything is called',
  );
  acknowledge(method, 'AwsSolutions-COG4', 'writers are programs that sign with IAM, and no people');
}
