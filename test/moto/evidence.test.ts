import { CreateBucketCommand, GetObjectCommand } from '@aws-sdk/client-s3';
import { inject } from 'vitest';
import { createS3Client } from '../../tasks/aws/own-clients.ts';
import { createRequestHandler } from '../../tasks/aws/request-handler.ts';
import { createS3Evidence } from '../../tasks/aws/s3-evidence.ts';
import { evidenceContract } from '../contract/evidence.ts';

const client = createS3Client({
  region: 'us-east-1',
  endpoint: inject('moto'),
  credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
  requestHandler: createRequestHandler({ connectMs: 5_000, requestMs: 10_000 }),
});
let opened = 0;

evidenceContract('S3 (moto)', async () => {
  const bucket = `evidence-${process.pid}-${++opened}`;
  await client.send(new CreateBucketCommand({ Bucket: bucket, ObjectLockEnabledForBucket: true }));
  return {
    evidence: createS3Evidence({ client, bucket }),
    read: async (name) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: name }));
      return (await Body?.transformToString()) ?? '';
    },
  };
});
