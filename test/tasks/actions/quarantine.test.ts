import { AttachUserPolicyCommand } from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { account, instanceId, keyId, makeFinding, region } from '../../runtime/account/world.ts';
import { createHarness, type Asked, type Harness } from './harness.ts';
import { readPlan } from './read-plan.ts';

const denyAll = 'arn:aws:iam::aws:policy/AWSDenyAll';

/** A harness in whose account, from the switch on, there is no such user or role any more. */
async function createVanishing() {
  let gone = false;
  const harness: Harness = await createHarness({
    access: (scope) => {
      const clients = harness.accounts.access(scope);
      const missing = () =>
        Promise.reject(Object.assign(new Error('gone'), { name: 'NoSuchEntityException' }));
      return gone ? { ...clients, iam: { send: missing as typeof clients.iam.send } } : clients;
    },
  });
  return { harness, vanish: () => (gone = true) };
}

describe('iam.quarantine-user', () => {
  const of = (userName: string): Asked => ({ action: 'iam.quarantine-user', parameters: { userName } });
  const userIn = ({ accounts }: Harness) =>
    accounts.snapshot(account).user.find(({ userName }) => userName === 'alice');

  it('names the keys that stop, with their last use, and what goes on', async () => {
    const { calls, blastRadius } = await readPlan(await createHarness(), of('alice'));
    expect(calls).toEqual([
      { service: 'iam', command: 'AttachUserPolicy', input: { UserName: 'alice', PolicyArn: denyAll } },
    ]);
    const key = blastRadius.affected.find(({ id }) => id === keyId);
    expect(key?.why).toMatch(/last used for sts at 2026/);
    expect(blastRadius.limits.join()).toMatch(/revoke-role-sessions/);
  });

  it.each([
    ['the root user', 'Root', 'root-user', /AssumeRoot/],
    ['a user that does not exist', 'nobody', 'target-gone', /may be deleted/],
    ['a break-glass user', 'break-glass-1', 'responder-principals', /a person must decide/],
  ])('denies %s, and says what to do', async (_title, userName, rule, reason) => {
    const harness = await createHarness();
    const alice = userIn(harness);
    if (!alice) throw new Error('no user');
    const arn = `arn:aws:iam::${account}:user/break-glass-1`;
    await harness.accounts.put('user', { account, region }, { ...alice, userName: 'break-glass-1', arn });
    const { hash } = await harness.plan(of(userName));
    const reply = await harness.decide(of(userName), hash);
    expect(reply).toMatchObject({ decision: 'deny', rule, reason: expect.stringMatching(reason) });
  });

  it('leaves the policy attached where it was so before, and calls nothing', async () => {
    const harness = await createHarness();
    await harness.send('iam', new AttachUserPolicyCommand({ UserName: 'alice', PolicyArn: denyAll }));
    await harness.contain(of('alice'));
    await harness.release();
    expect(userIn(harness)?.attached).toContain(denyAll);
    expect(harness.mutations()).toEqual([]);
  });

  it('attaches the policy of the partition that the user is in', async () => {
    const harness = await createHarness();
    const alice = userIn(harness);
    if (!alice) throw new Error('no user');
    const arn = `arn:aws-us-gov:iam::${account}:user/alice`;
    await harness.accounts.put('user', { account, region }, { ...alice, arn });
    await harness.contain(of('alice'));
    expect(userIn(harness)?.attached).toContain('arn:aws-us-gov:iam::aws:policy/AWSDenyAll');
    await harness.release();
    expect(userIn(harness)?.attached).toEqual(alice.attached);
  });

  it('is contained once the user is deleted, and says so on release', async () => {
    const { harness, vanish } = await createVanishing();
    const { hash } = await harness.plan(of('alice'));
    await harness.apply(of('alice'), hash);
    vanish();
    expect(await harness.verify(of('alice'), hash)).toMatchObject({ verified: 'contained' });
    expect((await harness.plan(of('alice'))).hash).not.toBe(hash);
    expect((await harness.release()).left).toMatchObject([
      { why: expect.stringMatching(/somebody deleted/) },
    ]);
  });
});

describe('iam.quarantine-role', () => {
  const of = (roleName: string): Asked => ({ action: 'iam.quarantine-role', parameters: { roleName } });

  it('names the instance profiles that hand the role out, and what goes on', async () => {
    const { calls, blastRadius } = await readPlan(await createHarness(), of('web'));
    expect(calls).toEqual([
      { service: 'iam', command: 'AttachRolePolicy', input: { RoleName: 'web', PolicyArn: denyAll } },
    ]);
    expect(blastRadius.affected).toMatchObject([
      { kind: 'instance-profile', id: 'web' },
      { kind: 'ec2-instance', id: instanceId },
    ]);
    expect(blastRadius.limits.join()).toMatch(/assumed from this one/);
  });

  it.each([
    ['a service-linked role', 'AWSServiceRoleForSupport', 'aws-managed-roles', /IAM lets nobody change/],
    ['a role of Identity Center', 'AWSReservedSSO_Admin_0123456789abcdef', 'aws-managed-roles', /sessions/],
    ['its own responder', 'tourniquet-responder', 'responder-principals', /a person must decide/],
    ['a role that does not exist', 'ghost', 'target-gone', /may be deleted/],
  ])('denies %s, and says why', async (_title, roleName, rule, reason) => {
    const harness = await createHarness();
    if (roleName !== 'ghost') await harness.accounts.seed(makeFinding([{ kind: 'iam-role', roleName }]));
    const { hash } = await harness.plan(of(roleName));
    const reply = await harness.decide(of(roleName), hash);
    expect(reply).toMatchObject({ decision: 'deny', rule, reason: expect.stringMatching(reason) });
  });

  it('is contained once the role is deleted, and says so on release', async () => {
    const { harness, vanish } = await createVanishing();
    const { hash } = await harness.plan(of('deploy'));
    await harness.apply(of('deploy'), hash);
    vanish();
    expect(await harness.verify(of('deploy'), hash)).toMatchObject({ verified: 'contained' });
    expect((await harness.release()).left).toMatchObject([
      { why: expect.stringMatching(/somebody deleted/) },
    ]);
  });
});
