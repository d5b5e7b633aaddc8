import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  ObjectLockRetention,
  ObjectOwnership,
  StorageClass,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { DeployConfig } from '../../core/deploy-config.ts';

const closed = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  removalPolicy: RemovalPolicy.RETAIN,
} as const;

/** Who asked for what in the other buckets. S3 writes there with its own key only. */
export const createAccessLogs = (scope: Construct): Bucket =>
  new Bucket(scope, 'AccessLogs', {
    ...closed,
    encryption: BucketEncryption.S3_MANAGED,
    lifecycleRules: [{ expiration: Duration.days(365) }],
  });

export interface LockedBucketProps {
  readonly key: IKey;
  readonly accessLogs: Bucket;
  readonly lock: DeployConfig['objectLock'];
}

/** What stands there, nobody changes or deletes before the time; in governance mode without the right to bypass the lock. */
export function createLockedBucket(scope: Construct, id: string, props: LockedBucketProps): Bucket {
  const { key, accessLogs, lock } = props;
  return new Bucket(scope, id, {
    ...closed,
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    bucketKeyEnabled: true,
    versioned: true,
    objectLockDefaultRetention: ObjectLockRetention[lock.mode](Duration.days(lock.days)),
    serverAccessLogsBucket: accessLogs,
    serverAccessLogsPrefix: `${id.toLowerCase()}/`,
  });
}

export interface LakeBucketProps extends Pick<LockedBucketProps, 'key' | 'accessLogs'> {
  readonly hotDays: number;
  readonly keepDays: number;
}

/** What can be sent again or asked anew: it gets cheaper, and goes. */
export function createLakeBucket(scope: Construct, id: string, props: LakeBucketProps): Bucket {
  const { key, accessLogs, hotDays, keepDays } = props;
  const bucket = new Bucket(scope, id, {
    ...closed,
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    bucketKeyEnabled: true,
    serverAccessLogsBucket: accessLogs,
    serverAccessLogsPrefix: `${id.toLowerCase()}/`,
    lifecycleRules: [
      {
        transitions: [
          { storageClass: StorageClass.INTELLIGENT_TIERING, transitionAfter: Duration.days(hotDays) },
        ],
        expiration: Duration.days(keepDays),
        abortIncompleteMultipartUploadAfter: Duration.days(1),
      },
      { prefix: 'results/', expiration: Duration.days(7) },
    ],
  });
  tellEventBridge(bucket);
  return bucket;
}

/** What writers put, until it was taken in, and for as long as somebody may want to know why it was not. */
export function createDropBucket(
  scope: Construct,
  id: string,
  { key, accessLogs }: Pick<LockedBucketProps, 'key' | 'accessLogs'>,
): Bucket {
  const bucket = new Bucket(scope, id, {
    ...closed,
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    bucketKeyEnabled: true,
    versioned: true,
    serverAccessLogsBucket: accessLogs,
    serverAccessLogsPrefix: 'drops/',
    lifecycleRules: [
      {
        expiration: Duration.days(30),
        noncurrentVersionExpiration: Duration.days(30),
        abortIncompleteMultipartUploadAfter: Duration.days(1),
      },
    ],
  });
  tellEventBridge(bucket);
  return bucket;
}

/** The CDK would deploy a function of its own to set this. */
const tellEventBridge = (bucket: Bucket): void =>
  (bucket.node.defaultChild as CfnBucket).addPropertyOverride(
    'NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled',
    true,
  );
