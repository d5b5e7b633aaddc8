import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { createS3Copy } from '../../tasks/aws/s3-copy.ts';
import { createCopyIncidents } from '../../tasks/copy-incidents/index.ts';
import { makeIncident, openStores } from '../support/incidents.ts';

function openBucket() {
  const puts: { Bucket: string; Key: string; Body: Buffer }[] = [];
  const client = { send: async ({ input }: { input: (typeof puts)[number] }) => void puts.push(input) };
  return { puts, put: createS3Copy({ client: client as never, bucket: 'lake', key: 'incidents/all.gz' }) };
}

it('copies all incidents as one packed object under the same name each time', async () => {
  const { puts, put } = openBucket();
  const { incidents } = openStores();
  const copy = createCopyIncidents({ incidents, put });
  await copy({});
  await incidents.create('inc-1', makeIncident({ id: 'inc-1' }));
  const reply = await copy({});
  const [empty = '', one = ''] = puts.map(({ Body }) => gunzipSync(Body).toString());
  expect(puts.map(({ Bucket, Key }) => `${Bucket}/${Key}`)).toEqual([
    'lake/incidents/all.gz',
    'lake/incidents/all.gz',
  ]);
  expect(empty).toBe('');
  expect(JSON.parse(one)).toMatchObject({ incident_id: 'inc-1', status: 'open' });
  expect(reply).toEqual({ characters: one.length });
});

it('leaves the last copy where the store cannot be read to its end', async () => {
  const { puts, put } = openBucket();
  const newest = async () => await Promise.reject(new Error('the table does not answer'));
  await expect(createCopyIncidents({ incidents: { newest }, put })({})).rejects.toThrow('does not answer');
  expect(puts).toEqual([]);
});
