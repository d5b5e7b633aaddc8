import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { ListInstanceProfilesForRoleCommand } from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { GuardrailConfig } from '../../../core/guardrails/config.ts';
import type { InstanceRecord, TargetGroupRecord } from '../../../runtime/account/records.ts';
import { createClients, sendOf } from '../../../tasks/aws-clients.ts';
import {
  account,
  instanceId,
  keyId,
  makeFinding,
  profileArn,
  region,
  targetGroup,
} from '../../runtime/account/world.ts';
import { createHarness, type Asked, type Harness, type Options } from './harness.ts';
import { readCautions, readPlan } from './read-plan.ts';

const here = { account, region };
const second = 'i-00000000000000002';

const idsOf = async (harness: Harness, asked: Asked) =>
  (await readCautions(harness, asked)).map(({ id, others }) => ({ id, others }));

const decisionOn = async (harness: Harness, asked: Asked) => {
  const { hash } = await harness.plan(asked);
  return harness.decide(asked, hash);
};

const putGroup = ({ accounts }: Harness, changes: Partial<TargetGroupRecord>) =>
  accounts.put('target-group', here, { ...targetGroup, ...changes });

async function setState(harness: Harness, id: string, state: InstanceRecord['state']): Promise<void> {
  const found = harness.accounts.snapshot(account).instance.find((item) => item.instanceId === id);
  if (!found) throw new Error('no instance');
  await harness.accounts.put('instance', here, { ...found, state });
}

/** A harness in which ELB answers with an error of that name. */
const createFailing = (name: string): Promise<Harness> => createDenying('elbv2', name);

async function createDenying(denied: string, name: string): Promise<Harness> {
  const access: Options['access'] = (scope) => {
    const clients = harness.accounts.access(scope);
    return createClients((service, command) =>
      service === denied
        ? Promise.reject(Object.assign(new Error('no'), { name }))
        : sendOf(clients, service)(command),
    );
  };
  const harness: Harness = await createHarness({ access });
  return harness;
}

/** A harness in which EC2 begins every search for instances with a page that has none. */
async function createPaging(): Promise<Harness> {
  const access: Options['access'] = (scope) => {
    const clients = harness.accounts.access(scope);
    return createClients((service, command) => {
      if (!(command instanceof DescribeInstancesCommand) || !command.input.Filters)
        return sendOf(clients, service)(command);
      const { NextToken, ...input } = command.input;
      return NextToken === undefined
        ? Promise.resolve({ Reservations: [], NextToken: 'second' })
        : clients.ec2.send(new DescribeInstancesCommand(input));
    });
  };
  const harness: Harness = await createHarness({ access });
  return harness;
}

describe.each(['ec2.isolate-instance', 'ec2.stop-instance'])('%s', (action) => {
  const asked: Asked = { action, parameters: { instanceId } };
  const alone = { targets: targetGroup.targets.filter(({ id }) => id === instanceId) };

  it('asks where the instance is the last healthy target, and does not where it is not', async () => {
    const harness = await createHarness();
    expect(await decisionOn(harness, asked)).toMatchObject({ decision: 'apply' });
    await putGroup(harness, alone);
    expect(await decisionOn(harness, asked)).toMatchObject({
      decision: 'ask',
      rule: 'blast-radius',
      reason: `${instanceId} is the last healthy target of shop`,
    });
  });

  it('asks where the VPC has more target groups than are looked into', async () => {
    const harness = await createHarness();
    for (let n = 0; n < 51; n++) {
      await putGroup(harness, { ...targetGroup, arn: `arn:z${n}`, targets: [] });
    }
    expect(await decisionOn(harness, asked)).toMatchObject({
      decision: 'ask',
      reason: expect.stringMatching(/may be the last target of a load balancer: 2 target groups/),
    });
  });

  it('asks where load balancers may not be read', async () => {
    const harness = await createFailing('AccessDenied');
    expect(await idsOf(harness, asked)).toEqual([{ id: 'last-target', others: 1 }]);
  });

  it('fails, to be tried again, where they cannot be read now', async () => {
    const harness = await createFailing('Throttling');
    await expect(harness.plan(asked)).rejects.toMatchObject({ name: 'Busy' });
  });

  it('has one hash whoever else is behind the load balancer', async () => {
    const harness = await createHarness();
    const { hash } = await harness.plan(asked);
    await putGroup(harness, alone);
    expect((await harness.plan(asked)).hash).toBe(hash);
  });
});

it('ec2.stop-instance asks nobody about an instance that is down already', async () => {
  const harness = await createHarness();
  await putGroup(harness, { targets: targetGroup.targets.filter(({ id }) => id === instanceId) });
  await setState(harness, instanceId, 'stopped');
  expect(await idsOf(harness, { action: 'ec2.stop-instance', parameters: { instanceId } })).toEqual([]);
});

describe.each(['iam.revoke-role-sessions', 'iam.quarantine-role'])('%s', (action) => {
  const asked: Asked = { action, parameters: { roleName: 'web' } };
  const seedSecond = ({ accounts }: Harness, where = region) => {
    const resource = { kind: 'ec2-instance' as const, instanceId: second, interfaces: [] };
    return accounts.seed(makeFinding([{ ...resource, instanceProfileArn: profileArn }], { region: where }));
  };

  it('asks where another instance of the Region runs with the role', async () => {
    const harness = await createHarness();
    expect(await decisionOn(harness, asked)).toMatchObject({ decision: 'apply' });
    await seedSecond(harness);
    expect(await idsOf(harness, asked)).toEqual([{ id: 'shared-role', others: 1 }]);
    expect(await decisionOn(harness, asked)).toMatchObject({
      decision: 'ask',
      reason: `2 instances in ${region} run with web`,
    });
    const { affected } = (await readPlan(harness, asked)).blastRadius;
    const named = affected.flatMap(({ kind, id }) => (kind === 'ec2-instance' ? [id] : []));
    expect(named.toSorted()).toEqual([second, instanceId].toSorted());
  });

  it('asks also where EC2 tells of them on a later page', async () => {
    const harness = await createPaging();
    await seedSecond(harness);
    expect(await idsOf(harness, asked)).toEqual([{ id: 'shared-role', others: 1 }]);
  });

  it('does not count instances that are terminated, nor those of other Regions, and says the latter', async () => {
    const harness = await createHarness();
    await seedSecond(harness);
    await setState(harness, second, 'terminated');
    await seedSecond(harness, 'eu-west-1');
    expect(await idsOf(harness, asked)).toEqual([]);
    const { limits } = (await readPlan(harness, asked)).blastRadius;
    expect(limits.at(-1)).toMatch(/^Only instances in us-east-1 were counted/);
  });

  it('does not look into a Region that may not be changed, says so, and asks', async () => {
    const guardrails = GuardrailConfig.parse({ allowedRegions: ['eu-west-1'] });
    const harness = await createHarness({ guardrails });
    await seedSecond(harness);
    expect(await idsOf(harness, asked)).toEqual([{ id: 'unknown-blast-radius', others: 1 }]);
    expect((await decisionOn(harness, asked)).decision).toBe('ask');
    const { limits } = (await readPlan(harness, asked)).blastRadius;
    expect(limits.at(-1)).toMatch(/were not counted: their Region is not an allowed one/);
  });

  it('asks where instances may not be listed', async () => {
    const harness = await createDenying('ec2', 'UnauthorizedOperation');
    expect(await decisionOn(harness, asked)).toMatchObject({
      decision: 'ask',
      reason: 'instances may run with web, and were not counted: no',
    });
  });

  it('fails, to be tried again, where they cannot be listed now', async () => {
    const harness = await createDenying('ec2', 'RequestLimitExceeded');
    await expect(harness.plan(asked)).rejects.toMatchObject({ name: 'Busy' });
  });

  it('asks nobody about a role that no instance can have, wherever it may look', async () => {
    const guardrails = GuardrailConfig.parse({ allowedRegions: ['eu-west-1'] });
    const harness = await createHarness({ guardrails });
    expect(await idsOf(harness, { ...asked, parameters: { roleName: 'deploy' } })).toEqual([]);
  });

  it('looks at the profiles of every page', async () => {
    const access: Options['access'] = (scope) => {
      const clients = harness.accounts.access(scope);
      return createClients((service, command) => {
        if (!(command instanceof ListInstanceProfilesForRoleCommand))
          return sendOf(clients, service)(command);
        const { Marker, ...input } = command.input;
        return Marker === undefined
          ? Promise.resolve({ InstanceProfiles: [], IsTruncated: true, Marker: 'second' })
          : clients.iam.send(new ListInstanceProfilesForRoleCommand(input));
      });
    };
    const harness: Harness = await createHarness({ access });
    await seedSecond(harness);
    expect(await idsOf(harness, asked)).toEqual([{ id: 'shared-role', others: 1 }]);
  });
});

describe('iam.disable-access-key', () => {
  const of = (knownServices?: readonly string[]): Asked => ({
    action: 'iam.disable-access-key',
    parameters: { accessKeyId: keyId, ...(knownServices ? { knownServices } : {}) },
  });

  it.each<[string, readonly string[] | undefined, readonly string[]]>([
    ['asks nobody where nobody said what the intruder called', undefined, []],
    ['asks nobody where the last use is of what the intruder called', ['s3', 'sts'], []],
    ['knows services by the names that findings give them', ['STS.amazonaws.com'], []],
    ['asks where the last use is of something else', ['s3'], ['key-in-use']],
  ])('%s', async (_title, knownServices, expected) => {
    const harness = await createHarness();
    const cautions = await readCautions(harness, of(knownServices));
    expect(cautions.map(({ id }) => id)).toEqual(expected);
  });

  it('asks nobody because of a use that is more than a day old', async () => {
    const harness = await createHarness();
    await harness.clock.advance(3 * 86_400_000);
    expect(await readCautions(harness, of(['s3']))).toEqual([]);
    const { affected } = (await readPlan(harness, of(['s3']))).blastRadius;
    expect(affected.map(({ kind }) => kind)).not.toContain('aws-service');
  });

  it('says in the plan what the key was used for today', async () => {
    const harness = await createHarness();
    expect((await readPlan(harness, of())).blastRadius.affected).toContainEqual({
      kind: 'aws-service',
      id: 'sts',
      aside: true,
      why: expect.stringMatching(/^was called with the key at 2026/),
    });
  });
});

const takingOut = [
  'ec2.isolate-instance',
  'ec2.stop-instance',
  'ec2.detach-instance-profile',
  'ec2.detach-from-asg',
  'ec2.deregister-from-load-balancers',
];

describe.each(takingOut)('%s, of an instance that is more than itself,', (action) => {
  const asked: Asked = { action, parameters: { instanceId } };
  const change = async (harness: Harness, changes: Partial<InstanceRecord>): Promise<void> => {
    const found = harness.accounts.snapshot(account).instance.find((item) => item.instanceId === instanceId);
    if (!found) throw new Error('no instance');
    await harness.accounts.put('instance', here, { ...found, ...changes });
  };
  const runAs = async (harness: Harness, roleName: string): Promise<void> => {
    const { role, 'instance-profile': profiles } = harness.accounts.snapshot(account);
    const web = role.find((item) => item.roleName === 'web');
    const profile = profiles.find(({ arn }) => arn === profileArn);
    if (!web || !profile) throw new Error('no role');
    const arn = `arn:aws:iam::${account}:role/${roleName}`;
    await harness.accounts.put('role', here, { ...web, roleName, arn });
    await harness.accounts.put('instance-profile', here, { ...profile, roles: [roleName] });
  };

  it.each([
    'kubernetes.io/cluster/prod',
    'eks:cluster-name',
    'aws:eks:cluster-name',
    'karpenter.sh/nodepool',
    'AmazonECSManaged',
  ])('asks about a node, told by its tag %s', async (key) => {
    const harness = await createHarness();
    await change(harness, { tags: [{ Key: key, Value: 'owned' }] });
    expect(await decisionOn(harness, asked)).toMatchObject({
      decision: 'ask',
      rule: 'blast-radius',
      reason: `${instanceId} is a node of a cluster (tag ${key}): everything that runs on it is contained with it`,
    });
  });

  it('asks about a container instance of ECS, told by its role', async () => {
    const harness = await createHarness();
    await runAs(harness, 'ecsInstanceRole');
    expect(await decisionOn(harness, asked)).toMatchObject({
      decision: 'ask',
      reason: expect.stringContaining('(role ecsInstanceRole)'),
    });
  });

  it('asks nobody about a tag that only looks alike', async () => {
    const harness = await createHarness();
    await change(harness, { tags: [{ Key: 'my-kubernetes.io/cluster', Value: 'x' }] });
    expect(await decisionOn(harness, asked)).toMatchObject({ decision: 'apply' });
  });

  it('is denied where its role is a responder, whatever its profile is called', async () => {
    const harness = await createHarness();
    await runAs(harness, 'tourniquet-responder');
    expect(await decisionOn(harness, asked)).toMatchObject({
      decision: 'deny',
      rule: 'responder-principals',
    });
  });

  it('asks where its role may not be read', async () => {
    const harness = await createDenying('iam', 'AccessDenied');
    expect(await decisionOn(harness, asked)).toMatchObject({
      decision: 'ask',
      reason: expect.stringMatching(/^which role i-\w+ runs as is not known/),
    });
  });
});
