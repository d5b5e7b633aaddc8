import * as fc from 'fast-check';
import { CreateTagsCommand, ModifyNetworkInterfaceAttributeCommand } from '@aws-sdk/client-ec2';
import { UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import { PutPublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { describe, expect, it, test } from 'vitest';
import type { Finding, Resource } from '../../../core/finding.ts';
import { createSimulatedAccounts } from '../../../runtime/account/simulated-accounts.ts';
import { openDatabase } from '../../../runtime/store/database.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { account, createWorld, ec2Instance, instanceId, keyId, makeFinding, region } from './world.ts';

async function seeded(...findings: readonly Finding[]) {
  const accounts = createSimulatedAccounts({
    database: openDatabase(':memory:'),
    clock: createManualClock(),
  });
  for (const finding of findings) await accounts.seed(finding);
  return accounts;
}

const pictureOf = async (...named: readonly Resource[]) =>
  (await seeded(makeFinding(named))).snapshot(account);

describe('an instance of an Auto Scaling group', () => {
  const inGroup = (id: string): Resource => ({
    ...(ec2Instance as Extract<Resource, { kind: 'ec2-instance' }>),
    instanceId: id,
    interfaces: [],
    tags: { 'aws:autoscaling:groupName': 'shop' },
  });

  it('has two others beside it in service, of the same role', async () => {
    const picture = await pictureOf(inGroup(instanceId));
    const [group] = picture['scaling-group'];
    expect(group).toMatchObject({ name: 'shop', minSize: 2, desiredCapacity: 3 });
    const members = group?.members.map((member) => member.instanceId).toSorted();
    expect(members).toContain(instanceId);
    expect(picture.instance.map((item) => item.instanceId)).toEqual(members);
    expect(new Set(picture.instance.map(({ profile }) => profile?.arn)).size).toBe(1);
    const [targetGroup] = picture['target-group'];
    expect(group?.targetGroupArns).toEqual([targetGroup?.arn]);
    expect(targetGroup).toMatchObject({ name: 'shop', vpcId: picture.instance[0]?.vpcId });
    expect(targetGroup?.targets.map(({ id }) => id)).toEqual(members);
  });

  it('joins a group that another instance brought, once', async () => {
    const second = inGroup('i-00000000000000002');
    const finding = makeFinding([inGroup(instanceId), second]);
    const accounts = await seeded(finding, makeFinding([second]));
    const [group, ...more] = accounts.snapshot(account)['scaling-group'];
    expect(more).toEqual([]);
    expect(group).toMatchObject({ desiredCapacity: 4 });
    expect(group?.members).toHaveLength(4);
    expect(accounts.snapshot(account)['target-group']).toMatchObject([{ targets: { length: 4 } }]);
  });

  it('has no group without the tag', async () => {
    expect((await pictureOf(ec2Instance))['scaling-group']).toEqual([]);
  });
});

describe('an instance', () => {
  it('stands as the finding describes it', async () => {
    const picture = await pictureOf(ec2Instance);
    expect(picture.instance).toMatchObject([{ instanceId, interfaces: ['eni-0000000a', 'eni-0000000b'] }]);
    expect(picture['network-interface']).toMatchObject([
      { groups: ['sg-0000000a', 'sg-0000000b'], attachment: { instanceId, deviceIndex: 0 } },
      { groups: ['sg-0000000a'], attachment: { instanceId, deviceIndex: 1 } },
    ]);
    expect(picture.role).toMatchObject([{ roleName: 'web' }]);
    expect(picture['instance-profile']).toMatchObject([{ name: 'web', path: '/', roles: ['web'] }]);
  });

  it('has everything that an instance needs when the finding says nothing but its id', async () => {
    const picture = await pictureOf({ kind: 'ec2-instance', instanceId, interfaces: [] });
    const [networkInterface] = picture['network-interface'];
    expect(picture.instance).toMatchObject([
      {
        state: 'running',
        vpcId: networkInterface?.vpcId,
        interfaces: [networkInterface?.networkInterfaceId],
      },
    ]);
    expect(networkInterface?.groups).toHaveLength(1);
    expect(picture['security-group'].map(({ groupId }) => groupId)).toContain(networkInterface?.groups[0]);
    expect(picture.volume).toHaveLength(2);
    expect(picture.role).toHaveLength(1);
  });

  it('is made up in the same way each time', async () => {
    const bare: Resource = { kind: 'ec2-instance', instanceId, interfaces: [] };
    expect(await pictureOf(bare)).toEqual(await pictureOf(bare));
  });

  it('runs under the role whose session it is', async () => {
    const arn = `arn:aws:iam::${account}:instance-profile/apps/api-profile`;
    const picture = await pictureOf({ ...ec2Instance, instanceProfileArn: arn } as Resource, {
      kind: 'iam-role',
      roleName: 'api',
      roleId: 'AROAEXAMPLE',
      sessionName: instanceId,
    });
    expect(picture['instance-profile']).toMatchObject([
      { name: 'api-profile', path: '/apps/', roles: ['api'] },
    ]);
    expect(picture.role).toMatchObject([{ roleName: 'api', roleId: 'AROAEXAMPLE' }]);
  });

  it('has the volumes that the finding names attached to it', async () => {
    const picture = await pictureOf(
      { kind: 'ebs-volume', volumeId: 'vol-0000000a', tags: { team: 'shop' } },
      ec2Instance,
    );
    expect(picture.instance[0]?.volumes).toEqual([expect.stringMatching(/^vol-/), 'vol-0000000a']);
    expect(picture.volume.find(({ volumeId }) => volumeId === 'vol-0000000a')).toMatchObject({
      attachment: { instanceId, device: '/dev/xvdb' },
      tags: [{ Key: 'team', Value: 'shop' }],
    });
  });

  it('stands in its own account and region', async () => {
    const elsewhere = { ...ec2Instance, account: '999999999999', region: 'eu-west-1' };
    const accounts = await seeded(makeFinding([elsewhere]));
    expect(accounts.snapshot(account).instance).toEqual([]);
    expect(accounts.snapshot('999999999999', 'us-east-1').instance).toEqual([]);
    expect(accounts.snapshot('999999999999', 'eu-west-1').instance).toHaveLength(1);
    expect(accounts.snapshot('999999999999', 'eu-west-1').role).toHaveLength(1);
  });
});

test.each([
  ['Software and Configuration Checks/AWS Security Best Practices/EC2.13', [443, 22]],
  ['Software and Configuration Checks/AWS Security Best Practices/EC2.53', [443, 22, 3389]],
  ['Software and Configuration Checks/AWS Security Best Practices/EC2.2', [443]],
  ['Recon:EC2/PortProbeUnprotectedPort', [443, 22, 9200]],
  ['Recon:EC2/PortProbeEMRUnprotectedPort', [443, 8088]],
])('a finding of type %s is there because its group opens %j', async (type, ports) => {
  const group: Resource = { kind: 'security-group', groupId: 'sg-0000000c' };
  const instance: Resource = {
    kind: 'ec2-instance',
    instanceId,
    interfaces: [{ networkInterfaceId: 'eni-0000000a', securityGroupIds: ['sg-0000000c'] }],
  };
  for (const named of [group, instance]) {
    const accounts = await seeded({ ...makeFinding([named]), type });
    const found = accounts
      .snapshot(account)
      ['security-group'].find(({ groupId }) => groupId === 'sg-0000000c');
    expect(found?.ingress.map(({ fromPort }) => fromPort)).toEqual(ports);
  }
});

const key = { kind: 'iam-access-key', accessKeyId: keyId, userName: 'alice' } as const;

test.each<[title: string, named: Resource, expected: object]>([
  [
    'a key stands active beside an older one of its user',
    { ...key, principalId: 'AIDAEXAMPLE' },
    {
      user: [{ userName: 'alice', userId: 'AIDAEXAMPLE' }],
      'access-key': [{ status: 'Active' }, { status: 'Active' }],
    },
  ],
  ['a key of an unnamed user gets one', { kind: 'iam-access-key', accessKeyId: keyId }, { user: [{}] }],
  [
    'a temporary key is no IAM entity',
    { ...key, accessKeyId: 'ASIAIOSFODNN7EXAMPLE', userType: 'AssumedRole' },
    { user: [], 'access-key': [] },
  ],
  [
    "root's key is no IAM entity",
    { ...key, userName: 'Root', userType: 'Root' },
    { user: [], 'access-key': [] },
  ],
  [
    'a user has the path of its ARN',
    { kind: 'iam-user', userName: 'bob', arn: `arn:aws:iam::${account}:user/team/bob` },
    { user: [{ path: '/team/', arn: `arn:aws:iam::${account}:user/team/bob` }] },
  ],
  [
    'a role of a session has a trust and a policy',
    { kind: 'iam-role', roleName: 'deploy', arn: `arn:aws:sts::${account}:assumed-role/deploy/ci` },
    {
      role: [{ path: '/', attached: [expect.any(String)], trust: expect.stringContaining('sts:AssumeRole') }],
    },
  ],
  [
    'a service-linked role has its path',
    { kind: 'iam-role', roleName: 'AWSServiceRoleForSupport' },
    { role: [{ path: expect.stringMatching(/^\/aws-service-role\//) }] },
  ],
  [
    'a role of Identity Center has its path',
    { kind: 'iam-role', roleName: 'AWSReservedSSO_Admin_0123' },
    { role: [{ path: '/aws-reserved/sso.amazonaws.com/' }] },
  ],
  [
    'a bucket is public unless the finding says otherwise',
    { kind: 's3-bucket', bucketName: 'reports' },
    { bucket: [{ publicAccessBlock: null, publicAcl: true, policy: expect.any(String) }] },
  ],
  [
    'a bucket that is not public is private',
    { kind: 's3-bucket', bucketName: 'reports', effectivePermission: 'NOT_PUBLIC' },
    { bucket: [{ publicAcl: false, policy: null }] },
  ],
  [
    'a function stands with its role',
    {
      kind: 'lambda-function',
      functionName: 'f',
      roleArn: `arn:aws:iam::${account}:role/service-role/f-role`,
    },
    {
      role: [{ roleName: 'f-role', path: '/service-role/' }],
      'lambda-function': [
        {
          functionName: 'f',
          arn: `arn:aws:lambda:${region}:${account}:function:f`,
          roleArn: `arn:aws:iam::${account}:role/service-role/f-role`,
          reservedConcurrency: null,
        },
      ],
    },
  ],
  [
    'a function without a known role has one that is made up',
    { kind: 'lambda-function', functionName: 'f' },
    {
      role: [{ roleName: 'role-of-f' }],
      'lambda-function': [{ roleArn: `arn:aws:iam::${account}:role/role-of-f` }],
    },
  ],
  [
    'a volume stands alone where no instance is named',
    { kind: 'ebs-volume', volumeId: 'vol-0000000a' },
    { volume: [{ volumeId: 'vol-0000000a', attachment: null }] },
  ],
  ['other kinds are passed over', { kind: 'other', resourceType: 'AwsThing', id: 'x' }, { instance: [] }],
])('%s', async (_title, named, expected) => {
  expect(await pictureOf(named)).toMatchObject(expected);
});

test.each<[title: string, changes: Partial<Finding>, hub: object, guardduty: readonly object[]]>([
  ["GuardDuty's stands in both services", {}, { workflowStatus: 'NEW' }, [{ archived: false }]],
  [
    "another product's stands in Security Hub alone",
    { id: 'finding-1', product: 'inspector', provider: { productArn: 'arn:product', metadataUid: 'uid' } },
    { id: 'finding-1', productArn: 'arn:product', metadataUid: 'uid' },
    [],
  ],
  [
    'a GuardDuty id that is no ARN is under its detector',
    { id: 'abc', provider: { detectorId: 'det' } },
    { id: 'abc' },
    [{ id: 'abc', detectorId: 'det', arn: expect.stringContaining(':detector/det/finding/abc') }],
  ],
])('the finding itself: %s', async (_title, changes, hub, guardduty) => {
  const picture = (await seeded(makeFinding([], changes))).snapshot(account);
  expect(picture['hub-finding']).toMatchObject([hub]);
  expect(picture['guardduty-finding']).toMatchObject(guardduty);
});

test('seeding never undoes what was changed since', async () => {
  const { accounts, clients } = await createWorld();
  await clients.ec2.send(
    new ModifyNetworkInterfaceAttributeCommand({
      NetworkInterfaceId: 'eni-0000000a',
      Groups: ['sg-0000000b'],
    }),
  );
  await clients.ec2.send(
    new CreateTagsCommand({ Resources: [instanceId], Tags: [{ Key: 'a', Value: 'b' }] }),
  );
  await clients.iam.send(
    new UpdateAccessKeyCommand({ UserName: 'alice', AccessKeyId: keyId, Status: 'Inactive' }),
  );
  await clients.s3.send(
    new PutPublicAccessBlockCommand({ Bucket: 'reports', PublicAccessBlockConfiguration: {} }),
  );
  const before = accounts.snapshot(account);
  await accounts.seed(makeFinding([ec2Instance, key, { kind: 's3-bucket', bucketName: 'reports' }]));
  expect(accounts.snapshot(account)).toEqual(before);
});

const name = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor');
const resource: fc.Arbitrary<Resource> = fc.oneof(
  fc.record({
    kind: fc.constant('ec2-instance' as const),
    instanceId: name,
    interfaces: fc.array(
      fc.record({ networkInterfaceId: name, securityGroupIds: fc.array(name, { maxLength: 3 }) }),
      { maxLength: 3 },
    ),
  }),
  fc.record({ kind: fc.constant('iam-access-key' as const), accessKeyId: name, userName: name }),
  fc.record({ kind: fc.constant('iam-user' as const), userName: name }),
  fc.record({ kind: fc.constant('iam-role' as const), roleName: name, sessionName: name }),
  fc.record({ kind: fc.constant('s3-bucket' as const), bucketName: name }),
);
const findings = fc.array(fc.record({ named: fc.array(resource, { maxLength: 4 }), id: name }), {
  maxLength: 4,
});

test('seeding again changes nothing, and the next process finds what this one left', async () => {
  await fc.assert(
    fc.asyncProperty(findings, async (drawn) => {
      const database = openDatabase(':memory:');
      const clock = createManualClock();
      const accounts = createSimulatedAccounts({ database, clock });
      const made = drawn.map(({ named, id }) => makeFinding(named, { id }));
      for (const finding of made) await accounts.seed(finding);
      const picture = accounts.snapshot(account, region);
      for (const finding of made) await accounts.seed(finding);
      expect(accounts.snapshot(account, region)).toEqual(picture);
      const next = createSimulatedAccounts({ database, clock });
      expect(next.snapshot(account, region)).toEqual(picture);
      database.close();
    }),
    { numRuns: 60 },
  );
});
