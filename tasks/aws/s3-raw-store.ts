import { createHash } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { InvalidInput } from '../../core/errors.ts';
import type { RawStore } from '../../core/ports/raw-store.ts';
import { isAwsError } from '../actions/aws-errors.ts';
import { isRawReference, rawReference } from '../raw-reference.ts';
import { callOwn } from './own-errors.ts';

export interface S3RawStoreConfig {
  readonly client: Pick<S3Client, 'send'>;
  readonly bucket: string;
  /** Of one object that is read: what is larger was not put by us. @default 8 MiB */
  readonly maxBytes?: number;
}

type Bucket = Omit<S3RawStoreConfig, 'maxBytes'>;

const callBucket = <T>(bucket: string, work: () => Promise<T>): Promise<T> =>
  callOwn(`the bucket ${bucket}`, work);

/**
 * The half of the port that functions on AWS have: they keep what arrives, and none reads it. Objects are written once,
 * under their hash, which S3 checks as it takes them.
 */
export const createS3RawWriter = ({ client, bucket }: Bucket): Pick<RawStore, 'put'> => ({
  async put(bytes) {
    const reference = rawReference(bytes);
    const put = new PutObjectCommand({
      Bucket: bucket,
      Key: reference,
      Body: bytes,
      ChecksumSHA256: createHash('sha256').update(bytes).digest('base64'),
      IfNoneMatch: '*',
    });
    await callBucket(bucket, () => client.send(put)).catch((error: unknown) => {
      // Stored before: under this name stands nothing else.
      if (!isAwsError(error, 'PreconditionFailed')) throw error;
    });
    return reference;
  },
});

/**
 * The RawStore port on S3. We check the hash again as we read: what stands there is what arrived. The role needs
 * s3:ListBucket too, or S3 says "denied" for what is not there.
 */
export function createS3RawStore({ client, bucket, maxBytes = 8 * 1024 * 1024 }: S3RawStoreConfig): RawStore {
  async function read(reference: string): Promise<Uint8Array> {
    const { Body, ContentLength = 0 } = await client.send(
      new GetObjectCommand({ Bucket: bucket, Key: reference }),
    );
    if (ContentLength > maxBytes) {
      if (Body !== undefined && 'destroy' in Body) Body.destroy();
      throw new InvalidInput(
        `${reference} in ${bucket} has ${ContentLength} bytes, and ${maxBytes} is the most that is read`,
      );
    }
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    if (rawReference(bytes) === reference) return bytes;
    throw new InvalidInput(`${reference} in ${bucket} is not what was stored there; look who overwrote it`);
  }

  return {
    ...createS3RawWriter({ client, bucket }),
    async get(reference) {
      if (!isRawReference(reference)) return null;
      return await callBucket(bucket, () => read(reference)).catch((error: unknown) => {
        if (isAwsError(error, 'NoSuchKey')) return null;
        throw error;
      });
    },
  };
}
