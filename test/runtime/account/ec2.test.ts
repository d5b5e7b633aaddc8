import {
  AssociateIamInstanceProfileCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateSnapshotsCommand,
  CreateTagsCommand,
  DeleteSecurityGroupCommand,
  DeleteTagsCommand,
  DescribeIamInstanceProfileAssociationsCommand,
  DescribeInstanceAttributeCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSnapshotsCommand,
  DescribeTagsCommand,
  DisassociateIamInstanceProfileCommand,
  ModifyInstanceAttributeCommand,
  ModifyNetworkInterfaceAttributeCommand,
  ReplaceIamInstanceProfileAssociationCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  StartInstancesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, it, test } from 'vitest';
import { account, createWorld, ec2Instance, instanceId, makeFinding, profileArn, region } from './world.ts';

const here = { account, region };
const everywhere = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];

describe('describing instances', () => {
  test('an instance shows its network, disks, profile and tags', async () => {
    const { clients } = await createWorld();
    const { Reservations } = await clients.ec2.send(
      new DescribeInstancesCommand({ InstanceIds: [instanceId] }),
    );
    expect(Reservations).toMatchObject([
      {
        OwnerId: account,
        Instances: [
          {
            InstanceId: instanceId,
            State: { Code: 16, Name: 'running' },
            VpcId: 'vpc-0a0a0a0a',
            IamInstanceProfile: { Arn: profileArn },
            SecurityGroups: [{ GroupId: 'sg-0000000a' }, { GroupId: 'sg-0000000b' }],
            NetworkInterfaces: [
              { NetworkInterfaceId: 'eni-0000000a', Attachment: { DeviceIndex: 0 } },
              { NetworkInterfaceId: 'eni-0000000b', Attachment: { DeviceIndex: 1 } },
            ],
            BlockDeviceMappings: [{ DeviceName: '/dev/xvda' }, { DeviceName: '/dev/xvdb' }],
            Tags: [
              { Key: 'Name', Value: 'web-1' },
              { Key: 'team', Value: 'shop' },
            ],
          },
        ],
      },
    ]);
  });

  const filters: readonly (readonly [name: string, value: string, found: boolean])[] = [
    ['instance-id', instanceId, true],
    ['iam-instance-profile.arn', profileArn, true],
    ['iam-instance-profile.arn', `${profileArn}-2`, false],
    ['vpc-id', 'vpc-0a0a0a0a', true],
    ['vpc-id', 'vpc-0b0b0b0b', false],
    ['instance-state-name', 'running', true],
    ['instance-state-name', 'stopped', false],
    ['network-interface.network-interface-id', 'eni-0000000b', true],
    ['instance.group-id', 'sg-0000000b', true],
    ['instance.group-id', 'sg-0000000c', false],
    ['tag:team', 'shop', true],
    ['tag:team', 'shop*', true],
    ['tag:team', 'sh?p', true],
    ['tag:team', 'sh?', false],
    ['tag:team', String.raw`sh\*p`, false],
    ['tag:team', 'sh.p', false],
    ['tag:Team', 'shop', false],
    ['tag-key', 'team', true],
  ];
  test.each(filters)('the filter %s=%s finds it: %s', async (name, value, isFound) => {
    const { clients } = await createWorld();
    const { Reservations = [] } = await clients.ec2.send(
      new DescribeInstancesCommand({ Filters: [{ Name: name, Values: ['other', value] }] }),
    );
    expect(Reservations).toHaveLength(isFound ? 1 : 0);
  });

  test('filters must all hold', async () => {
    const { clients } = await createWorld();
    const { Reservations } = await clients.ec2.send(
      new DescribeInstancesCommand({
        Filters: [
          { Name: 'tag:team', Values: ['shop'] },
          { Name: 'vpc-id', Values: ['vpc-0b0b0b0b'] },
        ],
      }),
    );
    expect(Reservations).toEqual([]);
  });

  test('pages hold each instance once', async () => {
    const { clients, accounts } = await createWorld();
    const more = Array.from({ length: 6 }, (_, index) => ({
      ...ec2Instance,
      instanceId: `i-0000000${index}`,
    }));
    await accounts.seed(makeFinding(more));
    const seen: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await clients.ec2.send(new DescribeInstancesCommand({ MaxResults: 3, NextToken }));
      seen.push(...(page.Reservations ?? []).map(({ Instances }) => Instances?.[0]?.InstanceId));
      ({ NextToken } = page);
    } while (NextToken);
    expect(new Set(seen).size).toBe(7);
    expect(seen).toHaveLength(7);
  });

  test('accounts and regions are apart', async () => {
    const { clientsOf } = await createWorld();
    const all = new DescribeInstancesCommand({});
    expect((await clientsOf(account, 'eu-west-1').ec2.send(all)).Reservations).toEqual([]);
    expect((await clientsOf('999999999999').ec2.send(all)).Reservations).toEqual([]);
  });
});

describe('security groups', () => {
  async function createGroup() {
    const world = await createWorld();
    const { GroupId } = await world.clients.ec2.send(
      new CreateSecurityGroupCommand({
        GroupName: 'quarantine',
        Description: 'No way in or out',
        VpcId: 'vpc-0a0a0a0a',
        TagSpecifications: [{ ResourceType: 'security-group', Tags: [{ Key: 'for', Value: 'us' }] }],
      }),
    );
    const describeGroup = async () => {
      const found = await world.clients.ec2.send(
        new DescribeSecurityGroupsCommand({ GroupIds: [`${GroupId}`] }),
      );
      return found.SecurityGroups?.[0];
    };
    return { ...world, GroupId, describeGroup };
  }

  it('let everything out when they are new', async () => {
    const { GroupId, describeGroup } = await createGroup();
    expect(GroupId).toMatch(/^sg-[0-9a-f]{17}$/);
    expect(await describeGroup()).toMatchObject({
      GroupName: 'quarantine',
      IpPermissions: [],
      IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
      Tags: [{ Key: 'for', Value: 'us' }],
    });
  });

  it('have no rules left once what is described is revoked', async () => {
    const { clients, GroupId, describeGroup } = await createGroup();
    const described = await describeGroup();
    await clients.ec2.send(
      new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: described?.IpPermissionsEgress }),
    );
    expect(await describeGroup()).toMatchObject({ IpPermissions: [], IpPermissionsEgress: [] });
  });

  it('show rules of one protocol and port range together, and forget them by id or by value', async () => {
    const { clients, GroupId, describeGroup } = await createGroup();
    const { SecurityGroupRules = [] } = await clients.ec2.send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId,
        IpPermissions: [
          {
            IpProtocol: '6',
            FromPort: 22,
            ToPort: 22,
            IpRanges: [{ CidrIp: '10.0.0.0/8', Description: 'inside' }],
            Ipv6Ranges: [{ CidrIpv6: '::/0' }],
            UserIdGroupPairs: [{ GroupId: 'sg-0000000a' }],
          },
          { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '192.0.2.0/24' }] },
        ],
      }),
    );
    expect(SecurityGroupRules).toHaveLength(4);
    const described = await describeGroup();
    expect(described?.IpPermissions).toEqual([
      {
        IpProtocol: 'tcp',
        FromPort: 22,
        ToPort: 22,
        IpRanges: [{ CidrIp: '10.0.0.0/8', Description: 'inside' }, { CidrIp: '192.0.2.0/24' }],
        Ipv6Ranges: [{ CidrIpv6: '::/0' }],
        PrefixListIds: [],
        UserIdGroupPairs: [{ GroupId: 'sg-0000000a', UserId: account }],
      },
    ]);
    const first = `${SecurityGroupRules[0]?.SecurityGroupRuleId}`;
    await clients.ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, SecurityGroupRuleIds: [first] }));
    expect((await describeGroup())?.IpPermissions?.[0]?.IpRanges).toEqual([{ CidrIp: '192.0.2.0/24' }]);
  });

  it('of a default VPC pass over rules that are not there', async () => {
    const { clients, accounts } = await createGroup();
    await accounts.put('vpc', here, { vpcId: 'vpc-0a0a0a0a', isDefault: true, tags: [] });
    const answer = await clients.ec2.send(
      new RevokeSecurityGroupIngressCommand({ GroupId: 'sg-0000000a', IpPermissions: everywhere }),
    );
    expect(answer).toMatchObject({ Return: true, UnknownIpPermissions: [{ IpProtocol: '-1' }] });
  });

  it('can be deleted once no interface and no other group needs them', async () => {
    const { clients, GroupId } = await createGroup();
    const NetworkInterfaceId = 'eni-0000000a';
    const remove = () => clients.ec2.send(new DeleteSecurityGroupCommand({ GroupId: 'sg-0000000b' }));
    const referring = [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-0000000b' }] }];
    await clients.ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: referring }));
    await expect(remove()).rejects.toMatchObject({ name: 'DependencyViolation' });
    await clients.ec2.send(
      new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId, Groups: [`${GroupId}`] }),
    );
    await expect(remove()).rejects.toMatchObject({ name: 'DependencyViolation' });
    await clients.ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions: referring }));
    await expect(remove()).resolves.toMatchObject({ Return: true });
    await expect(remove()).rejects.toMatchObject({ name: 'InvalidGroup.NotFound' });
  });

  it('have new ids each, also for equal requests', async () => {
    const { clients, GroupId } = await createGroup();
    await clients.ec2.send(new DeleteSecurityGroupCommand({ GroupId }));
    const again = await clients.ec2.send(
      new CreateSecurityGroupCommand({ GroupName: 'quarantine', Description: 'd', VpcId: 'vpc-0a0a0a0a' }),
    );
    expect(again.GroupId).not.toBe(GroupId);
  });
});

test("an interface's groups are replaced as a whole, in the order given", async () => {
  const { clients } = await createWorld();
  await clients.ec2.send(
    new ModifyNetworkInterfaceAttributeCommand({
      NetworkInterfaceId: 'eni-0000000a',
      Groups: ['sg-0000000b', 'sg-0000000a', 'sg-0000000b'],
    }),
  );
  const { NetworkInterfaces } = await clients.ec2.send(
    new DescribeNetworkInterfacesCommand({ Filters: [{ Name: 'group-id', Values: ['sg-0000000b'] }] }),
  );
  expect(NetworkInterfaces).toMatchObject([
    {
      NetworkInterfaceId: 'eni-0000000a',
      Groups: [{ GroupId: 'sg-0000000b' }, { GroupId: 'sg-0000000a' }],
      Attachment: { InstanceId: instanceId },
    },
  ]);
});

describe('stopping and starting', () => {
  it('tells the way there and shows the end of it', async () => {
    const { clients } = await createWorld();
    const InstanceIds = [instanceId];
    const stopped = await clients.ec2.send(new StopInstancesCommand({ InstanceIds }));
    expect(stopped.StoppingInstances).toMatchObject([
      { PreviousState: { Name: 'running' }, CurrentState: { Name: 'stopping' } },
    ]);
    const again = await clients.ec2.send(new StopInstancesCommand({ InstanceIds }));
    expect(again.StoppingInstances).toMatchObject([
      { PreviousState: { Name: 'stopped' }, CurrentState: { Name: 'stopped' } },
    ]);
    const started = await clients.ec2.send(new StartInstancesCommand({ InstanceIds }));
    expect(started.StartingInstances).toMatchObject([{ CurrentState: { Name: 'pending' } }]);
  });

  it('renews the time of launch at each start, and at no other call', async () => {
    const { clients, clock } = await createWorld();
    const InstanceIds = [instanceId];
    const launched = async () => {
      const { Reservations } = await clients.ec2.send(new DescribeInstancesCommand({ InstanceIds }));
      return Reservations?.[0]?.Instances?.[0]?.LaunchTime?.toISOString();
    };
    const first = await launched();
    await clients.ec2.send(new StopInstancesCommand({ InstanceIds }));
    await clock.advance(60_000);
    expect(await launched()).toBe(first);
    await clients.ec2.send(new StartInstancesCommand({ InstanceIds }));
    expect(await launched()).toBe('2026-01-01T00:01:00.000Z');
    await clock.advance(60_000);
    await clients.ec2.send(new StartInstancesCommand({ InstanceIds }));
    expect(await launched()).toBe('2026-01-01T00:01:00.000Z');
  });

  it('is refused for a Spot Instance', async () => {
    const { clients, accounts } = await createWorld();
    const [instance] = accounts.snapshot(account).instance;
    if (!instance) throw new Error('no instance was seeded');
    await accounts.put('instance', here, { ...instance, spot: true });
    await expect(
      clients.ec2.send(new StopInstancesCommand({ InstanceIds: [instanceId] })),
    ).rejects.toMatchObject({ name: 'UnsupportedOperation' });
  });

  it('is refused while the instance is protected from it', async () => {
    const { clients } = await createWorld();
    await clients.ec2.send(
      new ModifyInstanceAttributeCommand({ InstanceId: instanceId, DisableApiStop: { Value: true } }),
    );
    await expect(
      clients.ec2.send(new StopInstancesCommand({ InstanceIds: [instanceId] })),
    ).rejects.toMatchObject({ name: 'OperationNotPermitted' });
  });

  it('is refused for a terminated instance', async () => {
    const { clients, accounts } = await createWorld();
    const [instance] = accounts.snapshot(account).instance;
    if (!instance) throw new Error('no instance was seeded');
    await accounts.put('instance', here, { ...instance, state: 'terminated', interfaces: [] });
    await expect(
      clients.ec2.send(new StartInstancesCommand({ InstanceIds: [instanceId] })),
    ).rejects.toMatchObject({ name: 'IncorrectInstanceState' });
  });
});

test.each([
  [{ DisableApiTermination: { Value: true } }, 'disableApiTermination'],
  [{ DisableApiStop: { Value: true } }, 'disableApiStop'],
  [{ InstanceInitiatedShutdownBehavior: { Value: 'terminate' } }, 'instanceInitiatedShutdownBehavior'],
  [{ SourceDestCheck: { Value: false } }, 'sourceDestCheck'],
] as const)('the attribute %o reads back as it was written', async (change, Attribute) => {
  const { clients } = await createWorld();
  await clients.ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: instanceId, ...change }));
  const read = await clients.ec2.send(
    new DescribeInstanceAttributeCommand({ InstanceId: instanceId, Attribute }),
  );
  expect(read).toMatchObject(change);
});

test('protection cannot be put on Spot instances', async () => {
  const { clients, accounts } = await createWorld();
  const [instance] = accounts.snapshot(account).instance;
  if (!instance) throw new Error('no instance was seeded');
  await accounts.put('instance', here, { ...instance, spot: true });
  const DisableApiTermination = { Value: true };
  await expect(
    clients.ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: instanceId, DisableApiTermination })),
  ).rejects.toMatchObject({ name: 'UnsupportedOperation' });
});

describe('snapshots', () => {
  const incident = [{ Key: 'incident', Value: 'incident-1' }];
  const take = new CreateSnapshotsCommand({
    InstanceSpecification: { InstanceId: instanceId },
    CopyTagsFromSource: 'volume',
    TagSpecifications: [{ ResourceType: 'snapshot', Tags: incident }],
  });
  const find = new DescribeSnapshotsCommand({ Filters: [{ Name: 'tag:incident', Values: ['incident-1'] }] });

  it('of an instance are one per volume, with its tags, and pending until time has passed', async () => {
    const { accounts, clients, clock } = await createWorld({ snapshotMs: 60_000 });
    const [data, root] = accounts.snapshot(account).volume;
    if (!data || !root) throw new Error('no volumes were seeded');
    await accounts.put('volume', here, { ...data, tags: [{ Key: 'team', Value: 'shop' }] });
    const { Snapshots = [] } = await clients.ec2.send(take);
    expect(Snapshots.map(({ State }) => State)).toEqual(['pending', 'pending']);
    expect(Snapshots.find(({ VolumeId }) => VolumeId === data.volumeId)?.Tags).toEqual([
      { Key: 'team', Value: 'shop' },
      ...incident,
    ]);
    await clock.advance(59_999);
    expect((await clients.ec2.send(find)).Snapshots?.map(({ State }) => State)).toEqual([
      'pending',
      'pending',
    ]);
    await clock.advance(1);
    expect((await clients.ec2.send(find)).Snapshots).toMatchObject([
      { State: 'completed', Progress: '100%' },
      { State: 'completed', Progress: '100%' },
    ]);
  });

  it('are completed at the next look when no time is asked for', async () => {
    const { clients } = await createWorld();
    expect((await clients.ec2.send(take)).Snapshots).toMatchObject([
      { State: 'pending' },
      { State: 'pending' },
    ]);
    expect((await clients.ec2.send(find)).Snapshots).toMatchObject([
      { State: 'completed' },
      { State: 'completed' },
    ]);
  });

  it('leave out the volumes that the call leaves out', async () => {
    const { clients } = await createWorld();
    const made = await clients.ec2.send(
      new CreateSnapshotsCommand({
        InstanceSpecification: { InstanceId: instanceId, ExcludeBootVolume: true },
      }),
    );
    expect(made.Snapshots).toMatchObject([{ VolumeSize: 100 }]);
  });
});

describe('tags', () => {
  const Resources = [instanceId, 'sg-0000000a'];
  const describeTags = new DescribeTagsCommand({
    Filters: [
      { Name: 'resource-id', Values: Resources },
      { Name: 'key', Values: ['te*'] },
    ],
  });

  it('are overwritten by key on all resources, and deleted only where the value fits', async () => {
    const { clients } = await createWorld();
    await clients.ec2.send(new CreateTagsCommand({ Resources, Tags: [{ Key: 'team', Value: 'soc' }] }));
    expect((await clients.ec2.send(describeTags)).Tags).toEqual([
      { ResourceId: instanceId, ResourceType: 'instance', Key: 'team', Value: 'soc' },
      { ResourceId: 'sg-0000000a', ResourceType: 'security-group', Key: 'team', Value: 'soc' },
    ]);
    await clients.ec2.send(new DeleteTagsCommand({ Resources, Tags: [{ Key: 'team', Value: 'shop' }] }));
    expect((await clients.ec2.send(describeTags)).Tags).toHaveLength(2);
    await clients.ec2.send(new DeleteTagsCommand({ Resources, Tags: [{ Key: 'team' }] }));
    expect((await clients.ec2.send(describeTags)).Tags).toEqual([]);
  });

  it('are put on all resources or on none', async () => {
    const { clients, accounts } = await createWorld();
    const before = accounts.snapshot(account);
    const command = new CreateTagsCommand({
      Resources: [instanceId, 'vol-99999999'],
      Tags: [{ Key: 'a', Value: 'b' }],
    });
    await expect(clients.ec2.send(command)).rejects.toMatchObject({ name: 'InvalidVolume.NotFound' });
    expect(accounts.snapshot(account)).toEqual(before);
  });

  it('of every resource are found by type', async () => {
    const { clients } = await createWorld();
    const Filters = [{ Name: 'resource-type', Values: ['instance'] }];
    expect((await clients.ec2.send(new DescribeTagsCommand({ Filters }))).Tags).toHaveLength(2);
  });
});

test('a profile is taken away, given back and replaced; each association has an id of its own', async () => {
  const { clients } = await createWorld();
  const InstanceId = instanceId;
  const describeAll = async () => {
    const Filters = [{ Name: 'instance-id', Values: [InstanceId] }];
    const found = await clients.ec2.send(new DescribeIamInstanceProfileAssociationsCommand({ Filters }));
    return found.IamInstanceProfileAssociations ?? [];
  };
  const [first] = await describeAll();
  expect(first).toMatchObject({ InstanceId, State: 'associated', IamInstanceProfile: { Arn: profileArn } });
  const AssociationId = first?.AssociationId;
  await clients.ec2.send(new DisassociateIamInstanceProfileCommand({ AssociationId }));
  expect(await describeAll()).toEqual([]);
  await clients.ec2.send(
    new AssociateIamInstanceProfileCommand({ InstanceId, IamInstanceProfile: { Name: 'web' } }),
  );
  const [second] = await describeAll();
  const replaced = await clients.ec2.send(
    new ReplaceIamInstanceProfileAssociationCommand({
      AssociationId: second?.AssociationId,
      IamInstanceProfile: { Arn: profileArn },
    }),
  );
  expect(replaced.IamInstanceProfileAssociation).toMatchObject({ State: 'associating' });
  const [third] = await describeAll();
  expect(new Set([first, second, third].map((association) => association?.AssociationId)).size).toBe(3);
});
