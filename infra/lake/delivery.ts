import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { LogGroup, LogStream, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { givenUp } from '../../core/deployed.ts';
import { lakePartitions } from '../../core/ingest/lake-columns.ts';
import { lakeStreamName } from '../deployment.ts';
import { acknowledgeWildcards } from '../nag.ts';
import { eventsPrefix, type GlueTable } from './glue-table.ts';

export interface DeliveryProps {
  readonly key: IKey;
  readonly bucket: Bucket;
  readonly table: GlueTable;
}

const formats: Readonly<Record<(typeof lakePartitions)[number], string>> = {
  year: 'yyyy',
  month: 'MM',
  day: 'dd',
  hour: 'HH',
};
const byTheHour = lakePartitions.map((name) => `${name}=!{timestamp:${formats[name]}}/`).join('');

/** Rows in, Parquet out: from as many of them as come within five minutes. */
export class Delivery extends Construct {
  constructor(scope: Construct, id: string, { key, bucket, table }: DeliveryProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', {
      encryptionKey: key,
      retention: RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const { logStreamName } = new LogStream(this, 'LogStream', { logGroup });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('firehose.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      description: "Tourniquet: writes the lake's rows",
    });
    const statements = this.statements({ key, bucket, table }, logGroup);
    for (const statement of statements) role.addToPolicy(statement);
    acknowledgeWildcards(role, statements);
    const stream = new CfnDeliveryStream(this, 'Stream', {
      deliveryStreamName: lakeStreamName,
      deliveryStreamType: 'DirectPut',
      deliveryStreamEncryptionConfigurationInput: { keyType: 'CUSTOMER_MANAGED_CMK', keyArn: key.keyArn },
      extendedS3DestinationConfiguration: {
        bucketArn: bucket.bucketArn,
        roleArn: role.roleArn,
        prefix: `${eventsPrefix}${byTheHour}`,
        errorOutputPrefix: `${givenUp.byFirehose}!{firehose:error-output-type}/${byTheHour}`,
        bufferingHints: { sizeInMBs: 128, intervalInSeconds: Duration.minutes(5).toSeconds() },
        // Parquet is compressed inside.
        compressionFormat: 'UNCOMPRESSED',
        cloudWatchLoggingOptions: { enabled: true, logGroupName: logGroup.logGroupName, logStreamName },
        dataFormatConversionConfiguration: {
          enabled: true,
          inputFormatConfiguration: { deserializer: { openXJsonSerDe: {} } },
          outputFormatConfiguration: { serializer: { parquetSerDe: { compression: 'SNAPPY' } } },
          schemaConfiguration: {
            roleArn: role.roleArn,
            databaseName: table.database,
            tableName: table.table,
            region: Stack.of(this).region,
            versionId: 'LATEST',
          },
        },
      },
    });
    stream.node.addDependency(role, table);
  }

  private statements({ key, bucket, table }: DeliveryProps, logGroup: LogGroup): readonly PolicyStatement[] {
    const allow = (actions: string[], ...resources: string[]) => new PolicyStatement({ actions, resources });
    const glue = (resource: string, resourceName?: string): string =>
      Stack.of(this).formatArn({ service: 'glue', resource, ...(resourceName && { resourceName }) });
    return [
      allow(['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], bucket.bucketArn),
      allow(
        ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
        ...[eventsPrefix, givenUp.byFirehose].map((prefix) => bucket.arnForObjects(`${prefix}*`)),
      ),
      allow(['kms:Decrypt', 'kms:GenerateDataKey'], key.keyArn),
      allow(
        ['glue:GetTable', 'glue:GetTableVersion', 'glue:GetTableVersions'],
        glue('catalog'),
        glue('database', table.database),
        glue('table', `${table.database}/${table.table}`),
      ),
      allow(['logs:PutLogEvents'], logGroup.logGroupArn),
    ];
  }
}
