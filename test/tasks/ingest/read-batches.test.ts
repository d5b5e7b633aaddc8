import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { Batch } from '../../../tasks/ingest/batch.ts';
import { readBatches } from '../../../tasks/ingest/read-batches.ts';
import { unpack, type UnpackLimits } from '../../../tasks/ingest/unpack.ts';

const source = {
  label: 'test',
  origin: { via: 'file', account: null, trusted: false } as const,
  isHeader: (line: Uint8Array) => decode(line).startsWith('version'),
};
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

async function* inChunks(bytes: Uint8Array, size = 1_000) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(bytes: Uint8Array, limits?: UnpackLimits): Promise<readonly Batch[]> {
  const batches: Batch[] = [];
  for await (const batch of readBatches(unpack(inChunks(bytes), limits), source)) batches.push(batch);
  return batches;
}

const textsOf = (batches: readonly Batch[]) =>
  batches.flatMap(({ records }) => records.map(({ bytes }) => decode(bytes)));

const lines = (many: number) => Buffer.from(Array.from({ length: many }, (_, n) => `{"n":${n}}\n`).join(''));

it('cuts a file into batches that can be held, none of them lost', async () => {
  const batches = await read(lines(1_234));
  expect(batches.map(({ records }) => records.length)).toEqual([500, 500, 234]);
  expect(textsOf(batches)).toEqual(Array.from({ length: 1_234 }, (_, n) => `{"n":${n}}`));
});

it('ends a batch early where records are large', async () => {
  const large = JSON.stringify(Array.from({ length: 5 }, (_, n) => ({ n, text: 'x'.repeat(400_000) })));
  expect((await read(Buffer.from(large))).map(({ records }) => records.length)).toEqual([3, 2]);
});

it('names batches after what is in them, however the bytes came', async () => {
  const [plain, packed, others] = await Promise.all([
    read(lines(600)),
    read(gzipSync(lines(600))),
    read(lines(601)),
  ]);
  const ids = (batches: readonly Batch[]) => batches.map(({ id }) => id);
  expect(ids(packed)).toEqual(ids(plain));
  expect(ids(others)[0]).toBe(ids(plain)[0]);
  expect(ids(others)[1]).not.toBe(ids(plain)[1]);
  expect(new Set(ids(plain)).size).toBe(2);
});

it('takes two records for others than one of both texts', async () => {
  const [two, one] = await Promise.all([read(Buffer.from('a\nb')), read(Buffer.from('ab'))]);
  expect(two[0]?.id).not.toBe(one[0]?.id);
});

it("hands a flow log's header on to every batch, as no record", async () => {
  const flows = ['version account-id', ...Array.from({ length: 700 }, (_, n) => `2 ${n}`)].join('\n');
  const batches = await read(Buffer.from(flows));
  expect(batches.map(({ records, header }) => [records.length, header && decode(header)])).toEqual([
    [500, 'version account-id'],
    [200, 'version account-id'],
  ]);
});

it('unpacks gzip by its bytes, several one behind the other too', async () => {
  const packed = Buffer.concat([gzipSync('{"a":1}\n'), gzipSync('{"b":2}\n')]);
  expect(textsOf(await read(packed))).toEqual(['{"a":1}', '{"b":2}']);
});

const packed = gzipSync(lines(5_000));

it.each([
  [
    'that ends too early',
    packed.subarray(0, -500),
    {},
    'it is no whole gzip: it ends too early; pack it again',
  ],
  [
    'whose bytes were changed',
    Buffer.concat([packed.subarray(0, 300), Buffer.alloc(50, 0xff), packed.subarray(350)]),
    {},
    'it is no whole gzip: its bytes were changed; pack it again',
  ],
  [
    'that is a bomb',
    gzipSync(Buffer.alloc(40 * 1_048_576)),
    {},
    'it expands more than 200 fold; if it is a log, unpack it first',
  ],
  [
    'that comes to more than may be',
    packed,
    { most: 10_000 },
    'it has more than 10000 bytes when unpacked; send less at once',
  ],
])('refuses gzip %s', async (_, bytes, limits, message) => {
  await expect(read(bytes, limits)).rejects.toThrow(
    expect.objectContaining({ name: 'InvalidInput', message }),
  );
});

it('refuses what is too much without gzip as well', async () => {
  await expect(read(lines(5_000), { most: 10_000 })).rejects.toThrow('it has more than 10000 bytes');
});

it('hands on what stands before the break', async () => {
  const batches: Batch[] = [];
  const reading = async () => {
    for await (const batch of readBatches(
      unpack(inChunks(gzipSync(lines(90_000)).subarray(0, -9_000))),
      source,
    ))
      batches.push(batch);
  };
  await expect(reading()).rejects.toThrow('it is no whole gzip');
  expect(batches.length).toBeGreaterThan(10);
});
