import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../core/json.ts';
import { loadRules } from '../../runtime/detections/read-rules.ts';
import { shippedDetections } from '../../runtime/home/shipped-detections.ts';
import type { IncidentReport } from '../../runtime/report.ts';
import { createApi } from '../../tasks/api/app.ts';
import { createIngestEvents } from '../../tasks/ingest-events/index.ts';
import { createReadDrop } from '../../tasks/ingest/read-drop.ts';
import { createReadKinesis } from '../../tasks/ingest/read-kinesis.ts';
import { makeApiPorts, person } from '../support/api.ts';
import { envelope } from '../support/envelope.ts';
import { makeEventsEvent } from '../support/gateway-event.ts';
import { openTestHome, type TestHome } from '../support/home.ts';
import { query } from '../core/ingest/records.ts';

/** An instance that looks a mining pool up, as Route 53 Resolver logs it. */
const askForPool = (instance: string): JsonObject => ({
  ...query,
  query_name: 'pool.supportxmr.com.',
  srcids: { instance },
});

let home: TestHome;
beforeAll(async () => {
  home = await openTestHome({ rules: await loadRules(shippedDetections), answer: 'approved' });
});
afterAll(async () => await home.close());

const refuse = (_: string, error: Error): never => {
  throw error;
};

async function stream(data: Buffer): Promise<void> {
  const read = createReadKinesis({ ingest: home.ingest, ...home.logReading, failed: refuse });
  const eventSourceARN = 'arn:aws:kinesis:eu-west-1:111122223333:stream/logs';
  const kinesis = { sequenceNumber: '49590338', data: data.toString('base64') };
  expect(await read({ Records: [{ eventSourceARN, kinesis }] })).toEqual({ batchItemFailures: [] });
}

/** Each way in, as it hands a record over. */
const ways: Readonly<Record<string, (record: JsonObject) => Promise<void>>> = {
  async HTTP(record) {
    const api = createApi(makeApiPorts({ identify: async () => person('writer'), takeLogs: home.takeLogs }));
    const response = await api.request('/v1/events', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(record),
    });
    expect(await response.json()).toEqual({ accepted: 1, rejected: 0, reasons: [] });
  },
  async 'HTTP on AWS'(record) {
    const answer = createIngestEvents({
      takeLogs: home.takeLogs,
      onFault: (error) => {
        throw error;
      },
    });
    const headers = { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' };
    const reply = await answer(makeEventsEvent({ body: gzipSync(JSON.stringify(record)), headers }));
    expect(reply).toMatchObject({ statusCode: 202 });
  },
  Kinesis: async (record) => await stream(Buffer.from(JSON.stringify(record))),
  'CloudWatch Logs': async (record) => await stream(gzipSync(envelope([JSON.stringify(record)]))),
  async S3(record) {
    const object = gzipSync(JSON.stringify({ Records: [record] }));
    const read = createReadDrop({
      open: async () =>
        (async function* () {
          yield object;
        })(),
      ingest: home.ingest,
      ...home.logReading,
      reject: async () => undefined,
      failed: refuse,
    });
    const body = JSON.stringify({
      source: 'aws.s3',
      'detail-type': 'Object Created',
      account: '111122223333',
      detail: { bucket: { name: 'log-drop' }, object: { key: 'dns.json.gz' } },
    });
    expect(await read({ Records: [{ messageId: 'm', body }] })).toEqual({ batchItemFailures: [] });
  },
};

const instances = Object.keys(ways).map((way, n) => [way, `i-0a1b2c3d4e5f6789${n}`] as const);

it('a record that came by S3, HTTP, Kinesis or CloudWatch Logs leads by a detection and a playbook to an isolated instance', async () => {
  for (const [way, instance] of instances) await ways[way]?.(askForPool(instance));
  await home.finish();
  const found = await Promise.all(instances.map(async ([, instance]) => await home.incident(instance)));
  const isolated = ({ actions }: IncidentReport) =>
    actions.find(({ action }) => action === 'ec2.isolate-instance');
  for (const incident of found) {
    expect(incident).toMatchObject({
      type: 'Detection:EC2/mining-pool-asked',
      status: 'contained',
      playbooks: [{ id: 'isolate-compromised-instance', mode: 'approve', status: 'succeeded' }],
    });
    expect(isolated(incident)).toMatchObject({ status: 'applied', verified: 'contained' });
  }
  expect(new Set(found.map(({ id }) => id)).size).toBe(instances.length);
});

describe('what a log leads to', () => {
  it('was asked about first, however high its score: whoever may write logs may not have anything contained', async () => {
    const incidents = await Promise.all(instances.map(async ([, instance]) => await home.incident(instance)));
    for (const { approvals } of incidents)
      expect(approvals.map(({ decision }) => decision?.by)).toContain('ana');
  });

  it('is the same incident when the record comes again by another way', async () => {
    const [, instance = ''] = instances[0] ?? [];
    for (const send of Object.values(ways)) await send(askForPool(instance));
    await home.finish();
    expect((await home.incident(instance)).occurrences).toBe(1);
  });
});
