import {
  DeletePublicAccessBlockCommand,
  GetPublicAccessBlockCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import type { Target } from '../../../../core/plan.ts';
import type { Clients } from '../../../aws-clients.ts';
import { orNull } from '../../aws-errors.ts';
import { parseBlock, type Blockable } from '../access-block.ts';

/** Bucket names belong to all accounts: the owner is named, so that nobody else's bucket is meant. */
export const bucketOf = ({ id, account }: Target) => ({ Bucket: id, ExpectedBucketOwner: account });

/** Its calls throw S3's NoSuchBucket. */
export function createBucketBlock(s3: Clients['s3'], target: Target): Blockable {
  const bucket = bucketOf(target);
  return {
    name: target.id,
    async read() {
      const found = await orNull(
        s3.send(new GetPublicAccessBlockCommand(bucket)),
        'NoSuchPublicAccessBlockConfiguration',
      );
      return found && parseBlock(found.PublicAccessBlockConfiguration);
    },
    write: (settings) =>
      settings === null
        ? s3.send(new DeletePublicAccessBlockCommand(bucket))
        : s3.send(
            new PutPublicAccessBlockCommand({
              ...bucket,
              PublicAccessBlockConfiguration: { ...settings },
            }),
          ),
  };
}
