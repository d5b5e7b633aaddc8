import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  ObjectLockRetention,
  ObjectOwnership,
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
