import {
  AuthorizeSecurityGroupEgressCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../core/plan.ts';
import { createPlans } from '../../../core/records/plans.ts';
import { createSqliteTable } from '../../../runtime/store/sqlite-table.ts';
import { account, instanceId, makeFinding, profileArn, region } from '../../runtime/account/world.ts';
import { createAlarmExposed } from '../../../tasks/alarm-exposed/index.ts';
import { actions } from '../../../tasks/actions/registry.ts';
import { createHarness, digest, type Asked, type Harness } from './harness.ts';

const asked: Asked = { action: 'ec2.isolate-instance', parameters: { instanceId } };
const place = { account, region };

async function planned(harness: Harness, more: Partial<Asked> = {}): Promise<Plan> {
  const { hash } = await harness.plan({ ...asked, ...more });
  const record = await createPlans(createSqliteTable(harness.database)).get(hash);
  if (!record) throw new Error('no plan');
  return record.plan;
}

const groupsOf = (harness: Harness, id: string) =>
  harness.accounts.snapshot(account)['network-interface'].find((item) => item.networkInterfaceId === id)
    ?.groups;

/** A harness in which nothing can be changed about one of the interfaces while it is broken. */
async function createStuck(isBroken: () => boolean): Promise<Harness> {
  const harness: Harness = await createHarness({
    access: (scope) => {
      const clients = harness.accounts.access(scope);
      const send = (command: { input: { NetworkInterfaceId?: string }; constructor: { name: string } }) => {
        const isSwap = command.constructor.name === 'ModifyNetworkInterfaceAttributeCommand';
        if (isBroken() && isSwap && command.input.NetworkInterfaceId === 'eni-0000000a') {
          return Promise.reject(Object.assign(new Error('no'), { name: 'UnauthorizedOperation' }));
        }
        return (clients.ec2.send as unknown as (command: object) => Promise<unknown>)(command);
      };
      return { ...clients, ec2: { send } as unknown as typeof clients.ec2 };
    },
  });
  return harness;
}

describe('ec2.isolate-instance', () => {
  it('plans the two steps for every interface, with the groups before and after', async () => {
    const plan = await planned(await createHarness());
    const swaps = plan.calls.filter(({ command }) => command === 'ModifyNetworkInterfaceAttribute');
    expect(swaps.map(({ input }) => [input['NetworkInterfaceId'], input['Groups']])).toEqual([
      ['eni-0000000a', ['<tourniquet-open in vpc-0a0a0a0a>']],
      ['eni-0000000a', ['<tourniquet-isolation in vpc-0a0a0a0a>']],
      ['eni-0000000b', ['<tourniquet-open in vpc-0a0a0a0a>']],
      ['eni-0000000b', ['<tourniquet-isolation in vpc-0a0a0a0a>']],
    ]);
    expect(plan.before).toEqual({
      interfaces: [
        { id: 'eni-0000000a', vpcId: 'vpc-0a0a0a0a', groups: ['sg-0000000a', 'sg-0000000b'] },
        { id: 'eni-0000000b', vpcId: 'vpc-0a0a0a0a', groups: ['sg-0000000a'] },
      ],
    });
  });

  it('says which flows stay tracked, who shares the role and which scaling group will replace it', async () => {
    const harness = await createHarness();
    await harness.accounts.seed(
      makeFinding([
        {
          kind: 'ec2-instance',
          instanceId: 'i-00000000000000002',
          instanceProfileArn: profileArn,
          interfaces: [],
        },
      ]),
    );
    const [instance] = harness.accounts.snapshot(account).instance;
    if (!instance) throw new Error('no instance');
    const tags = [...instance.tags, { Key: 'aws:autoscaling:groupName', Value: 'web' }];
    await harness.accounts.put('instance', place, { ...instance, tags });
    const { blastRadius } = await planned(harness, {
      parameters: { instanceId: instance.instanceId },
    });
    expect(blastRadius.affected.map(({ kind }) => kind)).toEqual(['ec2-instance', 'autoscaling-group']);
    expect(blastRadius.limits.join()).toMatch(/NAT gateway/);
  });

  it('isolates interfaces of several VPCs, each with the group of its own', async () => {
    const harness = await createHarness();
    const other = 'i-00000000000000003';
    const eni = (n: number) => ({
      networkInterfaceId: `eni-0000001${n}`,
      vpcId: `vpc-0000001${n}`,
      securityGroupIds: [`sg-0000001${n}`],
    });
    await harness.accounts.seed(
      makeFinding([{ kind: 'ec2-instance', instanceId: other, interfaces: [eni(1), eni(2)] }]),
    );
    const before = harness.picture();
    const inTwo = { ...asked, parameters: { instanceId: other } };
    const { hash } = await harness.plan(inTwo);
    await harness.apply(inTwo, hash);
    expect(await harness.verify(inTwo, hash)).toMatchObject({ verified: 'contained' });
    expect(groupsOf(harness, 'eni-00000011')).not.toEqual(groupsOf(harness, 'eni-00000012'));
    await harness.release();
    expect(harness.picture()).toEqual(before);
  });

  it('moves each interface through the open group to the closed one, then deletes the open group', async () => {
    const harness = await createHarness();
    await harness.contain(asked);
    const commands = harness.mutations().map(({ command }) => command);
    expect(commands).toEqual([
      'CreateSecurityGroup',
      'RevokeSecurityGroupEgress',
      'CreateSecurityGroup',
      'AuthorizeSecurityGroupIngress',
      'ModifyNetworkInterfaceAttribute',
      'ModifyNetworkInterfaceAttribute',
      'ModifyNetworkInterfaceAttribute',
      'ModifyNetworkInterfaceAttribute',
      'DeleteSecurityGroup',
    ]);
    const names = harness.accounts.snapshot(account)['security-group'].map(({ groupName }) => groupName);
    expect(names.filter((name) => name.startsWith('tourniquet'))).toEqual(['tourniquet-isolation']);
  });

  it('empties an isolation group in which somebody put rules', async () => {
    const harness = await createHarness();
    await harness.contain(asked);
    await harness.release();
    const { SecurityGroups } = await harness.send(
      'ec2',
      new DescribeSecurityGroupsCommand({
        Filters: [{ Name: 'group-name', Values: ['tourniquet-isolation'] }],
      }),
    );
    const everywhere = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
    const { GroupId } = SecurityGroups[0];
    await harness.send(
      'ec2',
      new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: everywhere }),
    );
    const { hash } = await harness.plan(asked);
    await harness.apply(asked, hash);
    expect(await harness.verify(asked, hash)).toMatchObject({ verified: 'contained' });
    await harness.send(
      'ec2',
      new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: everywhere }),
    );
    expect(await harness.verify(asked, hash)).toMatchObject({ verified: 'partial', reason: /rules/ });
  });

  it('never leaves an interface in the open group, though the kill switch is thrown between the steps', async () => {
    const pause = { paused: true, by: 'ana', at: '2026-01-01T00:00:00.000Z', reason: 'stop' };
    const harness: Harness = await createHarness({
      access: (scope) => {
        const clients = harness.accounts.access(scope);
        const send = async (command: object) => {
          const answer = await (clients.ec2.send as unknown as (command: object) => Promise<unknown>)(
            command,
          );
          const isSwap = command.constructor.name === 'ModifyNetworkInterfaceAttributeCommand';
          if (isSwap) await harness.controls.set(pause);
          return answer;
        };
        return { ...clients, ec2: { send } as unknown as typeof clients.ec2 };
      },
    });
    const { hash } = await harness.plan(asked);
    await expect(harness.apply(asked, hash)).rejects.toMatchObject({ name: 'ChangeRefused', rule: 'paused' });
    const first = groupsOf(harness, 'eni-0000000a');
    expect(first).toHaveLength(1);
    expect(first).not.toEqual(groupsOf(harness, 'eni-0000000b'));
    const names = new Map(
      harness.accounts.snapshot(account)['security-group'].map((group) => [group.groupId, group.groupName]),
    );
    expect(names.get(first?.[0] ?? '')).toBe('tourniquet-isolation');
    expect(groupsOf(harness, 'eni-0000000b')).toEqual(['sg-0000000a']);
  });

  it('takes the second step though the first fails, isolates the others, and says what may be open', async () => {
    let broken = true;
    const harness = await createStuck(() => broken);
    const { hash } = await harness.plan(asked);
    await expect(harness.apply(asked, hash)).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
    expect(groupsOf(harness, 'eni-0000000b')).toHaveLength(1);
    await harness.runner.act({
      phase: 'fail',
      ...harness.stepOf(asked),
      plan: hash,
      error: 'UnauthorizedOperation',
      cause: JSON.stringify({ errorType: 'UnauthorizedOperation', errorMessage: 'no' }),
    });
    const [outcome] = await harness.outcomes.list('inc-1');
    expect(outcome).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('eni-0000000a may be open'),
    });
    expect((await harness.timeline.list('inc-1')).at(-1)?.kind).toBe('action.exposed');
    broken = false;
    expect((await harness.apply(asked, hash)).status).toBe('applied');
  });

  it('is alarmed about once while an interface may be open and nobody works on it', async () => {
    let broken = true;
    const harness = await createStuck(() => broken);
    const { hash } = await harness.plan(asked);
    await expect(harness.apply(asked, hash)).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
    const alarmExposed = createAlarmExposed({ ...harness, stores: harness, actions, digest });
    for (let times = 0; times < 2; times++)
      expect(await alarmExposed()).toEqual([expect.stringContaining(instanceId)]);
    expect(await harness.outbox.list()).toMatchObject([
      { kind: 'alert', incident: 'inc-1', body: expect.stringContaining('eni-0000000a may be open') },
    ]);
    const kinds = (await harness.timeline.list('inc-1')).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'action.exposed')).toHaveLength(1);
    broken = false;
    await harness.apply(asked, hash);
    expect(await alarmExposed()).toEqual([]);
  });

  it('says what may be open also where a guardrail keeps it from being finished', async () => {
    const harness = await createStuck(() => true);
    const { hash } = await harness.plan(asked);
    await expect(harness.apply(asked, hash)).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
    await harness.controls.set({ paused: true, by: 'ana', at: '2026-01-01T00:00:00.000Z', reason: 'stop' });
    const reason = expect.stringContaining('eni-0000000a may be open');
    expect(await harness.apply(asked, hash)).toMatchObject({ status: 'denied', rule: 'paused', reason });
    expect(await harness.decide(asked, hash)).toMatchObject({ decision: 'deny', rule: 'paused', reason });
    const other = { ...asked, incident: 'inc-2' };
    expect(await harness.decide(other, hash)).not.toMatchObject({ reason });
    expect((await harness.timeline.list('inc-1')).slice(-2).map(({ kind }) => kind)).toEqual([
      'action.exposed',
      'action.exposed',
    ]);
    expect(await harness.outcomes.list('inc-1')).toMatchObject([{ status: 'denied', reason }]);
  });

  it.each([
    ['is terminated', 'terminated' as const],
    ['is being terminated', 'shutting-down' as const],
  ])('denies with a clear reason when the instance %s', async (_title, state) => {
    const harness = await createHarness();
    const [instance] = harness.accounts.snapshot(account).instance;
    if (!instance) throw new Error('no instance');
    await harness.accounts.put('instance', place, { ...instance, state });
    const { hash } = await harness.plan(asked);
    expect(await harness.decide(asked, hash)).toMatchObject({ decision: 'deny', rule: 'target-gone' });
  });

  it.each(['i-0ffffffffffffffff', 'GeneratedFindingInstanceId'])(
    'denies when there is no instance %s',
    async (id) => {
      const harness = await createHarness();
      const ghost: Asked = { ...asked, parameters: { instanceId: id } };
      const { hash, target } = await harness.plan(ghost);
      expect(target).toMatchObject({ id, account, region });
      expect(await harness.apply(ghost, hash)).toMatchObject({ status: 'denied', rule: 'target-gone' });
      expect(harness.mutations()).toEqual([]);
    },
  );

  it('counts as contained once the instance is terminated', async () => {
    const harness = await createHarness();
    const { hash } = await harness.plan(asked);
    await harness.apply(asked, hash);
    const [instance] = harness.accounts.snapshot(account).instance;
    if (instance) await harness.accounts.put('instance', place, { ...instance, state: 'terminated' });
    expect(await harness.verify(asked, hash)).toMatchObject({ verified: 'contained' });
  });

  it('leaves an interface isolated whose groups are gone, gives the others theirs, and says so', async () => {
    const harness = await createHarness();
    await harness.contain(asked);
    await harness.send('ec2', new DeleteSecurityGroupCommand({ GroupId: 'sg-0000000b' }));
    const { undone, left } = await harness.release();
    expect(undone).toHaveLength(1);
    expect(left.map(({ why }) => why)).toEqual([expect.stringMatching(/eni-0000000a: it stays isolated/)]);
    expect(groupsOf(harness, 'eni-0000000b')).toEqual(['sg-0000000a']);
  });
});
