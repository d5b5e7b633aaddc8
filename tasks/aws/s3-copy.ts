import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { PutCopy } from '../copy-incidents/index.ts';
import { callOwn } from './own-errors.ts';

export interface S3CopyConfig {
  readonly client: Pick<S3Client, 'send'>;
  readonly bucket: string;
  readonly key: string;
}

/**
 * Puts text as one packed object in the place of the last, all of it or nothing: whoever reads at the same time has one or
 * the other. Packed it is in memory, some 100 bytes for an incident.
 */
export const createS3Copy =
  ({ client, bucket, key }: S3CopyConfig): PutCopy =>
  async (text) => {
    const packing = createGzip();
    const [Body] = await Promise.all([buffer(packing), pipeline(Readable.from(text), packing)]);
    const put = new PutObjectCommand({ Bucket: bucket, Key: key, Body });
    await callOwn(`the bucket ${bucket}`, () => client.send(put));
  };
