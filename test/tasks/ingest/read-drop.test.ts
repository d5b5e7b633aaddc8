import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { Batch } from '../../../tasks/ingest/batch.ts';
import type { Refused } from '../../../tasks/ingest/examine-batch.ts';
import { createReadDrop, type DroppedObject } from '../../../tasks/ingest/read-drop.ts';

const created = (key: string, version?: string) => ({
  version: '0',
  id: '17793124-05d4-b198-2fde-7ededc63b103',
  'detail-type': 'Object Created',
  source: 'aws.s3',
  account: '111122223333',
  time: '2026-11-20T12:00:00Z',
  region: 'eu-west-1',
  resources: ['arn:aws:s3:::log-drop'],
  detail: {
    version: '0',
    bucket: { name: 'log-drop' },
    object: { key, size: 5, etag: 'b57f', sequencer: '00', ...(version && { 'version-id': version }) },
    reason: 'PutObject',
  },
});

const message = (messageId: string, body: unknown) => ({
  messageId,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** @param objects by key. */
function open(objects: Readonly<Record<string, Uint8Array | Error>>, storing: 'works' | 'fails' = 'works') {
  const asked: DroppedObject[] = [];
  const batches: Batch[] = [];
  const letters: (Refused & Pick<Batch, 'label'>)[] = [];
  const failed: string[] = [];
  const read = createReadDrop({
    open: async (object) => {
      asked.push(object);
      const bytes = objects[object.key];
      if (bytes instanceof Error) throw bytes;
      return bytes === undefined ? null : inChunks(bytes);
    },
    isHeader: () => false,
    ingest: async (batch) => {
      batches.push(batch);
      return { accepted: batch.records.length, repeated: 0, rejected: [], hits: {}, findings: [] };
    },
    reject: async ({ label }, refused, stage) => {
      expect(stage).toBe('drop');
      if (storing === 'fails') throw new Error('the store is away');
      letters.push(...refused.map((one) => ({ ...one, label })));
    },
    failed: (id, error) => void failed.push(`${id}: ${error.message}`),
  });
  return {
    asked,
    batches,
    letters,
    failed,
    read: async (...messages: readonly unknown[]) => await read({ Records: messages }),
  };
}

async function* inChunks(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 1_000) yield bytes.subarray(at, at + 1_000);
}

const cloudTrail = (many: number): Buffer =>
  gzipSync(JSON.stringify({ Records: Array.from({ length: many }, (_, n) => ({ eventID: `e${n}` })) }));

it('reads an object piece by piece, in the version that the event names', async () => {
  const { read, asked, batches } = open({ 'a b/é+1.json.gz': cloudTrail(1_100) });
  expect(await read(message('m1', created('a b/é+1.json.gz', 'v7')))).toEqual({ batchItemFailures: [] });
  expect(asked).toEqual([{ bucket: 'log-drop', key: 'a b/é+1.json.gz', versionId: 'v7' }]);
  expect(batches.map(({ records }) => records.length)).toEqual([500, 500, 100]);
  expect(batches[0]).toMatchObject({
    label: 's3://log-drop/a b/é+1.json.gz',
    origin: { via: 'file', account: '111122223333', trusted: false },
  });
});

it.each([
  ['an object that is broken', created('broken.gz'), 'it is no whole gzip: it ends too early; pack it again'],
  ['an object that is gone', created('gone'), 'the object is no longer there; put it there again'],
  [
    'another event',
    { ...created('x'), 'detail-type': 'Object Deleted' },
    'it is no Object Created event of S3; send no others here',
  ],
  ['no JSON', '{', 'it is no Object Created event of S3; send no others here'],
])('makes a dead letter of %s, and is done with it', async (_, body, reason) => {
  const { read, letters, failed } = open({ 'broken.gz': cloudTrail(100).subarray(0, -9) });
  expect(await read(message('m1', body))).toEqual({ batchItemFailures: [] });
  expect(failed).toEqual([]);
  expect(letters.map((letter) => letter.reason)).toEqual([reason]);
  expect(new TextDecoder().decode(letters[0]?.bytes)).toBe(message('', body).body);
});

it('leaves a message in the queue whose dead letter cannot be kept, and takes in the others', async () => {
  const { read, batches, failed } = open({ good: Buffer.from('{"a":1}') }, 'fails');
  const messages = [message('m1', '{'), message('m2', created('gone')), message('m3', created('good'))];
  expect(await read(...messages)).toEqual({
    batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm2' }],
  });
  expect(batches).toHaveLength(1);
  expect(failed).toEqual(['m1: the store is away', 'm2: the store is away']);
});

it('leaves a message in the queue where S3 fails, and takes in the others', async () => {
  const { read, batches, failed } = open({ good: Buffer.from('{"a":1}'), bad: new Error('SlowDown') });
  expect(await read(message('m1', created('bad')), message('m2', created('good')))).toEqual({
    batchItemFailures: [{ itemIdentifier: 'm1' }],
  });
  expect(batches).toHaveLength(1);
  expect(failed).toEqual(['m1: SlowDown']);
});
