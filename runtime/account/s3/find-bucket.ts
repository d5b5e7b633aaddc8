import type { ReadContext } from '../command.ts';
import type { BucketRecord } from '../records.ts';
import { noSuchBucket, s3Error } from './s3-error.ts';

interface BucketInput {
  readonly Bucket?: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

/** The caller's bucket. Names are shared by all accounts: somebody else's is denied, not missing. */
export function findBucket(input: BucketInput, context: ReadContext): BucketRecord {
  const { Bucket, ExpectedBucketOwner } = input;
  if (!Bucket) {
    throw s3Error('InvalidBucketName', 'The specified bucket is not valid.', 400);
  }
  const bucket = context.get('bucket', Bucket);
  if (!bucket) throw noSuchBucket(Bucket);
  const isOwner = bucket.account === context.account;
  if (!isOwner || (ExpectedBucketOwner !== undefined && ExpectedBucketOwner !== bucket.account)) {
    throw s3Error('AccessDenied', 'Access Denied', 403);
  }
  return bucket;
}
