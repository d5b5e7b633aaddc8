import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { inject } from 'vitest';
import { createS3Client } from '../../tasks/aws/own-clients.ts';
import { createS3RawStore } from '../../tasks/aws/s3-raw-store.ts';
import { createRequestHandler } from '../../tasks/aws/request-handler.ts';
import { rawStoreContract } from '../contract/raw-store.ts';

const client = createS3Client({
  region: 'us-east-1',
  endpoint: inject('moto'),
  credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
  requestHandler: createRequestHandler({ connectMs: 5_000, requestMs: 10_000 }),
});
let opened = 0;

rawStoreContract('S3 (moto)', async () => {
  const bucket = `raw-events-${process.pid}-${++opened}`;
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  return createS3RawStore({ client, bucket });
});
