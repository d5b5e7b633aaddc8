import { randomUUID } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { incidentRow } from '../../core/lake/incident-row.ts';
import { waitUntilIdle } from '../../runtime/home/engine-ports.ts';
import { call, query } from '../core/ingest/records.ts';
import { aggregate } from '../support/aggregate.ts';
import { envelope } from '../support/envelope.ts';
import { type Deployed, openDeployed } from './deployed.ts';
import { fillStream, type Mapping, playMapping } from './play-mapping.ts';
import { asTable, type Column, type LakeOnMoto, openLakeOnMoto, readObjects } from './stream-on-moto.ts';

let lake: LakeOnMoto;
let deployed: Deployed;
beforeAll(async () => {
  lake = await openLakeOnMoto();
  deployed = await openDeployed(['IngestStreamFunction', 'IngestDropsFunction', 'CopyIncidentsFunction'], {
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    TOURNIQUET_LAKE_STREAM: lake.delivery,
    TOURNIQUET_LAKE_BUCKET: lake.bucket,
  });
}, 300_000);
afterAll(() => {
  deployed.close();
  vi.unstubAllEnvs();
});

const flow =
  '2 111122223333 eni-1235b8ca 198.51.100.7 10.0.0.5 49761 22 6 20 4249 1418530010 1418530070 REJECT OK';
const callOf = (eventID: string): string => JSON.stringify({ ...call, eventID, eventName: 'DescribeTrails' });
/** An instance that looks a mining pool up: a rule finds it. */
const asked = JSON.stringify({
  ...query,
  query_name: 'pool.supportxmr.com.',
  srcids: { instance: 'i-0a1b2c3d4e5f67890' },
});

/** How many rows the lake has of each action. */
async function countActions(): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const { action } of await lake.read()) counts[action ?? ''] = (counts[action ?? ''] ?? 0) + 1;
  return counts;
}
const all = { DescribeTrails: 4, 'pool.supportxmr.com': 1, REJECT: 1 };

it('takes a data stream from its records to rows in S3 and an incident, poison and a store that fails apart', async () => {
  const poison = gzipSync(callOf('lost')).subarray(0, -4);
  const records = await fillStream(`logs-${randomUUID()}`, [
    Buffer.from(callOf('a')),
    poison,
    aggregate(callOf('b'), callOf('c')),
    gzipSync(envelope([callOf('d'), flow])),
    Buffer.from(asked),
  ]);
  const fn = deployed.functionOf('IngestStreamFunction');
  const mapping = lake.synthesised('AWS::Lambda::EventSourceMapping', 'IngestStreamFunction') as Mapping;
  // Firehose knows no such stream at first.
  const played = await playMapping(records, mapping, { fn, between: lake.startDelivery });
  expect(played).toEqual({ calls: [5, 5], left: 0 });
  expect(await countActions()).toEqual(all);
  const letters = await deployed.stores.deadLetters.list();
  expect(letters).toMatchObject([
    { stage: 'ingest', reason: 'it is no whole gzip: it ends too early; pack it again' },
  ]);

  await waitUntilIdle(deployed.engine);
  const [incident, ...others] = await deployed.stores.incidents.list();
  expect(others).toEqual([]);
  expect(incident?.resource).toMatchObject({ kind: 'ec2-instance', id: 'i-0a1b2c3d4e5f67890' });

  // Whoever was not told that it went well hands all over again: rows stand there twice, and nothing else does.
  await playMapping(records, mapping, { fn, between: async () => expect.unreachable() });
  await waitUntilIdle(deployed.engine);
  expect(await countActions()).toEqual({ DescribeTrails: 8, 'pool.supportxmr.com': 2, REJECT: 2 });
  const distinct = new Set((await lake.read()).map(({ event_id, raw }) => event_id + raw));
  expect(distinct.size).toBe(6);
  expect(await deployed.stores.deadLetters.list()).toHaveLength(1);
  expect(await deployed.stores.incidents.list()).toHaveLength(1);
  expect(await deployed.stores.incidents.countOccurrences(incident?.id ?? '')).toBe(1);
}, 120_000);

it('takes a file that was dropped into the lake', async () => {
  const Key = 'dropped/trail/2026.json.gz';
  const text = JSON.stringify({ Records: [JSON.parse(callOf('from-a-file')), { eventVersion: 7 }] });
  const put = new PutObjectCommand({ Bucket: lake.drops, Key, Body: gzipSync(text) });
  const { VersionId } = await lake.s3.send(put);
  const body = JSON.stringify({
    source: 'aws.s3',
    'detail-type': 'Object Created',
    account: '123456789012',
    detail: { bucket: { name: lake.drops }, object: { key: Key, 'version-id': VersionId } },
  });
  const drops = deployed.functionOf('IngestDropsFunction');
  expect(await drops({ Records: [{ messageId: 'm-1', body }] })).toEqual({ batchItemFailures: [] });
  const rows = (await lake.read()).filter(({ raw }) => raw.includes('from-a-file'));
  expect(rows).toHaveLength(1);
}, 60_000);

it('copies the incidents to where Athena reads them, one copy in the place of the last', async () => {
  const copy = deployed.functionOf('CopyIncidentsFunction');
  await copy({});
  await copy({});
  const [object, ...others] = await readObjects(lake.s3, lake.bucket, 'incidents/');
  expect(others).toEqual([]);
  const table = lake.synthesised('AWS::Glue::Table', 'Incidents')['TableInput'];
  expect(object?.key.endsWith('.gz')).toBe(true);
  const columns = table.StorageDescriptor.Columns as readonly Column[];
  const rows = await asTable([gunzipSync(object?.bytes ?? new Uint8Array()).toString()], columns);
  expect(rows).toEqual((await deployed.stores.incidents.list()).map(incidentRow));
  expect(rows).toHaveLength(1);
}, 60_000);
