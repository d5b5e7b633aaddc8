import { createHash } from 'node:crypto';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Evidence } from '../../core/ports/evidence.ts';
import { isAwsError } from '../actions/aws-errors.ts';
import { callOwn } from './own-errors.ts';

export interface S3EvidenceConfig {
  readonly client: Pick<S3Client, 'send'>;
  /** With an object lock by default: a put says nothing of it. */
  readonly bucket: string;
}

/** The Evidence port on S3. The condition keeps the first object the newest version, the lock keeps it at all. */
export function createS3Evidence({ client, bucket }: S3EvidenceConfig): Evidence {
  return {
    async put(name, bytes) {
      const put = new PutObjectCommand({
        Bucket: bucket,
        Key: name,
        Body: bytes,
        ContentType: 'application/json',
        ChecksumSHA256: createHash('sha256').update(bytes).digest('base64'),
        IfNoneMatch: '*',
      });
      try {
        await callOwn(`the bucket ${bucket}`, () => client.send(put));
        return true;
      } catch (error) {
        if (isAwsError(error, 'PreconditionFailed')) return false;
        throw error;
      }
    },
  };
}
