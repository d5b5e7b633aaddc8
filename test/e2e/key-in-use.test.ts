import { expect, it } from 'vitest';
import type { JsonObject } from '../../core/json.ts';
import { openTestHome, pictureOf } from '../support/home.ts';
import { guardDuty, subjectOf } from './wire.ts';

const account = '111122223333';

/** The key is known to the account, and was used an hour ago for `service`; then GuardDuty sees it call S3. */
async function respondTo(service: string) {
  const home = await openTestHome({ answer: 'rejected' });
  const subject = subjectOf('key');
  const event = guardDuty(subject);
  const detail = event['detail'] as JsonObject & { service: JsonObject };
  const action = {
    actionType: 'AWS_API_CALL',
    awsApiCallAction: { api: 'ListBuckets', serviceName: 's3.amazonaws.com' },
  };
  await home.send({ ...event, detail: { ...detail, severity: 1, service: { ...detail.service, action } } });
  const key = pictureOf(home)['access-key'].find(({ accessKeyId }) => accessKeyId === subject.name);
  if (key === undefined) throw new Error('the key was not seeded');
  expect(key.lastUsed?.service).toBe('s3');
  const at = new Date(home.clock.now() - 3_600_000).toISOString();
  const place = { account, region: 'us-east-1' };
  await home.accounts.put('access-key', place, { ...key, lastUsed: { at, service, region: 'us-east-1' } });
  const updatedAt = '2026-11-18T10:41:07.233Z';
  await home.send({
    ...event,
    detail: { ...detail, severity: 8, updatedAt, service: { ...detail.service, action } },
  });
  const { status, approvals } = await home.incident(subject.name);
  await home.close();
  return { status, asked: approvals.length };
}

it.each([
  ['s3', { status: 'contained', asked: 0 }],
  ['dynamodb', { status: 'not-contained', asked: 1 }],
])('a stolen key that last called %s, where the intruder called S3: %o', async (service, outcome) => {
  expect(await respondTo(service)).toEqual(outcome);
});
