import { Stack } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export interface EvidenceTrailProps {
  readonly name: string;
  readonly key: IKey;
  /** Where its files lie. */
  readonly files: Bucket;
  /** Whose objects are watched. */
  readonly watched: readonly Bucket[];
}

/**
 * Who read or wrote which piece of evidence, in files whose digests are chained and signed (`aws cloudtrail
 * validate-logs`). Management events are left out: an account has a trail for them, and a second copy costs.
 */
export class EvidenceTrail extends Construct {
  constructor(scope: Construct, id: string, { name, key, files, watched }: EvidenceTrailProps) {
    super(scope, id);
    const { partition, region, account } = Stack.of(this);
    const conditions = {
      StringEquals: { 'aws:SourceArn': `arn:${partition}:cloudtrail:${region}:${account}:trail/${name}` },
    };
    const principals = [new ServicePrincipal('cloudtrail.amazonaws.com')];
    const { bucketArn } = files;
    files.addToResourcePolicy(
      new PolicyStatement({ principals, conditions, actions: ['s3:GetBucketAcl'], resources: [bucketArn] }),
    );
    files.addToResourcePolicy(
      new PolicyStatement({
        principals,
        conditions,
        actions: ['s3:PutObject'],
        resources: [`${bucketArn}/AWSLogs/${account}/*`],
      }),
    );
    const trail = new CfnTrail(this, 'Trail', {
      trailName: name,
      isLogging: true,
      enableLogFileValidation: true,
      isMultiRegionTrail: false,
      includeGlobalServiceEvents: false,
      s3BucketName: files.bucketName,
      kmsKeyId: key.keyArn,
      advancedEventSelectors: [
        {
          name: 'Objects of the raw store and of the evidence',
          fieldSelectors: [
            { field: 'eventCategory', equalTo: ['Data'] },
            { field: 'resources.type', equalTo: ['AWS::S3::Object'] },
            { field: 'resources.ARN', startsWith: watched.map((bucket) => bucket.arnForObjects('')) },
          ],
        },
      ],
    });
    if (files.policy !== undefined) trail.node.addDependency(files.policy);
  }
}
