import { AssociateIamInstanceProfileCommand } from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import type { InstanceRecord } from '../../../runtime/account/records.ts';
import { account, instanceId, makeFinding, profileArn, region } from '../../runtime/account/world.ts';
import { createHarness, type Asked, type Harness, type Options } from './harness.ts';
import { readPlan } from './read-plan.ts';

const asked: Asked = { action: 'ec2.detach-instance-profile', parameters: { instanceId } };
const here = { account, region };

function instanceIn({ accounts }: Harness): InstanceRecord {
  const [instance] = accounts.snapshot(account).instance;
  if (!instance) throw new Error('no instance');
  return instance;
}

/** A harness in which EC2, while the switch is on, tells associations in the given state. */
async function createLagging(State: string) {
  let lagging = false;
  const IamInstanceProfileAssociations = [
    { AssociationId: 'iip-assoc-0', InstanceId: instanceId, IamInstanceProfile: { Arn: profileArn }, State },
  ];
  const access: Options['access'] = (scope) => {
    const clients = harness.accounts.access(scope);
    const send = (command: object) =>
      lagging && command.constructor.name === 'DescribeIamInstanceProfileAssociationsCommand'
        ? Promise.resolve({ IamInstanceProfileAssociations })
        : (clients.ec2.send as unknown as (command: object) => Promise<unknown>)(command);
    return { ...clients, ec2: { send } as unknown as typeof clients.ec2 };
  };
  const harness: Harness = await createHarness({ access });
  return { harness, lag: (on: boolean) => (lagging = on) };
}

describe('ec2.detach-instance-profile', () => {
  it('names the instances that keep the profile, before it is detached and after', async () => {
    const harness = await createHarness();
    const other = { kind: 'ec2-instance' as const, instanceId: 'i-00000000000000002', interfaces: [] };
    await harness.accounts.seed(makeFinding([{ ...other, instanceProfileArn: profileArn }]));
    const parameters = { instanceId };
    const ids = async () =>
      (await readPlan(harness, { ...asked, parameters })).blastRadius.affected.map(({ id }) => id);
    expect(await ids()).toEqual([instanceId, other.instanceId]);
    await harness.contain(asked);
    expect(await ids()).toEqual([instanceId, other.instanceId]);
  });

  it.each([
    ['an instance without a profile', { profile: null }, 'nothing-to-do', /no instance profile/],
    ['a terminated one', { state: 'terminated' as const }, 'target-gone', /nothing left/],
    [
      'the host of the responder',
      { profile: { ...assoc(), arn: `arn:aws:iam::${account}:instance-profile/tourniquet` } },
      'responder-principals',
      /a person must decide/,
    ],
  ])('denies %s', async (_title, changes, rule, reason) => {
    const harness = await createHarness();
    await harness.accounts.put('instance', here, { ...instanceIn(harness), ...changes });
    const { hash } = await harness.plan(asked);
    const reply = await harness.decide(asked, hash);
    expect(reply).toMatchObject({ decision: 'deny', rule, reason: expect.stringMatching(reason) });
  });

  it('is pending while EC2 takes the profile away, and cannot be undone until it is gone', async () => {
    const { harness, lag } = await createLagging('disassociating');
    const { hash } = await harness.plan(asked);
    await harness.apply(asked, hash);
    lag(true);
    expect(await harness.verify(asked, hash)).toMatchObject({ verified: 'pending', retryAfter: 5 });
    expect((await harness.release()).left).toMatchObject([{ why: expect.stringMatching(/still being/) }]);
    lag(false);
    expect((await harness.release()).undone).toHaveLength(1);
    expect(instanceIn(harness).profile?.arn).toBe(profileArn);
  });

  it('finds nothing to undo where a person gave the same profile back', async () => {
    const harness = await createHarness();
    await harness.contain(asked);
    const IamInstanceProfile = { Arn: profileArn };
    await harness.send(
      'ec2',
      new AssociateIamInstanceProfileCommand({ InstanceId: instanceId, IamInstanceProfile }),
    );
    const calls = harness.mutations().length;
    expect((await harness.release()).left).toEqual([]);
    expect(harness.mutations()).toHaveLength(calls);
  });

  it('says that the profile was deleted since', async () => {
    const harness = await createHarness();
    await harness.contain(asked);
    const profile = harness.accounts
      .snapshot(account)
      ['instance-profile'].find(({ arn }) => arn === profileArn);
    if (!profile) throw new Error('no profile');
    await harness.accounts.put('instance-profile', here, { ...profile, arn: `${profileArn}-2` });
    expect((await harness.release()).left).toMatchObject([
      { why: expect.stringMatching(/cannot have .* back: .*Invalid IAM Instance Profile/) },
    ]);
  });

  it('counts as contained once the instance is terminated, and says so on release', async () => {
    const harness = await createHarness();
    const { hash } = await harness.plan(asked);
    await harness.apply(asked, hash);
    await harness.accounts.put('instance', here, { ...instanceIn(harness), state: 'terminated' });
    expect(await harness.verify(asked, hash)).toMatchObject({ verified: 'contained' });
    expect((await harness.release()).left).toMatchObject([{ why: expect.stringMatching(/terminated/) }]);
  });
});

function assoc() {
  return { associationId: 'iip-assoc-1', profileId: 'AIPA1', since: '2026-01-01T00:00:00.000Z' };
}
