import { describe, expect, it } from 'vitest';
import { createOpenDrop } from '../../../tasks/aws/s3-drops.ts';

const file = { bucket: 'drops', key: 'dropped/a b.gz', versionId: 'v1' };
const answering = (answer: (input: object) => object) =>
  createOpenDrop({ send: async ({ input }: { input: object }) => answer(input) } as never);
const failing = (name: string) =>
  answering(() => {
    throw Object.assign(new Error('said so'), { name });
  });
const read = async (bytes: AsyncIterable<Uint8Array> | null): Promise<string> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes ?? expect.unreachable()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

describe('a file that was dropped', () => {
  it('is read in the version that its event names, as a stream', async () => {
    const asked: object[] = [];
    const open = answering((input) => {
      asked.push(input);
      return { Body: [Buffer.from('{"a"'), Buffer.from(':1}')] };
    });
    expect(await read(await open(file))).toBe('{"a":1}');
    expect(asked).toEqual([{ Bucket: 'drops', Key: 'dropped/a b.gz', VersionId: 'v1' }]);
  });

  it('is empty where S3 sends no body', async () => {
    expect(await read(await answering(() => ({}))(file))).toBe('');
  });

  it.each(['NoSuchKey', 'NoSuchVersion'])('is no longer there on %s', async (name) => {
    expect(await failing(name)(file)).toBeNull();
  });

  it.each([
    ['SlowDown', 'Busy'],
    ['AccessDenied', 'AccessDenied'],
  ])('on %s is not given up: %s', async (name, thrown) => {
    await expect(failing(name)(file)).rejects.toThrow(expect.objectContaining({ name: thrown }));
  });
});
