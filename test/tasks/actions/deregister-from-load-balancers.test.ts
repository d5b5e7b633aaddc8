import { RegisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, it } from 'vitest';
import type { InstanceRecord, TargetGroupRecord, TargetRecord } from '../../../runtime/account/records.ts';
import { listBalancersOf } from '../../../tasks/actions/ec2/classic-balancers.ts';
import { listTargetGroups } from '../../../tasks/actions/ec2/target-groups.ts';
import { createClients, sendOf, type Clients } from '../../../tasks/aws-clients.ts';
import { account, region } from '../../runtime/account/world.ts';
import { classicName, groupByAddressArn, groupByIdArn } from './balancers.ts';
import {
  createHarness,
  otherAddress,
  otherInstanceId,
  type Asked,
  type Harness,
  type Options,
} from './harness.ts';
import { readCautions, readPlan } from './read-plan.ts';

const instanceId = otherInstanceId;
const asked: Asked = { action: 'ec2.deregister-from-load-balancers', parameters: { instanceId } };
const here = { account, region };

const find = <T>(items: readonly T[], test: (item: T) => boolean): T => {
  const found = items.find(test);
  if (found === undefined) throw new Error('not there');
  return found;
};

const groupIn = ({ accounts }: Harness, arn: string): TargetGroupRecord =>
  find(accounts.snapshot(account)['target-group'], (group) => group.arn === arn);

const instanceIn = ({ accounts }: Harness): InstanceRecord =>
  find(accounts.snapshot(account).instance, (item) => item.instanceId === instanceId);

const setInstance = (harness: Harness, state: InstanceRecord['state']) =>
  harness.accounts.put('instance', here, { ...instanceIn(harness), state });

/** Targets of a group in states that the simulated account does not bring about. */
const setStates = (harness: Harness, arn: string, stateOf: (id: string) => TargetRecord['state']) => {
  const group = groupIn(harness, arn);
  const targets = group.targets.map((target) => ({ ...target, state: stateOf(target.id) }));
  return harness.accounts.put('target-group', here, { ...group, targets });
};

/** A harness in which, once told so, one target group and the classic load balancer are no longer there. */
async function createForgetful() {
  let forgot = false;
  const access: Options['access'] = (scope) => {
    const clients = harness.accounts.access(scope);
    return createClients((service, command) => {
      const sent = command as { input: Record<string, unknown> };
      const { TargetGroupArn, LoadBalancerName } = sent.input;
      if (forgot && TargetGroupArn === groupByIdArn) sent.input['TargetGroupArn'] = 'arn:none';
      if (forgot && LoadBalancerName === classicName) sent.input['LoadBalancerName'] = 'none';
      return sendOf(clients, service)(command);
    });
  };
  const harness: Harness = await createHarness({ access });
  return { harness, forget: () => (forgot = true) };
}

const leftIn = async (harness: Harness) => (await harness.release()).left.map(({ why }) => why).join();

describe('ec2.deregister-from-load-balancers', () => {
  it('takes off each port, each address and each classic load balancer, and puts just these back', async () => {
    const harness = await createHarness();
    await harness.contain(asked);
    await harness.release();
    const byId = [
      { Id: instanceId, Port: 80 },
      { Id: instanceId, Port: 8080 },
    ];
    const byAddress = [{ Id: otherAddress, Port: 443 }];
    const classic = { LoadBalancerName: classicName, Instances: [{ InstanceId: instanceId }] };
    expect(harness.mutations().map(({ command, input }) => [command, input])).toEqual([
      ['DeregisterTargets', { TargetGroupArn: groupByAddressArn, Targets: byAddress }],
      ['DeregisterTargets', { TargetGroupArn: groupByIdArn, Targets: byId }],
      ['DeregisterInstancesFromLoadBalancer', classic],
      ['RegisterTargets', { TargetGroupArn: groupByAddressArn, Targets: byAddress }],
      ['RegisterTargets', { TargetGroupArn: groupByIdArn, Targets: byId }],
      ['RegisterInstancesWithLoadBalancer', classic],
    ]);
  });

  it('names what it is taken off, and warns of its scaling group', async () => {
    const harness = await createHarness();
    const tags = [{ Key: 'aws:autoscaling:groupName', Value: 'web' }];
    await harness.accounts.put('instance', here, { ...instanceIn(harness), tags });
    const { affected } = (await readPlan(harness, asked)).blastRadius;
    expect(affected.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      `target-group ${groupByAddressArn}`,
      `target-group ${groupByIdArn}`,
      `target-group ${groupByIdArn}`,
      `load-balancer ${classicName}`,
      'autoscaling-group web',
    ]);
  });

  it('has people asked where it is the last healthy target, and names where', async () => {
    const harness = await createHarness();
    expect(await readCautions(harness, asked)).toEqual([]);
    await setStates(harness, groupByIdArn, (id) => (id === instanceId ? 'healthy' : 'unhealthy'));
    const balancer = find(
      harness.accounts.snapshot(account)['classic-load-balancer'],
      (item) => item.name === classicName,
    );
    const instances = balancer.instances.filter((item) => item.instanceId === instanceId);
    await harness.accounts.put('classic-load-balancer', here, { ...balancer, instances });
    expect(await readCautions(harness, asked)).toEqual([
      {
        id: 'last-target',
        others: 2,
        reason: `${instanceId} is the last healthy target of by-id, ${classicName}`,
      },
    ]);
    const { hash } = await harness.plan(asked);
    expect(await harness.decide(asked, hash)).toMatchObject({ decision: 'ask', rule: 'blast-radius' });
  });

  it('is not careful with a group that nothing is sent to', async () => {
    const harness = await createHarness();
    await setStates(harness, groupByIdArn, () => 'unused');
    expect(await readCautions(harness, asked)).toEqual([]);
  });

  it.each<[string, (harness: Harness) => Promise<unknown>, string, RegExp]>([
    [
      'an instance behind nothing',
      async (harness) => {
        await setStates(harness, groupByIdArn, () => 'draining');
        await setStates(harness, groupByAddressArn, () => 'draining');
        const balancer = { name: classicName, vpcId: 'vpc-0b0b0b0b', instances: [] };
        await harness.accounts.put('classic-load-balancer', here, balancer);
      },
      'nothing-to-do',
      /is behind no load balancer$/,
    ],
    ['a terminated one', (harness) => setInstance(harness, 'terminated'), 'target-gone', /nothing left/],
  ])('denies %s', async (_title, change, rule, reason) => {
    const harness = await createHarness();
    await change(harness);
    const { hash } = await harness.plan(asked);
    expect(await harness.decide(asked, hash)).toMatchObject({
      decision: 'deny',
      rule,
      reason: expect.stringMatching(reason),
    });
  });

  it('counts what is being drained as off', async () => {
    const harness = await createHarness();
    const before = groupIn(harness, groupByIdArn);
    const { hash } = await harness.plan(asked);
    await harness.apply(asked, hash);
    await harness.accounts.put('target-group', here, before);
    await setStates(harness, groupByIdArn, (id) => (id === instanceId ? 'draining' : 'healthy'));
    expect(await harness.verify(asked, hash)).toMatchObject({
      verified: 'contained',
      reason: expect.stringMatching(/being drained/),
    });
  });

  it('looks into 200 target groups of its VPC, and says how many it did not', async () => {
    const harness = await createHarness();
    const { vpcId } = instanceIn(harness);
    for (let n = 0; n < 205; n++) {
      const arn = `arn:z${n}`;
      const group = { ...groupIn(harness, groupByIdArn), arn, name: arn, targets: [] };
      await harness.accounts.put('target-group', here, { ...group, vpcId: n < 200 ? vpcId : 'vpc-other' });
    }
    const { blastRadius, hash } = await readPlan(harness, asked);
    expect(blastRadius.limits.at(-1)).toMatch(/^2 more target groups of its VPC were not looked into/);
    await harness.apply(asked, hash);
    expect(await harness.verify(asked, hash)).toMatchObject({
      verified: 'partial',
      reason: expect.stringMatching(/^2 more/),
    });
  });
});

describe('ec2.deregister-from-load-balancers, undone,', () => {
  it('says that a target group or load balancer is gone, and puts the rest back', async () => {
    const { harness, forget } = await createForgetful();
    await harness.contain(asked);
    forget();
    expect(await leftIn(harness)).toMatch(
      /the target group is gone.*cannot be registered again: There is no ACTIVE/,
    );
    expect(groupIn(harness, groupByAddressArn).targets.map(({ id }) => id)).toContain(otherAddress);
  });

  it('puts back only the port that is missing where a person put back the other', async () => {
    const harness = await createHarness();
    const before = harness.picture();
    await harness.contain(asked);
    const Targets = [{ Id: instanceId, Port: 80 }];
    await harness.send('elbv2', new RegisterTargetsCommand({ TargetGroupArn: groupByIdArn, Targets }));
    expect((await harness.release()).left).toEqual([]);
    expect(harness.picture()).toEqual(before);
    expect(harness.mutations().map(({ input }) => input)).toContainEqual({
      TargetGroupArn: groupByIdArn,
      Targets: [{ Id: instanceId, Port: 8080 }],
    });
  });

  it('waits until the instance runs, for load balancers take no other', async () => {
    const harness = await createHarness();
    const none = { name: classicName, vpcId: 'vpc-0b0b0b0b', instances: [] };
    await harness.accounts.put('classic-load-balancer', here, none);
    const before = harness.picture();
    await harness.contain(asked);
    await setInstance(harness, 'stopped');
    expect(await leftIn(harness)).toMatch(/is stopped, and load balancers take running instances only/);
    await setInstance(harness, 'running');
    expect(await leftIn(harness)).toBe('');
    expect(harness.picture()).toEqual(before);
  });

  it('waits until an address is drained, for it cannot be registered before', async () => {
    const harness = await createHarness();
    const before = groupIn(harness, groupByAddressArn);
    await harness.contain(asked);
    await harness.accounts.put('target-group', here, before);
    await setStates(harness, groupByAddressArn, (id) => (id === otherAddress ? 'draining' : 'healthy'));
    expect(await leftIn(harness)).toMatch(/10\.1\.0\.7 is still being drained/);
    await harness.accounts.put('target-group', here, { ...before, targets: before.targets.slice(1) });
    expect(await leftIn(harness)).toBe('');
    expect(groupIn(harness, groupByAddressArn)).toEqual(before);
  });

  it('says that the instance was terminated', async () => {
    const harness = await createHarness();
    await harness.contain(asked);
    await setInstance(harness, 'terminated');
    expect(await leftIn(harness)).toMatch(/somebody terminated it since/);
  });
});

describe('the lists of load balancers', () => {
  it('are read to their last page', async () => {
    const page = (Marker: string | undefined) => ({
      TargetGroups: [
        { TargetGroupArn: `arn-${Marker}`, TargetType: 'instance', VpcId: 'vpc-1' },
        { TargetGroupArn: 'arn-lambda', TargetType: 'lambda' },
      ],
      LoadBalancerDescriptions: [
        { LoadBalancerName: `lb-${Marker}`, Instances: [{ InstanceId: instanceId }] },
        { LoadBalancerName: 'another', Instances: [] },
      ],
      NextMarker: Marker === undefined ? 'two' : undefined,
    });
    const send = ({ input }: { input: { Marker?: string } }) => Promise.resolve(page(input.Marker));
    const client = { send } as unknown;
    expect(await listTargetGroups(client as Clients['elbv2'], 'vpc-1')).toEqual(['arn-two', 'arn-undefined']);
    expect(await listBalancersOf(client as Clients['elb'], instanceId)).toEqual(['lb-two', 'lb-undefined']);
  });
});
