import type {
  DeletePublicAccessBlockCommandInput,
  DeletePublicAccessBlockCommandOutput,
  GetPublicAccessBlockCommandInput,
  GetPublicAccessBlockCommandOutput,
  PublicAccessBlockConfiguration,
  PutPublicAccessBlockCommandInput,
  PutPublicAccessBlockCommandOutput,
} from '@aws-sdk/client-s3';
import type { CommandTable, ReadContext, WriteContext } from '../command.ts';
import { reads, writes } from '../command.ts';
import type { PublicAccessBlock } from '../records.ts';
import { findBucket } from './find-bucket.ts';
import { s3Error } from './s3-error.ts';

function getPublicAccessBlock(input: GetPublicAccessBlockCommandInput, context: ReadContext) {
  const { publicAccessBlock } = findBucket(input, context);
  if (!publicAccessBlock) {
    throw s3Error(
      'NoSuchPublicAccessBlockConfiguration',
      'The public access block configuration was not found',
    );
  }
  return { PublicAccessBlockConfiguration: { ...publicAccessBlock } };
}

/** The whole configuration is replaced: what is left out becomes false. */
export const toBlock = (wanted: PublicAccessBlockConfiguration): PublicAccessBlock => ({
  BlockPublicAcls: wanted.BlockPublicAcls ?? false,
  IgnorePublicAcls: wanted.IgnorePublicAcls ?? false,
  BlockPublicPolicy: wanted.BlockPublicPolicy ?? false,
  RestrictPublicBuckets: wanted.RestrictPublicBuckets ?? false,
});

function putPublicAccessBlock(input: PutPublicAccessBlockCommandInput, context: WriteContext) {
  const bucket = findBucket(input, context);
  const { PublicAccessBlockConfiguration: wanted } = input;
  if (!wanted) {
    throw s3Error('MalformedXML', 'The XML you provided was not well-formed or did not validate', 400);
  }
  context.put('bucket', { ...bucket, publicAccessBlock: toBlock(wanted) });
  return {};
}

/** Deleting what is not there is no error. */
function deletePublicAccessBlock(input: DeletePublicAccessBlockCommandInput, context: WriteContext) {
  context.put('bucket', { ...findBucket(input, context), publicAccessBlock: null });
  return {};
}

export const publicAccessCommands: CommandTable = {
  GetPublicAccessBlock: reads<GetPublicAccessBlockCommandInput, GetPublicAccessBlockCommandOutput>(
    ['Bucket', 'ExpectedBucketOwner'],
    getPublicAccessBlock,
  ),
  PutPublicAccessBlock: writes<PutPublicAccessBlockCommandInput, PutPublicAccessBlockCommandOutput>(
    ['Bucket', 'ExpectedBucketOwner', 'PublicAccessBlockConfiguration', 'ChecksumAlgorithm', 'ContentMD5'],
    putPublicAccessBlock,
  ),
  DeletePublicAccessBlock: writes<DeletePublicAccessBlockCommandInput, DeletePublicAccessBlockCommandOutput>(
    ['Bucket', 'ExpectedBucketOwner'],
    deletePublicAccessBlock,
  ),
};
