import { readdirSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import type { CfnDeployment } from 'aws-cdk-lib/aws-apigateway';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { Config } from '../../core/config.ts';
import { Problem } from '../../core/api/problem.ts';
import { deployedNames } from '../../core/deployed.ts';
import { incidentColumns } from '../../core/lake/incident-row.ts';
import { lakeColumns } from '../../core/ingest/lake-columns.ts';
import { EventsApi } from '../../infra/lake/events-api.ts';
import { isProblemStatus, titleOf } from '../../tasks/api/problem.ts';
import { everything, ofType, synthesise, statementsOf } from './synthesise.ts';

const templates = synthesise(everything);
const { TourniquetStream: stack, TourniquetStore: store } = templates;
if (stack === undefined || store === undefined) throw new Error('there is no stack of streams');
const all = (type: string) => ofType({ stack }, type);
const one = (type: string): Record<string, any> => {
  const found = all(type);
  expect(found).toHaveLength(1);
  return found[0]?.Properties ?? {};
};
const tableOf = (idBegins: string): Record<string, any> =>
  all('AWS::Glue::Table').find(({ id }) => id.startsWith(idBegins))?.Properties['TableInput'] ?? {};
const text = (value: unknown): string => JSON.stringify(value);
const writer = 'arn:aws:iam::111122223333:role/log-shipper';

describe('streams', () => {
  it('are not deployed where nobody asks for them', () => {
    expect(Object.keys(synthesise())).not.toContain('TourniquetStream');
  });

  it.each([
    [{ writers: [] }, 'writers', 'Too small'],
    [{ writers: ['*'] }, 'writers', 'is no ARN of a role or user'],
    [{ writers: ['arn:aws:iam::111122223333:root'] }, 'writers', 'is no ARN of a role or user'],
    [{ writers: [writer], hotDays: 60, keepDays: 60 }, 'keepDays', 'has to be more than hotDays'],
  ])('are refused with %j: %s %s', (stream, field, message) => {
    const issues = Config.safeParse({ deploy: { stream } }).error?.issues;
    expect(issues?.[0]?.path).toContain(field);
    expect(issues?.[0]?.message).toContain(message);
  });
});

describe('the data stream', () => {
  // Who may put records: `separation-of-duties.test.ts`.
  it('is encrypted by the key', () => {
    expect(one('AWS::Kinesis::Stream')['StreamEncryption']).toMatchObject({ EncryptionType: 'KMS' });
    expect(text(one('AWS::Kinesis::Stream')['StreamEncryption'].KeyId)).toContain('TourniquetStore');
  });

  it('lets writers use the key for it and for nothing else', () => {
    const policies = statementsOf(ofType({ store }, 'AWS::KMS::Key'));
    expect(policies.find(({ Sid }) => Sid === 'WritersOfStreams')).toMatchObject({
      Principal: { AWS: writer },
      Action: 'kms:GenerateDataKey',
      Condition: { StringEquals: { 'kms:ViaService': 'kinesis.eu-west-1.amazonaws.com' } },
    });
  });

  it('is read in halves where a batch fails, within bounds, and what is given up keeps its records', () => {
    const mapping = all('AWS::Lambda::EventSourceMapping').find(({ id }) => id.includes('Kinesis'));
    expect(mapping?.Properties).toMatchObject({
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 10,
      MaximumRecordAgeInSeconds: 21_600,
      StartingPosition: 'TRIM_HORIZON',
    });
    expect(text(mapping?.Properties['DestinationConfig'].OnFailure)).toMatch(/GetAtt.*Lake[\dA-F]{8}.*Arn/);
  });

  it('is read by a function that can neither put into it, nor read the lake, nor start anything but triage', () => {
    const policies = all('AWS::IAM::Policy').filter(({ id }) => id.startsWith('IngestStreamFunction'));
    const actions = new Set(text(policies).match(/"[a-z]+\d?:[A-Za-z*]+"/g));
    expect(actions).not.toContain('"kinesis:PutRecord"');
    expect(
      [...actions].filter((action) => /s3:Get|athena|glue|sts:|states:Send|sns:|events:/.test(action)),
    ).toEqual([]);
    expect(actions).toContain('"firehose:PutRecordBatch"');
    expect(text(policies).match(/stateMachine:[\w-]+/g)).toEqual(['stateMachine:tourniquet-triage']);
  });
});

describe('files that are dropped', () => {
  it('are told to a queue that tries five times, each file by itself, and then to people', () => {
    const mapping = all('AWS::Lambda::EventSourceMapping').find(({ id }) => id.includes('IngestDrops'));
    expect(mapping?.Properties).toMatchObject({
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 10 },
    });
    const queue = all('AWS::SQS::Queue').find(({ id }) => id.startsWith('DropsQueue'))?.Properties;
    expect(queue).toMatchObject({ RedrivePolicy: { maxReceiveCount: 5 }, VisibilityTimeout: 1_800 });
    expect(text(queue?.['RedrivePolicy'].deadLetterTargetArn)).toContain('DropsDeadLetters');
    const alarm = all('AWS::CloudWatch::Alarm').find(({ id }) => id.startsWith('DropDeadLetters'));
    expect(text(alarm?.Properties['Dimensions'])).toContain('DropsDeadLetters');
  });

  it('are kept for thirty days in each of their versions, and told of', () => {
    const bucket = all('AWS::S3::Bucket').find(({ id }) => id.startsWith('DropsBucket'))?.Properties;
    expect(bucket?.['VersioningConfiguration']).toEqual({ Status: 'Enabled' });
    expect(bucket?.['NotificationConfiguration'].EventBridgeConfiguration.EventBridgeEnabled).toBe(true);
    expect(bucket?.['LifecycleConfiguration'].Rules).toMatchObject([
      { ExpirationInDays: 30, NoncurrentVersionExpiration: { NoncurrentDays: 30 } },
    ]);
  });

  it('are encrypted by writers with the key, which opens nothing but files for them', () => {
    const policies = statementsOf(ofType({ store }, 'AWS::KMS::Key'));
    expect(policies.find(({ Sid }) => Sid === 'WritersOfFiles')).toMatchObject({
      Principal: { AWS: writer },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
    });
  });
});

describe('records over HTTP', () => {
  /** What would be deployed for these writers, by name. */
  const deploymentOf = (...writers: readonly string[]): string => {
    const alone = new Stack(new App(), 'Alone');
    const fn = LambdaFunction.fromFunctionArn(
      alone,
      'Fn',
      'arn:aws:lambda:eu-west-1:111122223333:function:x',
    );
    const { api } = new EventsApi(alone, 'Events', { key: new Key(alone, 'Key'), fn, writers });
    const deployment = api.latestDeployment?.node.defaultChild as CfnDeployment | undefined;
    return String(alone.resolve(deployment?.logicalId));
  };

  it('come in only where that is asked for', () => {
    const { TourniquetStream: plain } = synthesise({ deploy: { stream: { writers: [writer] } } });
    const types = Object.values(plain?.Resources ?? {}).map(({ Type }) => Type);
    expect(types).toContain('AWS::Kinesis::Stream');
    expect(types.filter((type) => type.includes('ApiGateway'))).toEqual([]);
    expect(text(plain)).not.toContain('IngestEvents');
  });

  it('are signed, under TLS 1.2 or 1.3, and come byte by byte to /v1/events', () => {
    expect(one('AWS::ApiGateway::RestApi')).toMatchObject({
      BinaryMediaTypes: ['*/*'],
      EndpointConfiguration: { Types: ['REGIONAL'] },
      SecurityPolicy: expect.stringMatching(/^SecurityPolicy_TLS13_1_2_/),
      EndpointAccessMode: 'STRICT',
    });
    // API Gateway would unpack what it could compress.
    expect(one('AWS::ApiGateway::RestApi')).not.toHaveProperty('MinimumCompressionSize');
    expect(one('AWS::ApiGateway::Method')).toMatchObject({
      HttpMethod: 'POST',
      AuthorizationType: 'AWS_IAM',
    });
    expect(one('AWS::ApiGateway::Resource')['PathPart']).toBe('events');
    expect(one('AWS::ApiGateway::Stage')['StageName']).toBe('v1');
    expect(text(stack.Outputs?.['EventsUrl'])).toContain('/events');
  });

  it('are throttled, and no longer waited for than API Gateway does', () => {
    const { MethodSettings, AccessLogSetting } = one('AWS::ApiGateway::Stage');
    expect(MethodSettings).toMatchObject([
      { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100, DataTraceEnabled: false },
    ]);
    const fn = all('AWS::Lambda::Function').find(({ id }) => id.startsWith('IngestEvents'))?.Properties;
    expect(fn?.['Timeout']).toBe(29);
    const { status, writer: who } = JSON.parse(AccessLogSetting.Format);
    expect([status, who]).toEqual(['$context.status', '$context.identity.userArn']);
    expect(AccessLogSetting.Format).not.toMatch(/requestOverride|body|authorizer/i);
  });

  it('are refused in words by API Gateway too, as problems that say what to do', () => {
    const refused = all('AWS::ApiGateway::GatewayResponse').map(({ Properties }) => {
      const told = Problem.parse(JSON.parse(Properties['ResponseTemplates']['application/json']));
      expect(Properties['StatusCode']).toBe(String(told.status));
      expect(isProblemStatus(told.status) && titleOf(told.status)).toBe(told.title);
      expect(told.detail).toContain('; ');
      const headers = Properties['ResponseParameters'];
      expect(headers['gatewayresponse.header.Content-Type']).toBe("'application/problem+json'");
      const { ResponseType: type } = Properties;
      return [type, [told.status, headers['gatewayresponse.header.Retry-After']]];
    });
    expect(Object.fromEntries(refused)).toEqual({
      ACCESS_DENIED: [403, undefined],
      DEFAULT_5XX: [503, "'30'"],
      EXPIRED_TOKEN: [403, undefined],
      INVALID_SIGNATURE: [403, undefined],
      MISSING_AUTHENTICATION_TOKEN: [401, undefined],
      REQUEST_TOO_LARGE: [413, undefined],
      THROTTLED: [429, "'1'"],
    });
  });

  it('are logged by a role for which API Gateway asks, and which nobody else takes on', () => {
    const role = all('AWS::IAM::Role').find(({ id }) => id.includes('CloudWatchRole'))?.Properties;
    expect(role?.['AssumeRolePolicyDocument'].Statement).toEqual([
      { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' } },
    ]);
    expect(text(role?.['ManagedPolicyArns'])).toMatch(/AmazonAPIGatewayPushToCloudWatchLogs"/);
  });

  it('are deployed anew where other writers are named: until then the old policy holds', () => {
    const [before, again, other] = [writer, writer, `${writer}-2`].map((one) => deploymentOf(one));
    expect(before).toMatch(/^EventsApiDeployment/);
    expect(again).toBe(before);
    expect(other).not.toBe(before);
  });
});

describe('the lake', () => {
  it('is Parquet by the hour, by the schema of the table, encrypted on the way', () => {
    const delivery = one('AWS::KinesisFirehose::DeliveryStream');
    expect(delivery['DeliveryStreamEncryptionConfigurationInput'].KeyType).toBe('CUSTOMER_MANAGED_CMK');
    const { ExtendedS3DestinationConfiguration: to } = delivery;
    expect(to.Prefix).toBe(
      'events/year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/hour=!{timestamp:HH}/',
    );
    expect(to.DataFormatConversionConfiguration).toMatchObject({
      Enabled: true,
      OutputFormatConfiguration: { Serializer: { ParquetSerDe: { Compression: 'SNAPPY' } } },
      SchemaConfiguration: { DatabaseName: 'tourniquet', TableName: 'events' },
    });
    // Less is refused where Parquet is made.
    expect(to.BufferingHints.SizeInMBs).toBeGreaterThanOrEqual(64);
  });

  it('has the columns of a row, and partitions that nobody has to register', () => {
    const table = tableOf('GlueTable');
    const columns = table['StorageDescriptor'].Columns as { Name: string; Type: string }[];
    expect(columns.map(({ Name }) => Name)).toEqual(lakeColumns.map(({ name }) => name));
    expect(columns.find(({ Name }) => Name === 'threat_intel')?.Type).toBe(
      'struct<is_known_threat:boolean,confidence:double,feeds:array<string>>',
    );
    expect(table['Parameters']).toMatchObject({
      'projection.enabled': 'true',
      'projection.month.type': 'integer',
      'projection.month.digits': '2',
    });
    expect(text(table['Parameters']['storage.location.template'])).toContain(
      '/events/year=${year}/month=${month}/day=${day}/hour=${hour}',
    );
  });

  it('has the incidents in the columns that the embedded home gives them, copied each hour in one place', () => {
    const table = tableOf('Incidents');
    expect(table['Name']).toBe('incidents');
    expect(table['StorageDescriptor'].Columns).toEqual(
      Object.entries(incidentColumns).map(([Name, Type]) => ({ Name, Type })),
    );
    expect(table['StorageDescriptor'].SerdeInfo.SerializationLibrary).toBe(
      'org.apache.hive.hcatalog.data.JsonSerDe',
    );
    expect(text(table['StorageDescriptor'].Location)).toContain('"/incidents/"');
    const schedule = all('AWS::Events::Rule').find(({ id }) => id.startsWith('CopyIncidents'));
    expect(schedule?.Properties).toMatchObject({ ScheduleExpression: 'rate(1 hour)' });
    const policies = all('AWS::IAM::Policy').filter(({ id }) => id.startsWith('CopyIncidents'));
    expect(text(policies)).toContain('"/incidents/incidents.ndjson.gz"');
  });

  it('gets cheaper after thirty days, and goes after a year', () => {
    const lake = all('AWS::S3::Bucket').find(({ id }) => id.startsWith('Lake'));
    expect(lake?.Properties['LifecycleConfiguration'].Rules[0]).toMatchObject({
      ExpirationInDays: 365,
      Transitions: [{ StorageClass: 'INTELLIGENT_TIERING', TransitionInDays: 30 }],
    });
  });

  it('is asked within a limit that no query lifts, and answers are encrypted', () => {
    expect(one('AWS::Athena::WorkGroup')['WorkGroupConfiguration']).toMatchObject({
      EnforceWorkGroupConfiguration: true,
      BytesScannedCutoffPerQuery: 100_000_000_000,
      ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: 'SSE_KMS' } },
    });
  });

  it('has the ready queries, with nothing left open in them', () => {
    const queries = all('AWS::Athena::NamedQuery').map(({ Properties }) => Properties);
    expect(queries.map(({ Name }) => `${Name}.sql`)).toEqual(readdirSync('queries').toSorted());
    for (const { QueryString, Description, Name } of queries) {
      expect(QueryString, Name).not.toMatch(/(?<![:\w]):[a-z_]+\b/);
      expect(QueryString, Name).toContain("INTERVAL '7' DAY");
      expect(Description).toMatch(/\.$/);
    }
  });
});

it('stacks tell where dead letters are, each thing once in a Region, under names that dlq looks for', () => {
  const tellers = Object.entries(templates).flatMap(([name, { Outputs = {} }]) =>
    Object.keys(Outputs).map((output) => ({
      region: /-(\w+-\w+-\d)$/.exec(name)?.[1] ?? 'hub',
      output,
      name,
    })),
  );
  const hub = tellers.filter(({ region, name }) => region === 'hub' && name !== 'TourniquetForwardMember');
  const told = hub
    .map(({ output }) => output)
    .filter((output) => deployedNames.some((name) => name === output));
  expect(told.toSorted()).toEqual(
    deployedNames.filter((name) => name !== 'ForwardDeadLettersUrl').toSorted(),
  );
  const elsewhere = tellers.filter(({ output }) => output === 'ForwardDeadLettersUrl');
  expect(elsewhere.map(({ name }) => name).toSorted()).toEqual([
    'TourniquetForward-eu-central-1',
    'TourniquetForward-us-east-1',
    'TourniquetForwardMember',
  ]);
});

it('what was given up is known: its objects are told to a queue, and that to people', () => {
  const rule = all('AWS::Events::Rule').find(({ id }) => id.startsWith('Lost'));
  expect(rule?.Properties['EventPattern'].detail.object.key).toEqual([
    { prefix: 'aws/lambda/' },
    { prefix: 'errors/' },
  ]);
  const lake = all('AWS::S3::Bucket').find(({ id }) => id.startsWith('Lake'));
  expect(lake?.Properties['NotificationConfiguration'].EventBridgeConfiguration.EventBridgeEnabled).toBe(
    true,
  );
  const alarms = all('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties['AlarmName']);
  expect(new Set(alarms)).toEqual(
    new Set([
      'tourniquet-DropDeadLetters',
      'tourniquet-EventsUnanswered',
      'tourniquet-IncidentsLate',
      'tourniquet-LakeLate',
      'tourniquet-StreamDeadLetters',
      'tourniquet-StreamLate',
    ]),
  );
});
