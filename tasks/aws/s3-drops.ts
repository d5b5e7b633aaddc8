import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { isAwsError } from '../actions/aws-errors.ts';
import type { OpenDrop } from '../ingest/read-drop.ts';
import { callOwn } from './own-errors.ts';

/** Opens the very version that was put: what stands there by now may be another file, which has an event of its own. */
export const createOpenDrop =
  (client: Pick<S3Client, 'send'>): OpenDrop =>
  async ({ bucket, key, versionId }) => {
    const get = new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId });
    return await callOwn(`the bucket ${bucket}`, async () => {
      const { Body } = await client.send(get);
      return (Body as AsyncIterable<Uint8Array> | undefined) ?? nothing();
    }).catch((error: unknown) => {
      if (isAwsError(error, 'NoSuchKey', 'NoSuchVersion')) return null;
      throw error;
    });
  };

async function* nothing(): AsyncGenerator<Uint8Array> {}
