import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { FlowFormats } from '../../../core/ingest/flow-formats.ts';
import type { Batch } from '../../../tasks/ingest/batch.ts';
import type { Ingest } from '../../../tasks/ingest/index.ts';
import { createReadKinesis } from '../../../tasks/ingest/read-kinesis.ts';
import { aggregate } from '../../support/aggregate.ts';
import { check, envelope } from '../../support/envelope.ts';

const stream = 'arn:aws:kinesis:eu-west-1:111122223333:stream/logs';

const recordOf = (data: string | Buffer, sequence: number) => ({
  eventSourceARN: stream,
  kinesis: { sequenceNumber: `4959${sequence}`, data: Buffer.from(data).toString('base64') },
});

interface Given {
  failFrom?: number;
  flowFormats?: FlowFormats;
}

function open({ failFrom = Infinity, flowFormats = {} }: Given = {}) {
  const batches: Batch[] = [];
  const failed: string[] = [];
  const looked: string[] = [];
  const ingest: Ingest = async (batch) => {
    if (batches.length + 1 >= failFrom) throw new Error('the store does not answer');
    batches.push(batch);
    return { accepted: batch.records.length, repeated: 0, rejected: [], hits: {}, findings: [] };
  };
  const read = createReadKinesis({
    ingest,
    flowFormats,
    isHeader(line) {
      looked.push(decode(line));
      return decode(line).startsWith('version');
    },
    failed: (sequence, error) => void failed.push(`${sequence}: ${error.message}`),
  });
  return {
    batches,
    failed,
    looked,
    read: async (...records: readonly unknown[]) => await read({ Records: records }),
  };
}

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const textsOf = ({ records }: Batch): readonly string[] => records.map(({ bytes }) => decode(bytes));

it('takes in what stands in records together, in their order, packed or not', async () => {
  const { read, batches } = open();
  const data = ['{"n":1}', '{"n":2}\n{"n":3}', gzipSync('{"Records":[{"n":4},{"n":5}]}')];
  expect(await read(...data.map(recordOf))).toEqual({ batchItemFailures: [] });
  expect(batches.map(textsOf)).toEqual([['{"n":1}', '{"n":2}', '{"n":3}', '{"n":4}', '{"n":5}']]);
  expect(batches[0]).toMatchObject({
    label: stream,
    origin: { via: 'stream', account: '111122223333', trusted: false },
  });
});

it('names what comes again as it was named before', async () => {
  const [first, second] = [open(), open()];
  await first.read(recordOf('{"n":1}', 1), recordOf('{"n":2}', 2));
  await second.read(recordOf('{"n":1}', 1), recordOf('{"n":2}', 2));
  expect(second.batches.map(({ id }) => id)).toEqual(first.batches.map(({ id }) => id));
});

it('keeps flow logs by themselves, with their own header', async () => {
  const { read, batches } = open();
  await read(
    recordOf('{"n":1}', 1),
    recordOf('version account-id\n2 111122223333', 2),
    recordOf('version action\n2 ACCEPT', 3),
    recordOf('{"n":2}', 4),
  );
  expect(batches.map((batch) => [batch.header && decode(batch.header), textsOf(batch)])).toEqual([
    [undefined, ['{"n":1}']],
    ['version account-id', ['2 111122223333']],
    ['version action', ['2 ACCEPT']],
    [undefined, ['{"n":2}']],
  ]);
});

it('asks for all again from the first record on that was not taken in', async () => {
  const { read, batches, failed } = open({ failFrom: 2 });
  const many = Array.from({ length: 1_200 }, (_, n) => recordOf(`{"n":${n}}`, n));
  expect(await read(...many)).toEqual({ batchItemFailures: [{ itemIdentifier: '4959500' }] });
  expect(batches.map(({ records }) => records.length)).toEqual([500]);
  expect(failed).toEqual(['4959500: the store does not answer']);
});

it('unpacks a record once those before it are taken in, for all of them together fit in no memory', async () => {
  const { read, looked } = open({ failFrom: 1 });
  await read(recordOf('version action\n2 ACCEPT', 1), recordOf(gzipSync('{"n":2}'), 2));
  expect(looked).toEqual(['version action']);
});

it('keeps no more together than a batch may have, by records and by bytes', async () => {
  const { read, batches } = open();
  const large = JSON.stringify({ text: 'x'.repeat(500_000) });
  await read(...Array.from({ length: 5 }, (_, n) => recordOf(large, n)));
  expect(batches.map(({ records }) => records.length)).toEqual([2, 2, 1]);
});

it('goes on behind what cannot be unpacked, which is a record that is none', async () => {
  const { read, batches } = open();
  const broken = gzipSync('{"n":1}').subarray(0, -4);
  expect(await read(recordOf(broken, 1), recordOf('{"n":2}', 2))).toEqual({ batchItemFailures: [] });
  expect(batches.flatMap(({ records }) => records.map(({ problem }) => problem))).toEqual([
    'it is no whole gzip: it ends too early; pack it again',
    undefined,
  ]);
  expect(Buffer.from(batches[0]?.records[0]?.bytes ?? [])).toEqual(broken);
});

it('refuses what is no event of a stream as a whole', async () => {
  await expect(open().read({ messageId: 'm' })).rejects.toThrow();
});

it('takes the records out of aggregates and envelopes, and of envelopes in aggregates', async () => {
  const { read, batches } = open();
  const packed = gzipSync(envelope(['{"n":3}', '{"n":4}']));
  await read(recordOf(aggregate('{"n":1}', gzipSync('{"n":2}')), 1), recordOf(packed, 2));
  await read(recordOf(gzipSync(check()), 3), recordOf(aggregate(packed), 4));
  expect(batches.map(textsOf)).toEqual([
    ['{"n":1}', '{"n":2}', '{"n":3}', '{"n":4}'],
    ['{"n":3}', '{"n":4}'],
  ]);
});

it('keeps lines of flow logs in envelopes by themselves, with the header of their group', async () => {
  const { read, batches } = open({ flowFormats: { '/flows': ['srcaddr', 'action'] } });
  const flows = envelope(['10.0.0.1 ACCEPT', '10.0.0.2 REJECT'], { logGroup: '/flows' });
  await read(recordOf('{"n":1}', 1), recordOf(gzipSync(flows), 2), recordOf(`${flows}{"n":2}`, 3));
  expect(batches.map((batch) => [batch.header && decode(batch.header), textsOf(batch)])).toEqual([
    [undefined, ['{"n":1}']],
    ['srcaddr action', ['10.0.0.1 ACCEPT', '10.0.0.2 REJECT']],
    ['srcaddr action', ['10.0.0.1 ACCEPT', '10.0.0.2 REJECT']],
    [undefined, ['{"n":2}']],
  ]);
});

it('keeps the whole of an aggregate that is broken, and goes on behind it', async () => {
  const { read, batches } = open();
  const broken = Buffer.concat([aggregate('{"n":1}').subarray(0, -1), Buffer.of(0)]);
  expect(await read(recordOf(broken, 1), recordOf('{"n":2}', 2))).toEqual({ batchItemFailures: [] });
  const [letter, record] = batches.flatMap(({ records }) => records);
  expect(Buffer.from(letter?.bytes ?? [])).toEqual(broken);
  expect(letter?.problem).toContain('it is an aggregate of the Kinesis Producer Library, but its checksum');
  expect(decode(record?.bytes ?? new Uint8Array())).toBe('{"n":2}');
});

it('holds nobody up for a record that unpacks to more than are held at once', async () => {
  const { read, batches } = open();
  const crowd = gzipSync(`${'{}\n'.repeat(100_001)}`);
  expect(await read(recordOf('{"n":1}', 1), recordOf(crowd, 2), recordOf('{"n":2}', 3))).toEqual({
    batchItemFailures: [],
  });
  const records = batches.flatMap((batch) => batch.records);
  expect(records.map(({ bytes, problem }) => problem ?? decode(bytes))).toEqual([
    '{"n":1}',
    'it has more than 100000 records; put fewer at once',
    '{"n":2}',
  ]);
  expect(records[1]?.bytes).toEqual(crowd);
});
