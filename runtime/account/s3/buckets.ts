import type {
  GetBucketAclCommandInput,
  GetBucketAclCommandOutput,
  GetBucketLocationCommandInput,
  GetBucketLocationCommandOutput,
  GetBucketOwnershipControlsCommandInput,
  GetBucketOwnershipControlsCommandOutput,
  GetBucketPolicyCommandInput,
  GetBucketPolicyCommandOutput,
  GetBucketPolicyStatusCommandInput,
  GetBucketPolicyStatusCommandOutput,
  GetBucketTaggingCommandInput,
  GetBucketTaggingCommandOutput,
  Grant,
  HeadBucketCommandInput,
  HeadBucketCommandOutput,
  ListBucketsCommandInput,
  ListBucketsCommandOutput,
} from '@aws-sdk/client-s3';
import type { CommandTable, ReadContext } from '../command.ts';
import { reads } from '../command.ts';
import { findBucket } from './find-bucket.ts';
import { isPublicPolicy } from './public-policy.ts';
import { headNotFound, s3Error } from './s3-error.ts';

function headBucket(input: HeadBucketCommandInput, context: ReadContext) {
  if (input.Bucket !== undefined && !context.get('bucket', input.Bucket)) throw headNotFound();
  return { BucketRegion: findBucket(input, context).region, AccessPointAlias: false };
}

/** Buckets of us-east-1 have no location constraint. */
function getBucketLocation(input: GetBucketLocationCommandInput, context: ReadContext) {
  const { region } = findBucket(input, context);
  const constraint = region as GetBucketLocationCommandOutput['LocationConstraint'];
  return { LocationConstraint: region === 'us-east-1' ? undefined : constraint };
}

function findPolicy(input: GetBucketPolicyCommandInput, context: ReadContext): string {
  const { policy } = findBucket(input, context);
  if (policy === null) throw s3Error('NoSuchBucketPolicy', 'The bucket policy does not exist');
  return policy;
}

function getBucketAcl(input: GetBucketAclCommandInput, context: ReadContext) {
  const { ownerId, publicAcl } = findBucket(input, context);
  const owner: Grant = { Grantee: { ID: ownerId, Type: 'CanonicalUser' }, Permission: 'FULL_CONTROL' };
  const everyone: Grant = {
    Grantee: { URI: 'http://acs.amazonaws.com/groups/global/AllUsers', Type: 'Group' },
    Permission: 'READ',
  };
  return { Owner: { ID: ownerId }, Grants: publicAcl ? [owner, everyone] : [owner] };
}

function getBucketTagging(input: GetBucketTaggingCommandInput, context: ReadContext) {
  const { tags } = findBucket(input, context);
  if (tags.length === 0) throw s3Error('NoSuchTagSet', 'The TagSet does not exist');
  return { TagSet: tags.map((tag) => ({ ...tag })) };
}

function getBucketOwnershipControls(input: GetBucketOwnershipControlsCommandInput, context: ReadContext) {
  const { objectOwnership } = findBucket(input, context);
  if (objectOwnership === null) {
    throw s3Error('OwnershipControlsNotFoundError', 'The bucket ownership controls were not found');
  }
  return { OwnershipControls: { Rules: [{ ObjectOwnership: objectOwnership }] } };
}

const pageLimit = 10_000;

/** The caller's own, by name. With any parameter the answer comes in pages, and tells each bucket's Region. */
function listBuckets(
  { MaxBuckets = pageLimit, ContinuationToken }: ListBucketsCommandInput,
  context: ReadContext,
) {
  if (MaxBuckets < 1 || MaxBuckets > pageLimit) {
    throw s3Error('InvalidArgument', `MaxBuckets must be between 1 and ${pageLimit}, is ${MaxBuckets}`, 400);
  }
  const own = Array.from(context.list('bucket'))
    .filter(({ account }) => account === context.account)
    .toSorted((a, b) => (a.bucketName < b.bucketName ? -1 : 1));
  const start = Number(ContinuationToken ?? 0);
  const end = start + MaxBuckets;
  return {
    Buckets: own.slice(start, end).map(({ bucketName, region }) => ({
      Name: bucketName,
      BucketRegion: region,
    })),
    ContinuationToken: end < own.length ? String(end) : undefined,
  };
}

export const bucketCommands: CommandTable = {
  ListBuckets: reads<ListBucketsCommandInput, ListBucketsCommandOutput>(
    ['MaxBuckets', 'ContinuationToken'],
    listBuckets,
  ),
  HeadBucket: reads<HeadBucketCommandInput, HeadBucketCommandOutput>(
    ['Bucket', 'ExpectedBucketOwner'],
    headBucket,
  ),
  GetBucketLocation: reads<GetBucketLocationCommandInput, GetBucketLocationCommandOutput>(
    ['Bucket', 'ExpectedBucketOwner'],
    getBucketLocation,
  ),
  GetBucketPolicy: reads<GetBucketPolicyCommandInput, GetBucketPolicyCommandOutput>(
    ['Bucket', 'ExpectedBucketOwner'],
    (input, context) => ({ Policy: findPolicy(input, context) }),
  ),
  GetBucketPolicyStatus: reads<GetBucketPolicyStatusCommandInput, GetBucketPolicyStatusCommandOutput>(
    ['Bucket', 'ExpectedBucketOwner'],
    (input, context) => ({ PolicyStatus: { IsPublic: isPublicPolicy(findPolicy(input, context)) } }),
  ),
  GetBucketAcl: reads<GetBucketAclCommandInput, GetBucketAclCommandOutput>(
    ['Bucket', 'ExpectedBucketOwner'],
    getBucketAcl,
  ),
  GetBucketTagging: reads<GetBucketTaggingCommandInput, GetBucketTaggingCommandOutput>(
    ['Bucket', 'ExpectedBucketOwner'],
    getBucketTagging,
  ),
  GetBucketOwnershipControls: reads<
    GetBucketOwnershipControlsCommandInput,
    GetBucketOwnershipControlsCommandOutput
  >(['Bucket', 'ExpectedBucketOwner'], getBucketOwnershipControls),
};
