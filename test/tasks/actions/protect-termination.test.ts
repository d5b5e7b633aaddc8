import { ModifyInstanceAttributeCommand } from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import type { InstanceRecord } from '../../../runtime/account/records.ts';
import { account, instanceId, region } from '../../runtime/account/world.ts';
import { createHarness, type Asked, type Harness } from './harness.ts';
import { readPlan } from './read-plan.ts';
import { withInstanceStore } from './with-instance-store.ts';

const asked: Asked = { action: 'ec2.protect-termination', parameters: { instanceId } };

async function put(harness: Harness, changes: Partial<InstanceRecord>): Promise<void> {
  const [instance] = harness.accounts.snapshot(account).instance;
  if (!instance) throw new Error('no instance');
  await harness.accounts.put('instance', { account, region }, { ...instance, ...changes });
}

const protectionIn = ({ accounts }: Harness) => {
  const [instance] = accounts.snapshot(account).instance;
  return [instance?.disableApiTermination, instance?.disableApiStop, instance?.shutdownBehavior];
};

describe('ec2.protect-termination', () => {
  it.each([
    [false, false, 'terminate'],
    [true, false, 'stop'],
    [false, true, 'terminate'],
    [true, true, 'stop'],
  ] as const)('gives back exactly %s, %s, %s', async (disableApiTermination, disableApiStop, behaviour) => {
    const harness = await createHarness();
    await put(harness, { disableApiTermination, disableApiStop, shutdownBehavior: behaviour });
    const { hash } = await harness.plan(asked);
    await harness.apply(asked, hash);
    expect(protectionIn(harness)).toEqual([true, true, 'stop']);
    expect(await harness.verify(asked, hash)).toMatchObject({ verified: 'contained' });
    await harness.release();
    expect(protectionIn(harness)).toEqual([disableApiTermination, disableApiStop, behaviour]);
  });

  it('plans one call for each attribute, and says that Auto Scaling does not heed it', async () => {
    const harness = await createHarness();
    await put(harness, { tags: [{ Key: 'aws:autoscaling:groupName', Value: 'web' }] });
    const { calls, before, blastRadius } = await readPlan(harness, asked);
    expect(calls.map(({ input }) => Object.keys(input))).toEqual([
      ['InstanceId', 'DisableApiTermination'],
      ['InstanceId', 'DisableApiStop'],
      ['InstanceId', 'InstanceInitiatedShutdownBehavior'],
    ]);
    expect(before).toEqual({
      DisableApiTermination: false,
      DisableApiStop: false,
      InstanceInitiatedShutdownBehavior: 'stop',
    });
    expect(blastRadius.affected).toMatchObject([{ kind: 'autoscaling-group', id: 'web' }]);
  });

  it.each([
    ['a Spot Instance', { spot: true }, 'spot-instance', /snapshot-volumes/],
    ['a terminated one', { state: 'terminated' as const }, 'target-gone', /nothing left/],
  ])('denies %s', async (_title, changes, rule, reason) => {
    const harness = await createHarness();
    await put(harness, changes);
    const { hash } = await harness.plan(asked);
    const reply = await harness.decide(asked, hash);
    expect(reply).toMatchObject({ decision: 'deny', rule, reason: expect.stringMatching(reason) });
  });

  it('is in part what it was when somebody took one protection off, and undoes the others', async () => {
    const harness = await createHarness();
    const { hash } = await harness.plan(asked);
    await harness.apply(asked, hash);
    const off = { InstanceId: instanceId, DisableApiStop: { Value: false } };
    await harness.send('ec2', new ModifyInstanceAttributeCommand(off));
    expect(await harness.verify(asked, hash)).toMatchObject({
      verified: 'partial',
      reason: expect.stringMatching(/DisableApiStop$/),
    });
    await harness.release();
    expect(protectionIn(harness)).toEqual([false, false, 'stop']);
    expect(harness.mutations().at(-1)?.input).toMatchObject({ DisableApiTermination: { Value: false } });
  });

  it('is not contained once the instance is terminated all the same, and leaves it alone', async () => {
    const harness = await createHarness();
    const { hash } = await harness.plan(asked);
    await harness.apply(asked, hash);
    await put(harness, { state: 'terminated' });
    expect(await harness.verify(asked, hash)).toMatchObject({ verified: 'not' });
    expect((await harness.release()).left).toMatchObject([{ why: expect.stringMatching(/terminated/) }]);
  });

  it('denies an instance whose root volume is an instance store', async () => {
    const harness: Harness = await createHarness({
      access: (scope) => withInstanceStore(harness.accounts.access(scope)),
    });
    const { hash } = await harness.plan(asked);
    const reply = await harness.decide(asked, hash);
    const reason = expect.stringMatching(/by hand/);
    expect(reply).toMatchObject({ decision: 'deny', rule: 'instance-store-root', reason });
  });
});
