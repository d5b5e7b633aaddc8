import { GetObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { createS3RawStore } from '../../../tasks/aws/s3-raw-store.ts';
import { rawReference } from '../../../tasks/raw-reference.ts';

const bytes = new TextEncoder().encode('{"id":"1"}');
const reference = rawReference(bytes);

const answering = (answer: (command: object) => unknown) =>
  createS3RawStore({
    client: { send: async (command: object) => answer(command) } as never,
    bucket: 'raw-events',
    maxBytes: 100,
  });
const failing = (name: string) =>
  answering(() => {
    throw Object.assign(new Error('said so'), { name });
  });

// What S3 itself does is in the contract, on moto (`npm run test:contract`).
describe('the raw store on S3', () => {
  it('takes bytes that are there already for stored', async () => {
    expect(await failing('PreconditionFailed').put(bytes)).toBe(reference);
  });

  it.each(['SlowDown', 'ConditionalRequestConflict', 'TimeoutError'])('is busy on %s', async (name) => {
    await expect(failing(name).put(bytes)).rejects.toThrow(expect.objectContaining({ name: 'Busy' }));
    await expect(failing(name).get(reference)).rejects.toThrow(expect.objectContaining({ name: 'Busy' }));
  });

  it('reads nothing that is too large, and lets go of the connection', async () => {
    const destroyed: boolean[] = [];
    const Body = { destroy: () => destroyed.push(true), transformToByteArray: () => expect.unreachable() };
    const store = answering(() => ({ ContentLength: 101, Body }));
    await expect(store.get(reference)).rejects.toThrow('has 101 bytes, and 100 is the most that is read');
    expect(destroyed).toEqual([true]);
  });

  it('refuses bytes that somebody put in the place of what was stored', async () => {
    const Body = { transformToByteArray: async () => Uint8Array.of(1) };
    await expect(answering(() => ({ ContentLength: 1, Body })).get(reference)).rejects.toThrow(
      'is not what was stored there',
    );
  });

  it.each(['', 'raw/', '../secret', `${reference}/..`, reference.toUpperCase()])(
    'never asks S3 for %s',
    async (path) => {
      const asked: object[] = [];
      expect(await answering((command) => asked.push(command)).get(path)).toBeNull();
      expect(asked.filter((command) => command instanceof GetObjectCommand)).toEqual([]);
    },
  );
});
