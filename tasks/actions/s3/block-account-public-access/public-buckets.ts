import {
  GetBucketAclCommand,
  GetBucketPolicyStatusCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  type Bucket,
} from '@aws-sdk/client-s3';
import type { Clients } from '../../../aws-clients.ts';
import { isAwsError, orNull } from '../../aws-errors.ts';
import { parseBlock } from '../access-block.ts';

type S3 = Clients['s3'];

/** By what the public gets in. */
type Ways = ('policy' | 'ACL')[];

interface Named {
  readonly name: string;
  readonly region: string;
}

/** Which buckets the public gets into today. */
export interface Survey {
  readonly open: readonly (Named & { readonly by: Ways })[];
  /** Too many to look at, or closed to the responder. */
  readonly unseen: readonly Named[];
  readonly seen: number;
}

/** Three calls for each bucket: the plan must be there in seconds, in an account of any size. */
const lookAtMost = 100;
const atOnce = 10;

/** @param account names the owner in each call. */
export async function findPublicBuckets(s3: S3, account: string): Promise<Survey> {
  // One page is enough: accounts have 10,000 buckets at most unless AWS raised the quota.
  const { Buckets = [], ContinuationToken } = await s3.send(new ListBucketsCommand({ MaxBuckets: 10_000 }));
  const buckets = Buckets.flatMap(toNamed);
  const looks = await lookAtAll(s3, buckets.slice(0, lookAtMost), account);
  return {
    open: looks.flatMap(({ by, ...bucket }) => (by && by.length > 0 ? [{ ...bucket, by }] : [])),
    unseen: [
      ...looks.flatMap(({ by, ...bucket }) => (by === null ? [bucket] : [])),
      ...buckets.slice(lookAtMost),
      ...(ContinuationToken ? [{ name: '(those after the first 10,000)', region: 'aws-global' }] : []),
    ],
    seen: looks.filter(({ by }) => by !== null).length,
  };
}

const toNamed = ({ Name, BucketRegion = 'aws-global' }: Bucket): Named[] =>
  Name === undefined ? [] : [{ name: Name, region: BucketRegion }];

async function lookAtAll(s3: S3, buckets: readonly Named[], account: string) {
  const looks: (Named & { readonly by: Ways | null })[] = [];
  for (let start = 0; start < buckets.length; start += atOnce) {
    const some = buckets.slice(start, start + atOnce);
    // A few at once: S3 throttles whoever asks for everything together.
    // oxlint-disable-next-line no-await-in-loop
    const found = await Promise.all(
      some.map(async (each) => ({ ...each, by: await look(s3, each, account) })),
    );
    looks.push(...found);
  }
  return looks;
}

/** Buckets of other Regions and such that deny the responder: they may be public as well as not. */
const closedToUs = ['AccessDenied', 'PermanentRedirect', 'AuthorizationHeaderMalformed'];

/** By what the public gets in; null where that cannot be seen. */
async function look(s3: S3, { name }: Named, account: string): Promise<Ways | null> {
  try {
    return await findWays(s3, { Bucket: name, ExpectedBucketOwner: account });
  } catch (error) {
    if (isAwsError(error, 'NoSuchBucket')) return [];
    if (isAwsError(error, ...closedToUs)) return null;
    throw error;
  }
}

/** A way that the bucket's own block closes is none. */
async function findWays(
  s3: S3,
  bucket: { readonly Bucket: string; readonly ExpectedBucketOwner: string },
): Promise<Ways> {
  const [status, acl, block] = await Promise.all([
    orNull(s3.send(new GetBucketPolicyStatusCommand(bucket)), 'NoSuchBucketPolicy'),
    s3.send(new GetBucketAclCommand(bucket)),
    orNull(s3.send(new GetPublicAccessBlockCommand(bucket)), 'NoSuchPublicAccessBlockConfiguration'),
  ]);
  const { RestrictPublicBuckets, IgnorePublicAcls } = parseBlock(block?.PublicAccessBlockConfiguration);
  const ways: Ways = [];
  if (status?.PolicyStatus?.IsPublic === true && !RestrictPublicBuckets) ways.push('policy');
  if (isPublicAcl(acl.Grants) && !IgnorePublicAcls) ways.push('ACL');
  return ways;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
const isPublicAcl = (grants: readonly { Grantee?: { URI?: string | undefined } | undefined }[] = []) =>
  grants.some(({ Grantee }) => /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/.test(Grantee?.URI ?? ''));
