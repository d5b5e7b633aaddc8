import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { DeployConfig } from '../../core/deploy-config.ts';
import { createAccessLogs, createLockedBucket } from '../constructs/buckets.ts';
import { EvidenceTrail } from '../constructs/evidence-trail.ts';
import { createKey } from '../constructs/one-key.ts';
import { createTable } from '../constructs/table.ts';
import { tell } from '../constructs/tell.ts';

export interface StoreProps extends StackProps {
  readonly lock: DeployConfig['objectLock'];
}

const trail = 'tourniquet-evidence';

/** Where everything is kept. Survives the deletion of the stack. */
export class StoreStack extends Stack {
  readonly key: Key;
  readonly table: Table;
  /** What arrived, as it arrived. */
  readonly raw: Bucket;
  /** What each response came to, as it stood when the response ended. */
  readonly evidence: Bucket;

  constructor(scope: Construct, id: string, { lock, ...props }: StoreProps) {
    super(scope, id, props);
    this.key = createKey(this, trail);
    this.table = createTable(this, this.key);
    const locked = { key: this.key, accessLogs: createAccessLogs(this), lock };
    this.raw = createLockedBucket(this, 'Raw', locked);
    this.evidence = createLockedBucket(this, 'Evidence', locked);
    tell(this, { TableName: this.table.tableName, RawBucketName: this.raw.bucketName });
    new EvidenceTrail(this, 'EvidenceTrail', {
      name: trail,
      key: this.key,
      files: createLockedBucket(this, 'Trail', locked),
      watched: [this.raw, this.evidence],
    });
  }
}
