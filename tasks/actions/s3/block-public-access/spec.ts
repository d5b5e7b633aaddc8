import * as z from 'zod';
import type { ActionSpec } from '../../../../core/action-spec.ts';
import { identifier, regionalPlace } from '../../parameters.ts';

const parameters = z.strictObject({ bucketName: identifier, ...regionalPlace });

/**
 * Turns on all four settings of a bucket's public access block.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export const spec = {
  id: 's3.block-public-access',
  version: 1,
  title: 'Block public access to an S3 bucket',
  parameters,
  target: ({ bucketName }: z.infer<typeof parameters>) => ({ kind: 's3-bucket', id: bucketName }),
  scope: 'regional',
  impact: 'disruptive',
  permissions: {
    plan: ['s3:GetBucketPublicAccessBlock', 's3:GetBucketTagging', 's3:GetBucketPolicyStatus'],
    apply: [
      's3:GetBucketPublicAccessBlock',
      's3:GetBucketTagging',
      's3:GetBucketPolicyStatus',
      's3:PutBucketPublicAccessBlock',
    ],
    verify: ['s3:GetBucketPublicAccessBlock'],
    undo: ['s3:GetBucketPublicAccessBlock', 's3:PutBucketPublicAccessBlock'],
  },
  undo: 'reversible',
  d3fend: ['D3-APA'],
  guide: {
    does: 'Turns on all four settings of the public access block of a bucket. It ends public access only: stolen credentials of the account still get in.',
    undoes: 'Puts the former settings back, or their absence, unless somebody changed them since.',
    result: { bucket: 'the bucket' },
    example: { bucketName: "{% $resource('s3-bucket').bucketName %}" },
    sources: [
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
    ],
  },
} as const satisfies ActionSpec<z.infer<typeof parameters>>;
