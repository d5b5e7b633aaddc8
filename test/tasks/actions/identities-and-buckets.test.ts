import { GetRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { PutPublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../core/json.ts';
import { createPlans } from '../../../core/records/plans.ts';
import { createSqliteTable } from '../../../runtime/store/sqlite-table.ts';
import { account, instanceId, keyId, makeFinding, region } from '../../runtime/account/world.ts';
import { createHarness, type Asked, type Harness } from './harness.ts';

const recordOf = async (harness: Harness, hash: string) => {
  const record = await createPlans(createSqliteTable(harness.database)).get(hash);
  if (!record) throw new Error('no plan');
  return record;
};

describe('iam.disable-access-key', () => {
  const asked: Asked = { action: 'iam.disable-access-key', parameters: { accessKeyId: keyId } };
  const keyIn = ({ accounts }: Harness) =>
    accounts.snapshot(account)['access-key'].find(({ accessKeyId }) => accessKeyId === keyId);

  it.each([
    [
      'a temporary key',
      { accessKeyId: 'ASIAIOSFODNN7EXAMPLE' },
      'temporary-credentials',
      /revoke-role-sessions/,
    ],
    ['a key of the root user', { accessKeyId: 'AKIAROOT', userName: 'Root' }, 'root-key', /AssumeRoot/],
    ['a key that nobody has', { accessKeyId: 'AKIANOBODY', userName: 'bob' }, 'target-gone', /neither bob/],
    ['a key without a user', { accessKeyId: 'AKIANOBODY' }, 'target-gone', /no user in account/],
  ])('denies %s, and names the remedy or the likely cause', async (_title, parameters, rule, reason) => {
    const harness = await createHarness();
    const { hash } = await harness.plan({ ...asked, parameters });
    const reply = await harness.decide({ ...asked, parameters }, hash);
    expect(reply).toMatchObject({ decision: 'deny', rule, reason: expect.stringMatching(reason) });
  });

  it.each([undefined, 'alice', 'mallory'])(
    'finds the owner of the key when it is told %s',
    async (userName) => {
      const harness = await createHarness();
      const parameters = { accessKeyId: keyId, ...(userName ? { userName } : {}) };
      await harness.contain({ ...asked, parameters });
      expect(keyIn(harness)).toMatchObject({ status: 'Inactive', userName: 'alice' });
    },
  );

  it('says when the key was last used, and that the user has another one that is active', async () => {
    const harness = await createHarness();
    const { hash, summary } = await harness.plan(asked);
    expect(summary).toMatch(/AKIAIOSFODNN7EXAMPLE of alice stops working; last used for sts at 2026/);
    const { plan } = await recordOf(harness, hash);
    expect(plan.blastRadius.affected.map(({ kind }) => kind)).toEqual([
      'iam-user',
      'aws-service',
      'iam-access-key',
    ]);
  });

  it('leaves a key inactive that was so before, and calls nothing', async () => {
    const harness = await createHarness();
    const key = keyIn(harness);
    if (!key) throw new Error('no key');
    await harness.accounts.put('access-key', { account, region }, { ...key, status: 'Inactive' });
    await harness.contain(asked);
    await harness.release();
    expect(keyIn(harness)?.status).toBe('Inactive');
    expect(harness.mutations()).toEqual([]);
  });

  it('says on release that AWS advises against using the key again', async () => {
    const harness = await createHarness();
    await harness.contain(asked);
    await harness.release();
    const last = (await harness.timeline.list('inc-1')).at(-1);
    expect(last).toMatchObject({
      kind: 'action.undone',
      data: { note: expect.stringMatching(/never to use/) },
    });
  });

  it('says on release that the key was deleted since', async () => {
    const harness = await createHarness();
    await harness.contain(asked);
    const moved = { ...keyIn(harness), accessKeyId: keyId, userName: 'gone' };
    await harness.accounts.put('access-key', { account, region }, moved as never);
    expect((await harness.release()).left).toMatchObject([
      { why: expect.stringMatching(/somebody deleted/) },
    ]);
  });
});

describe('iam.delete-login-profile', () => {
  const asked: Asked = { action: 'iam.delete-login-profile', parameters: { userName: 'alice' } };
  const aliceIn = ({ accounts }: Harness) => {
    const alice = accounts.snapshot(account).user.find(({ userName }) => userName === 'alice');
    if (!alice) throw new Error('no user');
    return alice;
  };
  const setPassword = (harness: Harness, loginProfileSince: string | null) =>
    harness.accounts.put('user', { account, region }, { ...aliceIn(harness), loginProfileSince });

  it('says before, and on release, that it cannot be undone', async () => {
    const harness = await createHarness();
    const { hash } = await harness.plan(asked);
    const { plan } = await recordOf(harness, hash);
    expect(plan.before).toEqual({ passwordSetAt: '2025-06-01T00:00:00.000Z' });
    expect(plan.blastRadius.limits.join()).toMatch(/cannot be undone.*12 hours: use iam.quarantine-user/);
    await harness.apply(asked, hash);
    const { undone, left } = await harness.release();
    expect(undone).toEqual([]);
    expect(left).toMatchObject([{ why: expect.stringMatching(/new one by hand/) }]);
    expect(aliceIn(harness).loginProfileSince).toBeNull();
  });

  it.each([
    ['a user without a password', 'alice', 'nothing-to-do', /no console password/],
    ['the root user', 'Root', 'root-user', /sign in as root/],
    ['a user that does not exist', 'nobody', 'target-gone', /may be deleted/],
  ])('denies %s', async (_title, userName, rule, reason) => {
    const harness = await createHarness();
    await setPassword(harness, null);
    const step = { ...asked, parameters: { userName } };
    const { hash } = await harness.plan(step);
    const reply = await harness.decide(step, hash);
    expect(reply).toMatchObject({ decision: 'deny', rule, reason: expect.stringMatching(reason) });
  });

  it('is not contained once somebody set a new password, and deletes that one too when asked again', async () => {
    const harness = await createHarness();
    const { hash } = await harness.plan(asked);
    await harness.apply(asked, hash);
    await setPassword(harness, '2026-02-01T00:00:00.000Z');
    expect(await harness.verify(asked, hash)).toMatchObject({ verified: 'not' });
    const again = await harness.plan({ ...asked, revision: 2 });
    expect(again).toMatchObject({ held: false });
    expect(again.hash).not.toBe(hash);
    expect(await harness.apply({ ...asked, revision: 2 }, again.hash)).toMatchObject({ status: 'applied' });
    expect(aliceIn(harness).loginProfileSince).toBeNull();
  });

  it('tries again later while IAM is still setting the password', async () => {
    const harness: Harness = await createHarness({
      access: (scope) => {
        const clients = harness.accounts.access(scope);
        const send = (command: object) =>
          command.constructor.name === 'DeleteLoginProfileCommand'
            ? Promise.reject(
                Object.assign(new Error('wait'), { name: 'EntityTemporarilyUnmodifiableException' }),
              )
            : (clients.iam.send as unknown as (command: object) => Promise<unknown>)(command);
        return { ...clients, iam: { send } as unknown as typeof clients.iam };
      },
    });
    const { hash } = await harness.plan(asked);
    await expect(harness.apply(asked, hash)).rejects.toMatchObject({ name: 'Busy' });
  });
});

describe('iam.revoke-role-sessions', () => {
  const asked: Asked = { action: 'iam.revoke-role-sessions', parameters: { roleName: 'deploy' } };
  const named = { RoleName: 'deploy', PolicyName: 'TourniquetRevokeOlderSessions' };
  const revokedBefore = async (harness: Harness): Promise<string> => {
    const { PolicyDocument } = await harness.send('iam', new GetRolePolicyCommand(named));
    return /"aws:TokenIssueTime":"([^"]+)"/.exec(decodeURIComponent(PolicyDocument))?.[1] ?? 'none';
  };

  it('denies everything to sessions issued until shortly after now', async () => {
    const harness = await createHarness();
    await harness.contain(asked);
    expect(await revokedBefore(harness)).toBe('2026-01-01T00:00:30.000Z');
  });

  it('revokes again, later, for another incident and for a later revision', async () => {
    const harness = await createHarness();
    await harness.contain(asked);
    await harness.clock.advance(3_600_000);
    await harness.contain({ ...asked, incident: 'inc-2' });
    expect(await revokedBefore(harness)).toBe('2026-01-01T01:00:30.000Z');
    await harness.clock.advance(3_600_000);
    await harness.contain({ ...asked, revision: 2 });
    expect(await revokedBefore(harness)).toBe('2026-01-01T02:00:30.000Z');
    await harness.release('inc-1');
    expect(await revokedBefore(harness)).toBe('2026-01-01T02:00:30.000Z');
    await harness.release('inc-2');
    await expect(revokedBefore(harness)).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });

  it('gives a policy back that stood under its name before', async () => {
    const harness = await createHarness();
    const document = JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'Older' }] });
    await harness.send('iam', new PutRolePolicyCommand({ ...named, PolicyDocument: document }));
    const before = harness.picture();
    await harness.contain(asked);
    await harness.clock.advance(60_000);
    await harness.contain({ ...asked, revision: 2 });
    await harness.release();
    expect(harness.picture()).toEqual(before);
  });

  it.each(['AWSServiceRoleForSupport', 'AWSReservedSSO_Admin_0123456789abcdef'])(
    'denies %s',
    async (roleName) => {
      const harness = await createHarness();
      await harness.accounts.seed(makeFinding([{ kind: 'iam-role', roleName }]));
      const { hash } = await harness.plan({ ...asked, parameters: { roleName } });
      expect(await harness.decide(asked, hash)).toMatchObject({
        decision: 'deny',
        rule: 'aws-managed-roles',
      });
    },
  );

  it('denies a role that does not exist, and names the profiles of one that does', async () => {
    const harness = await createHarness();
    const ghost = await harness.plan({ ...asked, parameters: { roleName: 'ghost' } });
    expect(await harness.decide(asked, ghost.hash)).toMatchObject({ decision: 'deny', rule: 'target-gone' });
    const web = await harness.plan({ ...asked, parameters: { roleName: 'web' } });
    const { plan } = await recordOf(harness, web.hash);
    expect(plan.blastRadius.affected).toMatchObject([
      { kind: 'instance-profile', id: 'web' },
      { kind: 'ec2-instance', id: instanceId },
    ]);
  });
});

describe('s3.block-public-access', () => {
  const asked: Asked = { action: 's3.block-public-access', parameters: { bucketName: 'reports' } };
  const allOn = {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  };
  const put = (harness: Harness, settings: object) =>
    harness.send(
      's3',
      new PutPublicAccessBlockCommand({ Bucket: 'reports', PublicAccessBlockConfiguration: settings }),
    );

  it.each([
    ['no setting at all', null],
    ['some settings', { BlockPublicAcls: true }],
    ['all settings on', allOn],
  ])('gives back exactly %s', async (_title, settings) => {
    const harness = await createHarness();
    if (settings) await put(harness, settings);
    const before = harness.picture();
    await harness.contain(asked);
    await harness.release();
    expect(harness.picture()).toEqual(before);
  });

  it('leaves settings alone that a person turned on, when its own attempt died before it did anything', async () => {
    const harness = await createHarness();
    const target = { account, region, kind: 's3-bucket', id: 'reports' };
    const subject = { action: asked.action, target };
    const intent = { version: 1, plan: 'hash', parameters: asked.parameters as JsonObject, before: null };
    const holder = { ...harness.stepOf(asked).run, step: 'contain', at: '2026-01-01T00:00:00.000Z' };
    const lease = await harness.ledger.startApply(subject, intent, { owner: 'died', holder });
    await lease.drop();
    await put(harness, allOn);
    const before = harness.picture();
    await harness.release();
    expect(harness.picture()).toEqual(before);
  });

  it('is contained in part while some settings are off', async () => {
    const harness = await createHarness();
    const { hash } = await harness.plan(asked);
    await harness.apply(asked, hash);
    await put(harness, { BlockPublicAcls: true });
    expect(await harness.verify(asked, hash)).toMatchObject({
      verified: 'partial',
      reason: /IgnorePublicAcls/,
    });
  });

  it('says that the bucket is public today', async () => {
    const { summary } = await (await createHarness()).plan(asked);
    expect(summary).toMatch(/lets everyone in today/);
  });

  it('denies a bucket that does not exist', async () => {
    const harness = await createHarness();
    const parameters = { bucketName: 'ghost' };
    const { hash } = await harness.plan({ ...asked, parameters });
    expect(await harness.decide(asked, hash)).toMatchObject({ decision: 'deny', rule: 'target-gone' });
  });
});

describe('ec2.snapshot-volumes', () => {
  const asked: Asked = { action: 'ec2.snapshot-volumes', parameters: { instanceId } };

  it('takes evidence of its own for each incident, and once for each', async () => {
    const harness = await createHarness();
    await harness.contain(asked);
    await harness.contain({ ...asked, incident: 'inc-2' });
    await harness.contain({ ...asked, incident: 'inc-2', revision: 2 });
    expect(harness.accounts.snapshot(account).snapshot).toHaveLength(4);
  });

  it('counts as done while the snapshots are pending, and as stuck when they still are after a day', async () => {
    const harness = await createHarness({ snapshotMs: 48 * 3_600_000 });
    const { hash } = await harness.plan(asked);
    await harness.apply(asked, hash);
    expect(await harness.verify(asked, hash)).toMatchObject({
      verified: 'contained',
      reason: '0 of 2 snapshots completed',
    });
    await harness.clock.advance(25 * 3_600_000);
    expect(await harness.verify(asked, hash)).toMatchObject({ verified: 'not', reason: /do not complete/ });
  });

  it('is pending while AWS does not show the snapshots yet', async () => {
    const harness = await createHarness();
    const { hash } = await harness.plan(asked);
    expect(await harness.verify(asked, hash)).toMatchObject({ verified: 'pending', retryAfter: 5 });
  });
});
