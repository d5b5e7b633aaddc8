import type { ResourceOf } from '../../../core/finding.ts';
import { hexOf } from '../command.ts';
import { toTagList } from './make-up.ts';
import type { Seeder } from './seeder.ts';

/** A bucket that everyone may read, with nothing that blocks it; private if the finding says so. */
export function seedBucket(resource: ResourceOf<'s3-bucket'>, seeder: Seeder): void {
  const { bucketName, effectivePermission } = resource;
  const { place, partition } = seeder;
  const isPublic = effectivePermission !== 'NOT_PUBLIC';
  seeder.putIfAbsent('bucket', {
    bucketName,
    account: place.account,
    region: place.region,
    ownerId: resource.ownerId ?? hexOf(place.account, 'canonical user'),
    publicAccessBlock: null,
    policy: isPublic ? readableByAll(bucketName, partition) : null,
    publicAcl: isPublic,
    objectOwnership: isPublic ? 'ObjectWriter' : 'BucketOwnerEnforced',
    tags: toTagList(resource.tags),
  });
}

const readableByAll = (bucketName: string, partition: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'PublicRead',
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: `arn:${partition}:s3:::${bucketName}/*`,
      },
    ],
  });
