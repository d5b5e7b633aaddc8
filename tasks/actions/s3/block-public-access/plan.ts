import { GetBucketPolicyStatusCommand, GetBucketTaggingCommand } from '@aws-sdk/client-s3';
import type { ActionContext, Draft } from '../../action.ts';
import { isAwsError, orNull } from '../../aws-errors.ts';
import { toFacts } from '../../facts.ts';
import { partitionOf } from '../../partition.ts';
import { refused } from '../../refused.ts';
import { allBlocked, weighBlock, type AccessBlockData } from '../access-block.ts';
import { bucketOf, createBucketBlock } from './bucket-block.ts';

const limits = [
  'Only public access ends: stolen credentials of the account, and accounts that the policy names, still get in',
  'Presigned URLs that were handed out work until they expire',
  'Points of access with their own settings (access points, CloudFront with its own identity) are not public access',
];

export async function planBlock(
  { bucketName }: { readonly bucketName: string },
  context: ActionContext<AccessBlockData>,
): Promise<Draft> {
  try {
    return await draftBlock(bucketName, context);
  } catch (error) {
    if (!isAwsError(error, 'NoSuchBucket')) throw error;
    return refused('target-gone', `there is no bucket ${bucketName}: it may be deleted`);
  }
}

async function draftBlock(bucketName: string, context: ActionContext<AccessBlockData>): Promise<Draft> {
  const { target, data } = context;
  const { s3 } = context.clients;
  const bucket = bucketOf(target);
  const [settings, tagging, status] = await Promise.all([
    createBucketBlock(s3, target).read(),
    orNull(s3.send(new GetBucketTaggingCommand(bucket)), 'NoSuchTagSet'),
    orNull(s3.send(new GetBucketPolicyStatusCommand(bucket)), 'NoSuchBucketPolicy'),
  ]);
  const open = status?.PolicyStatus?.IsPublic === true;
  return {
    calls: [
      {
        service: 's3',
        command: 'PutPublicAccessBlock',
        input: { ...bucket, PublicAccessBlockConfiguration: { ...allBlocked } },
      },
    ],
    ...weighBlock(settings, data()),
    blastRadius: {
      summary: `${bucketName} is closed to the public${open ? '; its policy lets everyone in today' : ''}`,
      affected: open
        ? [{ kind: 's3-bucket', id: bucketName, why: 'anonymous readers, such as a web site, are cut off' }]
        : [],
      limits,
    },
    facts: toFacts({
      arns: [`arn:${partitionOf(target.region)}:s3:::${bucketName}`],
      names: [bucketName],
      tags: tagging?.TagSet,
    }),
  };
}
