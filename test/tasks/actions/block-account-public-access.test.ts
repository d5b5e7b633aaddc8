import { PutPublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { PutPublicAccessBlockCommand as PutAccountBlockCommand } from '@aws-sdk/client-s3-control';
import { describe, expect, it } from 'vitest';
import { GuardrailConfig } from '../../../core/guardrails/config.ts';
import type { BucketRecord } from '../../../runtime/account/records.ts';
import { account, region } from '../../runtime/account/world.ts';
import { createHarness, type Asked, type Harness } from './harness.ts';
import { readPlan } from './read-plan.ts';

const asked: Asked = { action: 's3.block-account-public-access', parameters: { account } };

async function addBucket(harness: Harness, bucketName: string, changes: Partial<BucketRecord> = {}) {
  const [reports] = harness.accounts.snapshot(account).bucket;
  if (!reports) throw new Error('no bucket');
  await harness.accounts.put('bucket', { account, region }, { ...reports, bucketName, ...changes });
}

const putAccountBlock = (harness: Harness, settings: object) =>
  harness.send(
    's3control',
    new PutAccountBlockCommand({ AccountId: account, PublicAccessBlockConfiguration: settings }),
  );

/** The harness' account, but that looking at one bucket fails. */
async function withClosedBucket(name: string, error: string): Promise<Harness> {
  const harness: Harness = await createHarness({
    access: (scope) => {
      const clients = harness.accounts.access(scope);
      const send = (command: { input: { Bucket?: string } }) =>
        command.input.Bucket === name
          ? Promise.reject(Object.assign(new Error('no'), { name: error }))
          : (clients.s3.send as unknown as (command: object) => Promise<unknown>)(command);
      return { ...clients, s3: { send } as unknown as typeof clients.s3 };
    },
  });
  await addBucket(harness, name);
  return harness;
}

describe('s3.block-account-public-access', () => {
  it('names the buckets that are public today, and by what', async () => {
    const harness = await createHarness();
    await addBucket(harness, 'by-acl', { policy: null });
    await addBucket(harness, 'private', { policy: null, publicAcl: false });
    await addBucket(harness, 'blocked');
    const on = { IgnorePublicAcls: true, RestrictPublicBuckets: true };
    await harness.send(
      's3',
      new PutPublicAccessBlockCommand({ Bucket: 'blocked', PublicAccessBlockConfiguration: on }),
    );
    const { blastRadius } = await readPlan(harness, asked);
    expect(blastRadius.summary).toBe(
      `no bucket of ${account} can be public any more; 2 of 4 looked at are today`,
    );
    expect(blastRadius.affected.map(({ id, why }) => `${id}: ${why.split(':')[0]}`)).toEqual([
      'by-acl: public by its ACL',
      'reports: public by its policy and ACL',
    ]);
  });

  it('looks at 100 buckets, and says which it left out', async () => {
    const harness = await createHarness();
    for (let n = 0; n < 105; n++) await addBucket(harness, `a-${n}`, { policy: null, publicAcl: false });
    const { blastRadius } = await readPlan(harness, asked);
    expect(blastRadius.summary).toMatch(/0 of 100 looked at/);
    expect(blastRadius.limits.join('\n')).toMatch(/6 buckets were not looked at.*a-97, a-98, a-99, reports/);
  });

  it.each(['AccessDenied', 'PermanentRedirect', 'AuthorizationHeaderMalformed'])(
    'counts a bucket that answers %s as one that may be public, and lets guardrails judge it as that',
    async (error) => {
      const harness = await withClosedBucket('far-away', error);
      const { blastRadius } = await readPlan(harness, asked);
      expect(blastRadius.summary).toMatch(/1 of 1 looked at/);
      expect(blastRadius.limits.join()).toMatch(/1 buckets were not looked at.*far-away/);
    },
  );

  it('tries again later while S3 throttles', async () => {
    const harness = await withClosedBucket('busy', 'SlowDown');
    await expect(harness.plan(asked)).rejects.toMatchObject({ name: 'Busy' });
  });

  it.each([
    ['a bucket that is protected by its ARN', { protected: { arns: ['arn:aws:s3:::reports'] } }, {}],
    ['a bucket that is protected by its name', { protected: { names: ['rep*'] } }, {}],
    ['a bucket whose owner opted out', {}, { tags: [{ Key: 'tourniquet:opt-out', Value: 'yes' }] }],
  ])('is denied for %s, as long as it is public', async (_title, guardrails, changes) => {
    const harness = await createHarness({ guardrails: GuardrailConfig.parse(guardrails) });
    await addBucket(harness, 'reports', changes);
    const { hash } = await harness.plan(asked);
    expect(await harness.decide(asked, hash)).toMatchObject({ decision: 'deny' });
    await addBucket(harness, 'reports', { ...changes, policy: null, publicAcl: false });
    const again = await harness.plan(asked);
    expect(await harness.decide(asked, again.hash)).toMatchObject({ decision: 'apply' });
  });

  it.each([
    ['no settings at all', null],
    ['some settings', { BlockPublicAcls: true }],
    ['all settings off', {}],
  ])('gives back exactly %s', async (_title, settings) => {
    const harness = await createHarness();
    if (settings) await putAccountBlock(harness, settings);
    const before = harness.picture();
    await harness.contain(asked);
    expect(harness.picture()).not.toEqual(before);
    await harness.release();
    expect(harness.picture()).toEqual(before);
  });

  it('is contained in part while some settings are off', async () => {
    const harness = await createHarness();
    const { hash } = await harness.plan(asked);
    await harness.apply(asked, hash);
    await putAccountBlock(harness, { BlockPublicAcls: true });
    expect(await harness.verify(asked, hash)).toMatchObject({
      verified: 'partial',
      reason: 'off: IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets',
    });
  });
});
