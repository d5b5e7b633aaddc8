import {
  DeletePublicAccessBlockCommand,
  GetPublicAccessBlockCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import * as z from 'zod';
import type { Target } from '../../../../core/plan.ts';
import type { Clients } from '../../../aws-clients.ts';
import { orNull } from '../../aws-errors.ts';

type S3 = Clients['s3'];

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PublicAccessBlockConfiguration.html */
const AccessBlock = z.object({
  BlockPublicAcls: z.boolean().default(false),
  IgnorePublicAcls: z.boolean().default(false),
  BlockPublicPolicy: z.boolean().default(false),
  RestrictPublicBuckets: z.boolean().default(false),
});
export type AccessBlock = z.infer<typeof AccessBlock>;

/** What the ledger keeps: the bucket's own settings before us; `settings: null` where it had none. */
export const AccessBlockData = z.object({
  before: z.object({ settings: AccessBlock.nullable() }).nullable().default(null),
});
export type AccessBlockData = z.infer<typeof AccessBlockData>;

export const allBlocked: AccessBlock = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** Bucket names belong to all accounts: the owner is named, so that nobody else's bucket is meant. */
export const bucketOf = ({ id, account }: Target) => ({ Bucket: id, ExpectedBucketOwner: account });

/**
 * The bucket's settings, null where it has none.
 * @throws S3's NoSuchBucket
 */
export async function readBlock(s3: S3, target: Target): Promise<AccessBlock | null> {
  const found = await orNull(
    s3.send(new GetPublicAccessBlockCommand(bucketOf(target))),
    'NoSuchPublicAccessBlockConfiguration',
  );
  return found === null ? null : AccessBlock.parse(found.PublicAccessBlockConfiguration ?? {});
}

export const writeBlock = (s3: S3, target: Target, settings: AccessBlock | null): Promise<unknown> =>
  settings === null
    ? s3.send(new DeletePublicAccessBlockCommand(bucketOf(target)))
    : s3.send(
        new PutPublicAccessBlockCommand({
          ...bucketOf(target),
          PublicAccessBlockConfiguration: { ...settings },
        }),
      );

export const isAllBlocked = (settings: AccessBlock | null): boolean =>
  settings !== null && Object.values(settings).every(Boolean);

export const sameBlock = (a: AccessBlock | null, b: AccessBlock | null): boolean =>
  JSON.stringify(a && AccessBlock.parse(a)) === JSON.stringify(b && AccessBlock.parse(b));
