import {
  CreateBucketCommand,
  DeleteObjectCommand,
  type GetObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { maxFeedBytes } from '../../core/ports/feed-source.ts';
import { createFeedClient } from '../../tasks/aws/own-clients.ts';
import { createRequestHandler } from '../../tasks/aws/request-handler.ts';
import { createS3Feed } from '../../tasks/aws/s3-feed.ts';

const client = createFeedClient({
  region: 'us-east-1',
  endpoint: inject('moto'),
  credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
  requestHandler: createRequestHandler({ connectMs: 5_000, requestMs: 10_000 }),
});
const Bucket = `feeds-${process.pid}`;
const Key = 'lists/bad ips.txt';
const put = async (Body: string, key = Key) =>
  await client.send(new PutObjectCommand({ Bucket, Key: key, Body }));
const feed = (key = Key) => createS3Feed(client, { bucket: Bucket, key });

beforeAll(async () => {
  await client.send(new CreateBucketCommand({ Bucket }));
});

describe('a feed in S3 (moto)', () => {
  it('is sent whole the first time, and then only once it is another', async () => {
    await put('198.51.100.7\n');
    const first = await feed().read(null);
    expect(first).toMatchObject({ text: '198.51.100.7\n', version: expect.stringMatching(/^".+"$/) });
    expect(Math.abs(Date.now() - (first?.writtenAt ?? 0))).toBeLessThan(600_000);
    expect(await feed().read(first?.version ?? null)).toBeNull();
    await put('198.51.100.8\n');
    expect(await feed().read(first?.version ?? null)).toMatchObject({ text: '198.51.100.8\n' });
  });

  it('asks for nothing but that object, and by its ETag', async () => {
    const sent: object[] = [];
    const watched = {
      send: async (command: GetObjectCommand) => {
        sent.push({ ...command.input });
        return await client.send(command);
      },
    };
    await createS3Feed(watched as unknown as typeof client, { bucket: Bucket, key: Key }).read('"other"');
    expect(sent).toEqual([{ Bucket, Key, IfNoneMatch: '"other"' }]);
  });

  it('says in one line what cannot be read, and what to look at', async () => {
    await put('192.0.2.1', 'gone');
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
    await expect(feed('gone').read(null)).rejects.toThrow(
      `s3://${Bucket}/gone cannot be read (NoSuchKey); is it there, and may it be read: s3:GetObject, and kms:Decrypt`,
    );
    await expect(
      createS3Feed(client, { bucket: 'no-such-bucket-at-all', key: Key }).read(null),
    ).rejects.toThrow('s3://no-such-bucket-at-all/lists/bad ips.txt cannot be read (NoSuchBucket)');
  });

  it('is refused for its size before it is read', async () => {
    await put('x'.repeat(maxFeedBytes + 1), 'long');
    await expect(feed('long').read(null)).rejects.toThrow(
      `s3://${Bucket}/long has ${maxFeedBytes + 1} bytes, and ${maxFeedBytes} is the most that is read`,
    );
  });
});
