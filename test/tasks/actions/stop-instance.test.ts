import { StartInstancesCommand, StopInstancesCommand } from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import type { InstanceRecord } from '../../../runtime/account/records.ts';
import { account, instanceId, region } from '../../runtime/account/world.ts';
import { createHarness, type Asked, type Harness } from './harness.ts';
import { readPlan } from './read-plan.ts';
import { withInstanceStore } from './with-instance-store.ts';

const asked: Asked = { action: 'ec2.stop-instance', parameters: { instanceId } };
const here = { account, region };

function instanceIn({ accounts }: Harness): InstanceRecord {
  const [instance] = accounts.snapshot(account).instance;
  if (!instance) throw new Error('no instance');
  return instance;
}

async function createWith(changes: Partial<InstanceRecord>): Promise<Harness> {
  const harness = await createHarness();
  await harness.accounts.put('instance', here, { ...instanceIn(harness), ...changes });
  return harness;
}

describe('ec2.stop-instance', () => {
  it('warns of lost memory, of the scaling group that replaces it, and of the address that goes back', async () => {
    const tags = [{ Key: 'aws:autoscaling:groupName', Value: 'web' }];
    const harness = await createWith({ tags });
    const [id] = instanceIn(harness).interfaces;
    const eni = harness.accounts
      .snapshot(account)
      ['network-interface'].find(({ networkInterfaceId }) => networkInterfaceId === id);
    if (!eni) throw new Error('no interface');
    await harness.accounts.put('network-interface', here, { ...eni, publicIp: '198.51.100.7' });
    const { blastRadius, calls } = await readPlan(harness, asked);
    expect(calls).toEqual([
      { service: 'ec2', command: 'StopInstances', input: { InstanceIds: [instanceId] } },
    ]);
    expect(blastRadius.affected.map(({ kind, id: which }) => `${kind} ${which}`)).toEqual([
      'autoscaling-group web',
      'public-ip 198.51.100.7',
    ]);
    expect(blastRadius.limits.join()).toMatch(/in memory is lost.*instance store volumes is lost/);
  });

  it.each([
    ['a Spot Instance', { spot: true }, 'spot-instance', /isolate-instance/],
    ['one with stop protection', { disableApiStop: true }, 'stop-protection', /owner must turn it off/],
    ['a terminated one', { state: 'terminated' as const }, 'target-gone', /nothing left to contain/],
    ['a NAT instance', { sourceDestCheck: false }, 'network-appliances', /a person must decide/],
  ])('denies %s, and names the remedy', async (_title, changes, rule, reason) => {
    const harness = await createWith(changes);
    const { hash } = await harness.plan(asked);
    const reply = await harness.decide(asked, hash);
    expect(reply).toMatchObject({ decision: 'deny', rule, reason: expect.stringMatching(reason) });
  });

  it('leaves an instance stopped that was so before, and calls nothing', async () => {
    const harness = await createWith({ state: 'stopped' });
    expect(await harness.contain(asked)).toMatchObject({ status: 'applied' });
    await harness.release();
    expect(instanceIn(harness).state).toBe('stopped');
    expect(harness.mutations()).toEqual([]);
  });

  it('does not start what a person started, and stopped again, since', async () => {
    const harness = await createHarness();
    await harness.contain(asked);
    await harness.clock.advance(60_000);
    await harness.send('ec2', new StartInstancesCommand({ InstanceIds: [instanceId] }));
    await harness.send('ec2', new StopInstancesCommand({ InstanceIds: [instanceId] }));
    expect((await harness.release()).left).toMatchObject([
      { why: expect.stringMatching(/somebody started it/) },
    ]);
    expect(instanceIn(harness).state).toBe('stopped');
  });

  it('is pending while the instance is on its way down, and cannot be undone until it is there', async () => {
    const harness = await createHarness();
    const { hash } = await harness.plan(asked);
    await harness.apply(asked, hash);
    await harness.accounts.put('instance', here, { ...instanceIn(harness), state: 'stopping' });
    expect(await harness.verify(asked, hash)).toMatchObject({ verified: 'pending', retryAfter: 15 });
    expect((await harness.release()).left).toMatchObject([{ why: expect.stringMatching(/still stopping/) }]);
    await harness.accounts.put('instance', here, { ...instanceIn(harness), state: 'stopped' });
    expect((await harness.release()).undone).toHaveLength(1);
    expect(instanceIn(harness).state).toBe('running');
  });

  it('waits for an instance that is still starting', async () => {
    const harness = await createWith({ state: 'pending' });
    const { hash } = await harness.plan(asked);
    await expect(harness.apply(asked, hash)).rejects.toMatchObject({
      name: 'Busy',
      message: /still starting/,
    });
  });

  it('counts as contained once the instance is terminated, and says so on release', async () => {
    const harness = await createHarness();
    const { hash } = await harness.plan(asked);
    await harness.apply(asked, hash);
    await harness.accounts.put('instance', here, { ...instanceIn(harness), state: 'terminated' });
    expect(await harness.verify(asked, hash)).toMatchObject({ verified: 'contained' });
    expect((await harness.release()).left).toMatchObject([{ why: expect.stringMatching(/terminated/) }]);
  });

  it('denies an instance whose root volume is an instance store', async () => {
    const harness: Harness = await createHarness({
      access: (scope) => withInstanceStore(harness.accounts.access(scope)),
    });
    const { hash } = await harness.plan(asked);
    const reply = await harness.decide(asked, hash);
    const reason = expect.stringMatching(/isolate-instance/);
    expect(reply).toMatchObject({ decision: 'deny', rule: 'instance-store-root', reason });
  });
});
