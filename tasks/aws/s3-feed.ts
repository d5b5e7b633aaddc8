import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { InvalidInput } from '../../core/errors.ts';
import type { S3Object } from '../../core/intel/feed-location.ts';
import { type FeedSource, type FeedText, maxFeedBytes, tooLong } from '../../core/ports/feed-source.ts';
import { lineFault } from './denied.ts';

/** A feed that is an object of S3. It is sent only where its ETag is another one than before. */
export const createS3Feed = (client: Pick<S3Client, 'send'>, { bucket, key }: S3Object): FeedSource => ({
  async read(known) {
    const condition = known === null ? {} : { IfNoneMatch: known };
    const get = new GetObjectCommand({ Bucket: bucket, Key: key, ...condition });
    const name = `s3://${bucket}/${key}`;
    try {
      return await readWhole(client, get, name);
    } catch (error) {
      if (error instanceof InvalidInput) throw error;
      if (statusOf(error) === 304) return null;
      throw new InvalidInput(`${name} cannot be read (${nameOf(error)}); ${remedyFor(error)}`, {
        cause: error,
      });
    }
  },
});

async function readWhole(
  client: Pick<S3Client, 'send'>,
  get: GetObjectCommand,
  name: string,
): Promise<FeedText> {
  const { Body, ContentLength = 0, ETag, LastModified } = await client.send(get);
  if (ContentLength > maxFeedBytes) {
    if (Body !== undefined && 'destroy' in Body) Body.destroy();
    throw new InvalidInput(`${name} ${tooLong(ContentLength)}`);
  }
  const text = (await Body?.transformToString('utf-8')) ?? '';
  if (ETag === undefined || LastModified === undefined) {
    throw new InvalidInput(`${name} has no ETag or no date; keep it in S3 itself`);
  }
  return { version: ETag, text, writtenAt: LastModified.getTime() };
}

const statusOf = (error: unknown): number | undefined =>
  (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;

/** Some answers have no body, and the SDK calls them by their status or nothing at all. */
const nameOf = (error: unknown): string => {
  const fault = lineFault(error);
  if (fault !== null) return fault;
  const { name } = error as Error;
  return /^[A-Z]\w+$/.test(name) && name !== 'Error' ? name : `status ${statusOf(error) ?? 'unknown'}`;
};

/** S3 says "denied" also of what is not there, for nobody may list the bucket. */
const remedyFor = (error: unknown): string =>
  statusOf(error) === 403 || statusOf(error) === 404
    ? 'is it there, and may it be read: s3:GetObject, and kms:Decrypt where a key of KMS encrypts it?'
    : 'it is tried again';
