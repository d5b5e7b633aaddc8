import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** Where everything is kept. Survives the deletion of the stack. */
export class StoreStack extends Stack {
  /** The one key: keys are what costs where nothing happens. */
  readonly key: Key;
  readonly table: Table;
  readonly raw: Bucket;

  constructor(scope: Construct, id: string, props: StackProps = {}) {
    super(scope, id, props);
    this.key = new Key(this, 'Key', {
      description: "Tourniquet's table, raw events and messages",
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.table = createTable(this, this.key);
    this.raw = createRawBucket(this, this.key);
  }
}

const text = (name: string) => ({ name, type: AttributeType.STRING });

/** As `tasks/aws/dynamo-table.ts` reads and writes it. */
function createTable(scope: Construct, encryptionKey: Key): Table {
  const table = new Table(scope, 'Table', {
    partitionKey: text('pk'),
    sortKey: text('sk'),
    billingMode: BillingMode.PAY_PER_REQUEST,
    timeToLiveAttribute: 'expiresAt',
    // Keys alone: what is written may hold task tokens and codes.
    stream: StreamViewType.KEYS_ONLY,
    encryption: TableEncryption.CUSTOMER_MANAGED,
    encryptionKey,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  for (const index of ['gsi1', 'gsi2']) {
    table.addGlobalSecondaryIndex({
      indexName: index,
      partitionKey: text(`${index}pk`),
      sortKey: text(`${index}sk`),
      projectionType: ProjectionType.ALL,
    });
  }
  return table;
}

const closed = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  removalPolicy: RemovalPolicy.RETAIN,
} as const;

/** What arrived, as it arrived: nobody changes or deletes it for a year who has no right to bypass the lock. */
function createRawBucket(scope: Construct, encryptionKey: Key): Bucket {
  const logs = new Bucket(scope, 'AccessLogs', {
    ...closed,
    encryption: BucketEncryption.S3_MANAGED,
    lifecycleRules: [{ expiration: Duration.days(365) }],
  });
  return new Bucket(scope, 'Raw', {
    ...closed,
    encryption: BucketEncryption.KMS,
    encryptionKey,
    bucketKeyEnabled: true,
    versioned: true,
    objectLockDefaultRetention: ObjectLockRetention.governance(Duration.days(365)),
    serverAccessLogsBucket: logs,
    serverAccessLogsPrefix: 'raw/',
  });
}
