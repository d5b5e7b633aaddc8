import { UpdateAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import { describe, expect, it } from 'vitest';
import type { GroupMember, ScalingGroupRecord } from '../../../runtime/account/records.ts';
import { account, instanceId, region, scalingGroup } from '../../runtime/account/world.ts';
import { createHarness, otherInstanceId, type Asked, type Harness } from './harness.ts';
import { readCautions, readPlan } from './read-plan.ts';

const asked: Asked = { action: 'ec2.detach-from-asg', parameters: { instanceId } };
const otherAsked: Asked = { ...asked, incident: 'inc-2', parameters: { instanceId: otherInstanceId } };
const AutoScalingGroupName = scalingGroup.name;

const member = (id: string, lifecycleState: GroupMember['lifecycleState'] = 'InService'): GroupMember => ({
  instanceId: id,
  availabilityZone: `${region}a`,
  lifecycleState,
});
const other = member(otherInstanceId);
const both = [member(instanceId), other];

/** A harness whose group is as it is in the world, but for the changes. */
async function createHarnessWith(changes: Partial<ScalingGroupRecord> = {}): Promise<Harness> {
  const harness = await createHarness();
  await putGroup(harness, { ...scalingGroup, ...changes });
  return harness;
}

const putGroup = ({ accounts }: Harness, group: ScalingGroupRecord) =>
  accounts.put('scaling-group', { account, region }, group);

function groupIn({ accounts }: Harness): ScalingGroupRecord {
  const [group] = accounts.snapshot(account)['scaling-group'];
  if (!group) throw new Error('no group');
  return group;
}

/** In the group's record, so that it can be in states through which the simulated account goes at once. */
const setState = (harness: Harness, lifecycleState: GroupMember['lifecycleState']) =>
  putGroup(harness, {
    ...groupIn(harness),
    members: groupIn(harness).members.map((item) =>
      item.instanceId === instanceId ? { ...item, lifecycleState } : item,
    ),
  });

const sizesIn = (harness: Harness) => {
  const { minSize, desiredCapacity } = groupIn(harness);
  return { minSize, desiredCapacity };
};

const callsIn = (harness: Harness) => harness.mutations().map(({ command, input }) => [command, input]);

describe('ec2.detach-from-asg', () => {
  it('lowers the minimum of a group that is at it first, and raises it last', async () => {
    const harness = await createHarnessWith();
    const plan = await readPlan(harness, asked);
    expect(plan.calls.map(({ command }) => command)).toEqual(['UpdateAutoScalingGroup', 'EnterStandby']);
    expect(plan).toMatchObject({ before: { minSize: 2 }, after: { minSize: 1 } });
    await harness.contain(asked);
    expect(sizesIn(harness)).toEqual({ minSize: 1, desiredCapacity: 1 });
    await harness.release();
    expect(sizesIn(harness)).toEqual({ minSize: 2, desiredCapacity: 2 });
    expect(callsIn(harness)).toEqual([
      ['UpdateAutoScalingGroup', { AutoScalingGroupName, MinSize: 1 }],
      [
        'EnterStandby',
        { AutoScalingGroupName, InstanceIds: [instanceId], ShouldDecrementDesiredCapacity: true },
      ],
      ['ExitStandby', { AutoScalingGroupName, InstanceIds: [instanceId] }],
      ['UpdateAutoScalingGroup', { AutoScalingGroupName, MinSize: 2 }],
    ]);
  });

  it('leaves the minimum alone where the group is above it', async () => {
    const harness = await createHarnessWith({ minSize: 1 });
    await harness.contain(asked);
    await harness.release();
    expect(harness.mutations().map(({ command }) => command)).toEqual(['EnterStandby', 'ExitStandby']);
  });

  it('has one hash while scaling policies change the desired capacity', async () => {
    const harness = await createHarnessWith({ minSize: 1 });
    const { hash } = await harness.plan(asked);
    await putGroup(harness, { ...groupIn(harness), desiredCapacity: 4 });
    expect((await harness.plan(asked)).hash).toBe(hash);
  });

  it('names the group and what the group takes it off', async () => {
    const harness = await createHarnessWith({ targetGroupArns: ['arn:tg/1'], loadBalancerNames: ['old'] });
    const { affected, summary } = (await readPlan(harness, asked)).blastRadius;
    expect(affected.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'autoscaling-group web',
      'target-group arn:tg/1',
      'load-balancer old',
    ]);
    expect(summary).toMatch(/web goes on with 1 in service, its minimum lowered to 1/);
  });

  it('is careful with the last instance in service, and not with others', async () => {
    const harness = await createHarnessWith();
    expect(await readCautions(harness, asked)).toEqual([]);
    await putGroup(harness, {
      ...groupIn(harness),
      members: [member(instanceId), member(otherInstanceId, 'Standby')],
    });
    expect(await readCautions(harness, asked)).toEqual([
      { id: 'last-target', others: 1, reason: `${instanceId} is the last instance of web in service` },
    ]);
  });

  it.each<[string, Partial<ScalingGroupRecord>, string, RegExp]>([
    ['an instance of no group', { members: [] }, 'nothing-to-do', /in no Auto Scaling group/],
    [
      'one that is leaving',
      { members: [member(instanceId, 'Terminating')] },
      'not-in-service',
      /is Terminating in web/,
    ],
  ])('denies %s', async (_title, changes, rule, reason) => {
    const harness = await createHarnessWith(changes);
    const { hash } = await harness.plan(asked);
    expect(await harness.decide(asked, hash)).toMatchObject({
      decision: 'deny',
      rule,
      reason: expect.stringMatching(reason),
    });
  });

  it('waits for an instance that is on its way into service', async () => {
    const harness = await createHarnessWith();
    await setState(harness, 'Pending');
    const { hash } = await harness.plan(asked);
    await expect(harness.apply(asked, hash)).rejects.toThrow(/is Pending in web, not in service yet/);
    await setState(harness, 'InService');
    expect(await harness.apply(asked, hash)).toMatchObject({ status: 'applied' });
  });

  it('is pending on the way to standby, and cannot be undone until it is there', async () => {
    const harness = await createHarnessWith();
    const { hash } = await harness.plan(asked);
    await harness.apply(asked, hash);
    await setState(harness, 'EnteringStandby');
    expect(await harness.verify(asked, hash)).toMatchObject({ verified: 'pending', retryAfter: 10 });
    expect((await harness.release()).left).toMatchObject([
      { why: expect.stringMatching(/still on its way/) },
    ]);
    await setState(harness, 'Standby');
    await harness.release();
    expect(groupIn(harness)).toEqual(scalingGroup);
  });

  it('leaves on standby what was so before, and counts as contained', async () => {
    const harness = await createHarnessWith({ members: [member(instanceId, 'Standby')] });
    expect(await readCautions(harness, asked)).toEqual([]);
    const { calls } = await readPlan(harness, asked);
    expect(calls.map(({ command }) => command)).toEqual(['EnterStandby']);
    const { hash } = await harness.plan(asked);
    await harness.apply(asked, hash);
    expect(await harness.verify(asked, hash)).toMatchObject({ verified: 'contained' });
    await harness.release();
    expect(harness.mutations()).toEqual([]);
  });
});

describe('ec2.detach-from-asg, undone after people changed the group,', () => {
  it('says that the instance was taken out of it, or the group deleted', async () => {
    const harness = await createHarnessWith();
    const { hash } = await harness.plan(asked);
    await harness.apply(asked, hash);
    await putGroup(harness, { ...groupIn(harness), members: [other] });
    expect(await harness.verify(asked, hash)).toMatchObject({ verified: 'contained' });
    expect(await harness.plan(asked)).toMatchObject({ hash, held: true });
    expect((await harness.release()).left).toMatchObject([
      { why: expect.stringMatching(/took it out of web/) },
    ]);
    expect(groupIn(harness).minSize).toBe(1);
  });

  it('leaves a minimum that somebody set since, and says what it was', async () => {
    const harness = await createHarnessWith();
    await harness.contain(asked);
    await harness.send(
      'autoscaling',
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, MinSize: 0 }),
    );
    expect((await harness.release()).left).toMatchObject([
      {
        why: expect.stringMatching(
          /the minimum of web: somebody, or another containment in this group, made it 0 since; it was 2, and 1 by us/,
        ),
      },
    ]);
    expect(sizesIn(harness)).toEqual({ minSize: 0, desiredCapacity: 2 });
  });

  it('says nothing of a minimum that somebody raised to what it was', async () => {
    const harness = await createHarnessWith();
    await harness.contain(asked);
    await putGroup(harness, { ...groupIn(harness), minSize: 2, desiredCapacity: 2 });
    expect((await harness.release()).left).toEqual([]);
    expect(harness.mutations().at(-1)?.command).toBe('ExitStandby');
  });

  it('stays on standby where the group is full, with the minimum as it is', async () => {
    const harness = await createHarnessWith();
    await harness.contain(asked);
    await putGroup(harness, { ...groupIn(harness), desiredCapacity: 4 });
    expect((await harness.release()).left).toMatchObject([
      { why: expect.stringMatching(/stays on standby in web: .*max-size=4/) },
    ]);
    expect(sizesIn(harness)).toEqual({ minSize: 1, desiredCapacity: 4 });
  });

  it('is still held then, and goes back once there is room', async () => {
    const harness = await createHarnessWith();
    await harness.contain(asked);
    await putGroup(harness, { ...groupIn(harness), desiredCapacity: 4 });
    await harness.release();
    await putGroup(harness, { ...groupIn(harness), desiredCapacity: 1 });
    expect((await harness.release()).undone).toHaveLength(1);
    expect(harness.mutations().map(({ command }) => command)).toContain('ExitStandby');
  });

  it('does not raise the minimum above what somebody made of the group', async () => {
    const harness = await createHarnessWith();
    await harness.contain(asked);
    await putGroup(harness, { ...groupIn(harness), members: both, desiredCapacity: 1 });
    expect((await harness.release()).left).toMatchObject([
      { why: expect.stringMatching(/at 2 it would launch/) },
    ]);
  });

  it('raises the minimum only once the instance counts again', async () => {
    const harness = await createHarnessWith();
    await harness.contain(asked);
    await setState(harness, 'Pending');
    expect((await harness.release()).left).toMatchObject([
      { why: expect.stringMatching(/taking its instance/) },
    ]);
    await putGroup(harness, { ...groupIn(harness), desiredCapacity: 2 });
    expect((await harness.release()).left).toEqual([]);
    expect(sizesIn(harness)).toEqual({ minSize: 2, desiredCapacity: 2 });
  });

  const three = { members: [...both, member('i-00000000000000ccc')], minSize: 3, desiredCapacity: 3 };

  it('restores a group of which two instances were contained, when the newest goes first', async () => {
    const harness = await createHarnessWith(three);
    await harness.contain(asked);
    await harness.contain(otherAsked);
    expect(sizesIn(harness)).toEqual({ minSize: 1, desiredCapacity: 1 });
    await harness.release('inc-2');
    await harness.release('inc-1');
    expect(groupIn(harness)).toEqual({ ...scalingGroup, ...three });
  });

  it('says that the minimum stays lower when the oldest goes first', async () => {
    const harness = await createHarnessWith(three);
    await harness.contain(asked);
    await harness.contain(otherAsked);
    expect((await harness.release('inc-1')).left).toMatchObject([
      { why: expect.stringMatching(/made it 1 since; it was 3, and 2 by us/) },
    ]);
    await harness.release('inc-2');
    expect(sizesIn(harness)).toEqual({ minSize: 2, desiredCapacity: 3 });
  });
});
