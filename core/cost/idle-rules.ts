import * as z from 'zod';
import type { CostItem } from './prices.ts';
import { followReference, type Resource, type Stack } from './template.ts';
import { assumed, type TableUsage } from './usage.ts';

/** What a rule may look at beside its resource. */
export interface IdleContext {
  readonly stack: Stack;
  readonly eachMinute: Readonly<Record<string, TableUsage>>;
}

/**
 * - `costs`: a month of it, where nothing happens
 * - `free`: nothing while nothing happens, or never
 * - `elsewhere`: AWS asks something for it that does not hang on Tourniquet
 */
export type IdleRule =
  | { readonly costs: (resource: Resource, context: IdleContext) => readonly CostItem[] }
  | { readonly free: string }
  | { readonly elsewhere: string };

const one = (component: string, price: CostItem['price'], quantity = 1): IdleRule => ({
  costs: () => [{ component, price, quantity }],
});
const byUse: IdleRule = { free: 'it is paid by use' };
const setting: IdleRule = { free: 'it is a setting' };

/** What only says how something else is, who may use it, or what it is called. */
const settings = [
  'AWS::ApiGateway::Account',
  'AWS::ApiGateway::Deployment',
  'AWS::ApiGateway::GatewayResponse',
  'AWS::ApiGateway::Method',
  'AWS::ApiGateway::Resource',
  'AWS::ApiGateway::Stage',
  'AWS::ApiGatewayV2::ApiMapping',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::DomainName',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::Athena::NamedQuery',
  'AWS::Athena::WorkGroup',
  'AWS::CDK::Metadata',
  'AWS::CloudFormation::CustomResource',
  'AWS::CloudFront::Function',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::CloudFront::ResponseHeadersPolicy',
  'AWS::Cognito::ManagedLoginBranding',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolDomain',
  'AWS::Cognito::UserPoolGroup',
  'AWS::Cognito::UserPoolResourceServer',
  'AWS::Events::EventBusPolicy',
  'AWS::Glue::Database',
  'AWS::Glue::Table',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Alias',
  'AWS::Kinesis::ResourcePolicy',
  'AWS::Lambda::LayerVersion',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogStream',
  'AWS::Logs::ResourcePolicy',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'Custom::CDKBucketDeployment',
  'Custom::SecurityHubAction',
] as const;

/** By resource type. A type that is not here stops the estimate: nobody said yet what it costs. */
export const idleRules: Readonly<Record<string, IdleRule>> = {
  'AWS::KMS::Key': one('KMS', 'kms.key'),
  'AWS::CloudWatch::Alarm': { costs: priceAlarm },
  'AWS::CloudWatch::CompositeAlarm': one('CloudWatch', 'cloudwatch.composite-alarm'),
  'AWS::CloudWatch::Dashboard': one('CloudWatch', 'cloudwatch.dashboard'),
  'AWS::Events::Rule': { costs: priceSchedule },
  'AWS::Lambda::EventSourceMapping': { costs: pricePolling },
  'AWS::Logs::MetricFilter': one('CloudWatch', 'cloudwatch.metric'),
  'AWS::Kinesis::Stream': { costs: priceShards },
  'AWS::KinesisFirehose::DeliveryStream': byUse,
  'AWS::Lambda::Function': byUse,
  'AWS::StepFunctions::StateMachine': byUse,
  'AWS::DynamoDB::Table': byUse,
  'AWS::S3::Bucket': byUse,
  'AWS::SQS::Queue': byUse,
  'AWS::SNS::Topic': byUse,
  'AWS::Logs::LogGroup': byUse,
  'AWS::ApiGateway::RestApi': byUse,
  'AWS::ApiGatewayV2::Api': byUse,
  'AWS::CloudFront::Distribution': byUse,
  'AWS::CloudTrail::Trail': byUse,
  'AWS::Cognito::UserPool': byUse,
  'AWS::Events::EventBus': byUse,
  'AWS::GuardDuty::Detector': { elsewhere: "GuardDuty asks by the account's own traffic" },
  'AWS::SecurityHub::Hub': { elsewhere: "Security Hub asks by the account's own resources" },
  'AWS::SecurityHub::HubV2': { elsewhere: "Security Hub asks by the account's own resources" },
  ...Object.fromEntries(settings.map((type) => [type, setting])),
};

const Metrics = z.array(z.looseObject({ MetricStat: z.unknown().optional() })).default([]);

/** AWS counts the metrics that an alarm looks at. */
function priceAlarm({ properties }: Resource): readonly CostItem[] {
  const looked = Metrics.parse(properties['Metrics']).filter(({ MetricStat }) => MetricStat !== undefined);
  return [{ component: 'CloudWatch', price: 'cloudwatch.alarm', quantity: Math.max(1, looked.length) }];
}

const Shards = z.looseObject({ ShardCount: z.number() });

/** By the hour, whether anything is put or not. */
function priceShards({ properties }: Resource): readonly CostItem[] {
  const quantity = Shards.parse(properties).ShardCount * assumed.hoursPerMonth;
  return [{ component: 'Kinesis', price: 'kinesis.shard-hour', quantity }];
}

const Rule = z.looseObject({
  ScheduleExpression: z.string().optional(),
  Targets: z.array(z.looseObject({ Arn: z.unknown() })).default([]),
});

/** AWS's own events cost nothing, but each call of a schedule is one of a function. */
function priceSchedule({ properties }: Resource, context: IdleContext): readonly CostItem[] {
  const { ScheduleExpression: schedule, Targets } = Rule.parse(properties);
  if (schedule === undefined) return [];
  const calls = assumed.minutesPerMonth / minutesBetween(schedule);
  return Targets.flatMap(({ Arn }) => priceCalls(followReference(context.stack, Arn), calls, context));
}

const minutesPer = { minute: 1, hour: 60, day: 1440 } as const;

/** `rate(1 minute)`; a `cron(…)` is taken for one call a minute, which none exceeds. */
function minutesBetween(schedule: string): number {
  const [, count = '1', unit = 'minute'] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule) ?? [];
  return Number(count) * minutesPer[unit as keyof typeof minutesPer];
}

const Memory = z.looseObject({ MemorySize: z.number().default(128) });

/** Calls that find nothing to do. What is not measured is taken for the function that reads most. */
function priceCalls(fn: Resource, calls: number, { eachMinute }: IdleContext): readonly CostItem[] {
  const measured = Object.entries(eachMinute);
  const reads = measured.map(([, { readUnits }]) => readUnits);
  const own = measured.find(([name]) => fn.id.startsWith(name))?.[1].readUnits ?? Math.max(0, ...reads);
  const { MemorySize } = Memory.parse(fn.properties);
  const gbSeconds = (calls * (MemorySize / 1024) * assumed.idleMs) / 1000;
  return [
    { component: 'Lambda', price: 'lambda.request', quantity: calls },
    { component: 'Lambda', price: 'lambda.gb-second', quantity: gbSeconds },
    { component: 'DynamoDB', price: 'dynamodb.read', quantity: calls * own },
    // DynamoDB remembers the table's key for five minutes, for each role.
    { component: 'KMS', price: 'kms.request', quantity: calls / 5 },
    {
      component: 'CloudWatch',
      price: 'logs.ingestion',
      quantity: (calls * assumed.bytesPerInvocation) / 1024 ** 3,
    },
    { component: 'X-Ray', price: 'xray.trace', quantity: calls },
  ];
}

/** Lambda asks a queue for us, and we pay for it; it reads tables' streams for nothing. */
function pricePolling({ properties }: Resource): readonly CostItem[] {
  if ('StartingPosition' in properties) return [];
  const quantity = assumed.receivesPerMinute * assumed.minutesPerMonth;
  return [{ component: 'SQS', price: 'sqs.request', quantity }];
}
