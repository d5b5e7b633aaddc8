import * as z from 'zod';
import { InvalidInput } from '../../core/errors.ts';
import { createQueueTask, parseLoosely, type QueuePorts } from '../queue.ts';
import type { Task } from '../task.ts';
import type { Ingest } from './index.ts';
import { nameBatch, type Reading, readBatches, type Source } from './read-batches.ts';
import type { Reject } from './reject.ts';
import { unpack } from './unpack.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html: unlike S3's own notifications, keys are as they are. */
const ObjectCreated = z.object({
  source: z.literal('aws.s3'),
  'detail-type': z.literal('Object Created'),
  account: z.string(),
  detail: z.object({
    bucket: z.object({ name: z.string().min(1) }),
    object: z.object({ key: z.string().min(1), 'version-id': z.string().optional() }),
  }),
});

export interface DroppedObject {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
}

/** Null: it is no longer there. */
export type OpenDrop = (object: DroppedObject) => Promise<AsyncIterable<Uint8Array> | null>;

export interface ReadDropPorts extends Reading, Pick<QueuePorts, 'failed'> {
  readonly open: OpenDrop;
  readonly ingest: Ingest;
  readonly reject: Reject;
}

/**
 * Takes in the objects that were put into a bucket, each read as a stream. One that is broken is a dead letter; where the
 * store fails the message stays in the queue and comes again: what was taken in already is known by its content.
 */
export function createReadDrop(ports: ReadDropPorts): Task {
  const { reject, failed } = ports;
  const take = async (body: string): Promise<void> => {
    const origin = { via: 'file', account: null, trusted: false } as const;
    const created = ObjectCreated.safeParse(parseLoosely(body)).data;
    const label = created === undefined ? 'the drop queue' : nameOf(created);
    const letter = async (reason: string): Promise<void> => {
      const records = [{ bytes: new TextEncoder().encode(body), problem: reason }];
      const refused = records.map(({ bytes }, index) => ({ index, bytes, reason }));
      await reject({ id: nameBatch(records), label, origin, records }, refused, 'drop');
    };
    try {
      if (created === undefined) await letter('it is no Object Created event of S3; send no others here');
      else await read(ports, created, { label, origin: { ...origin, account: created.account } });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      await letter(error.message);
    }
  };
  return createQueueTask({ take, failed });
}

type Created = z.infer<typeof ObjectCreated>;

const nameOf = ({ detail: { bucket, object } }: Created): string => `s3://${bucket.name}/${object.key}`;

/** @throws InvalidInput where it cannot be read. */
async function read(
  { open, ingest, isHeader, flowFormats = {} }: ReadDropPorts,
  { detail: { bucket, object } }: Created,
  source: Pick<Source, 'label' | 'origin'>,
): Promise<void> {
  const versionId = object['version-id'];
  const bytes = await open({ bucket: bucket.name, key: object.key, ...(versionId && { versionId }) });
  if (bytes === null) throw new InvalidInput('the object is no longer there; put it there again');
  for await (const batch of readBatches(unpack(bytes), { ...source, isHeader, flowFormats }))
    await ingest(batch);
}
