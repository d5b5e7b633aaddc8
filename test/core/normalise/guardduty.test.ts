import { describe, expect, test } from 'vitest';
import { dedupeKey, DedupeConfig } from '../../../core/dedupe/dedupe-key.ts';
import type { Finding, Resource } from '../../../core/finding.ts';
import type { JsonObject } from '../../../core/json.ts';
import { changeEvent } from '../../../core/change-event.ts';
import { loadEvent, loadExample } from '../../support/findings/load-event.ts';
import { normaliseOne } from '../../support/findings/normalise-event.ts';

const account = '111122223333';

/** What of a finding a case states; resources in full. */
type Expected = Partial<Omit<Finding, 'resources'>> & { resources: Resource[] };

const cases: Record<string, Expected> = {
  'guardduty-root': {
    type: 'Policy:IAMUser/RootCredentialUsage',
    severity: { label: 'LOW', score: 20 },
    actor: {
      kind: 'root',
      name: 'Root',
      principalId: account,
      accessKeyId: 'ASIAEXAMPLEROOT00001',
      userAgent: 'aws-cli/2.17.44',
    },
    resources: [
      {
        kind: 'iam-access-key',
        accessKeyId: 'ASIAEXAMPLEROOT00001',
        principalId: account,
        userName: 'Root',
        userType: 'Root',
      },
    ],
  },
  'guardduty-s3-object': {
    resources: [
      {
        kind: 's3-bucket',
        bucketName: 'example-uploads',
        arn: 'arn:aws:s3:::example-uploads',
        ownerId: 'CanonicalIdOfExampleOwner',
        objectKeys: ['in/evil.bin'],
      },
    ],
  },
  'guardduty-eks': {
    actor: { kind: 'kubernetes-user', name: 'system:serviceaccount:web:deployer', principalId: '6d1c' },
    resources: [
      {
        kind: 'eks-cluster',
        clusterName: 'prod',
        arn: 'arn:aws:eks:us-east-1:111122223333:cluster/prod',
        vpcId: 'vpc-0c1d2e3f405162738',
        tags: { env: 'prod' },
      },
      {
        kind: 'kubernetes-workload',
        name: 'privileged-shell',
        workloadType: 'pods',
        namespace: 'web',
        clusterName: 'prod',
        serviceAccount: 'default',
      },
      {
        kind: 'container',
        containerId: 'containerd://4f5e',
        name: 'shell',
        image: 'example.com/shell:1',
        namespace: 'web',
        clusterName: 'prod',
      },
    ],
  },
  'guardduty-ecs-runtime': {
    remotes: [{ domain: 'pool.minexmr.example' }],
    resources: [
      { kind: 'ecs-cluster', clusterName: 'batch', arn: 'arn:aws:ecs:us-east-1:111122223333:cluster/batch' },
      { kind: 'container', containerId: '0a1b-1', name: 'job', image: 'example.com/job:7' },
    ],
  },
  'guardduty-rds': {
    actor: { kind: 'database-user', name: 'app' },
    remotes: [
      {
        ip: '198.51.100.33',
        country: 'IN',
        city: 'Mumbai',
        asn: '64514',
        org: 'Example Ltd',
      },
    ],
    resources: [
      {
        kind: 'rds-instance',
        dbInstanceId: 'orders-1',
        dbClusterId: 'orders',
        engine: 'Aurora MySQL',
        userName: 'app',
        arn: 'arn:aws:rds:us-east-1:111122223333:db:orders-1',
      },
    ],
  },
  'guardduty-lambda': {
    resources: [
      {
        kind: 'lambda-function',
        functionName: 'resize-images',
        roleArn: 'arn:aws:iam::111122223333:role/resize-images',
        arn: 'arn:aws:lambda:us-east-1:111122223333:function:resize-images',
        tags: { team: 'media' },
      },
    ],
  },
  'guardduty-snapshot': {
    resources: [
      {
        kind: 'other',
        resourceType: 'ebsSnapshot',
        id: 'arn:aws:ec2:us-east-1::snapshot/snap-0a1b2c3d4e5f60718',
        arn: 'arn:aws:ec2:us-east-1::snapshot/snap-0a1b2c3d4e5f60718',
      },
    ],
  },
};

describe('GuardDuty findings', () => {
  test.each(Object.entries(cases))('%s gives its resources', (name, expected) => {
    expect(normaliseOne(loadEvent(name))).toMatchObject(expected);
    expect(normaliseOne(loadEvent(name)).resources).toStrictEqual(expected.resources);
  });

  test('an EC2 finding comes out whole', () => {
    expect(normaliseOne(loadEvent('guardduty-ec2'))).toStrictEqual({
      id: 'arn:aws:guardduty:us-east-1:111122223333:detector/12abc34d567e8fa901bc2d34e56789f0/finding/0fe6d59b829e40a7e5b42d3cfb1ae9b8',
      aliases: ['0fe6d59b829e40a7e5b42d3cfb1ae9b8'],
      source: 'guardduty',
      product: 'guardduty',
      origin: { via: 'file', account: null, trusted: true },
      type: 'Backdoor:EC2/C&CActivity.B',
      title: 'Command and control server contacted by EC2 instance i-0c3d4e5f6a7b89012.',
      description:
        'EC2 instance i-0c3d4e5f6a7b89012 is communicating with a known command and control server.',
      severity: { label: 'HIGH', score: 80 },
      account,
      region: 'us-east-1',
      partition: 'aws',
      createdAt: '2026-11-18T09:12:44.512Z',
      updatedAt: '2026-11-18T09:41:07.233Z',
      count: 7,
      sample: false,
      archived: false,
      resources: [
        {
          kind: 'ec2-instance',
          instanceId: 'i-0c3d4e5f6a7b89012',
          imageId: 'ami-0d1e2f30415263748',
          vpcId: 'vpc-0c1d2e3f405162738',
          subnetId: 'subnet-0b1c2d3e4f5061728',
          instanceProfileArn: 'arn:aws:iam::111122223333:instance-profile/web-tier',
          launchedAt: '2026-10-02T07:15:31.000Z',
          interfaces: [
            {
              networkInterfaceId: 'eni-0f1e2d3c4b5a69788',
              privateIp: '10.20.3.41',
              publicIp: '203.0.113.24',
              subnetId: 'subnet-0b1c2d3e4f5061728',
              vpcId: 'vpc-0c1d2e3f405162738',
              securityGroupIds: ['sg-0a1b2c3d4e5f60718'],
            },
          ],
          tags: { Name: 'web-14', team: 'storefront' },
        },
      ],
      remotes: [
        { ip: '198.51.100.9', port: 8443, country: 'CZ', city: 'Prague', asn: '64510', org: 'Example AS' },
      ],
      attack: { tactics: ['Command and Control'], techniques: [] },
      provider: { detectorId: '12abc34d567e8fa901bc2d34e56789f0' },
      raw: 'raw/1',
    });
  });

  test('the API form, listed or bare, gives the same as the event', () => {
    const event = normaliseOne(loadEvent('guardduty-ec2'));
    const api = loadEvent('guardduty-ec2-api');
    expect(normaliseOne(api)).toStrictEqual(event);
    const [bare] = api['Findings'] as JsonObject[];
    expect(normaliseOne(bare ?? {})).toStrictEqual(event);
  });

  test('an assumed role’s key brings the role, its session and the instance', () => {
    const { resources, actor } = normaliseOne(loadEvent('guardduty-assumed-role'));
    expect(resources.map(({ kind }) => kind)).toEqual(['ec2-instance', 'iam-access-key', 'iam-role']);
    expect(resources[2]).toStrictEqual({
      kind: 'iam-role',
      roleName: 'app-server-role',
      roleId: 'AROAEXAMPLEAPPROLE001',
      sessionName: 'i-0b2c3d4e5f6a78901',
    });
    expect(actor).toMatchObject({ kind: 'iam-role', name: 'app-server-role', userAgent: 'Boto3/1.35.20' });
  });

  test('a user’s key brings the user', () => {
    const { resources, actor } = normaliseOne(loadExample('iam-key-compromised'));
    expect(resources).toStrictEqual([
      {
        kind: 'iam-access-key',
        accessKeyId: 'AKIAEXAMPLEDEPLOY001',
        userName: 'deploy-bot',
        userType: 'IAMUser',
        principalId: 'AIDAEXAMPLEDEPLOY0001',
      },
      { kind: 'iam-user', userName: 'deploy-bot', userId: 'AIDAEXAMPLEDEPLOY0001' },
    ]);
    expect(actor?.kind).toBe('iam-user');
  });

  test('an S3 finding names every bucket and the caller', () => {
    const { resources } = normaliseOne(loadEvent('guardduty-s3-buckets'));
    expect(resources.map(({ kind }) => kind)).toEqual([
      'iam-access-key',
      'iam-role',
      's3-bucket',
      's3-bucket',
    ]);
  });

  test('a malware finding names the instance and its volumes', () => {
    const { resources } = normaliseOne(loadEvent('guardduty-ebs'));
    expect(resources[1]).toStrictEqual({
      kind: 'ebs-volume',
      volumeId: 'vol-0a1b2c3d4e5f60718',
      arn: 'arn:aws:ec2:us-east-1:111122223333:volume/vol-0a1b2c3d4e5f60718',
    });
  });

  test('a port probe lists every prober', () => {
    const { remotes } = normaliseOne(loadEvent('guardduty-port-probe'));
    expect(remotes.map(({ ip }) => ip)).toEqual(['198.51.100.1', '198.51.100.2']);
  });

  test('an attack sequence names its resources, actors, endpoints and indicators', () => {
    const { resources, remotes, attack, actor } = normaliseOne(loadEvent('guardduty-attack-sequence'));
    expect(resources.map(({ kind }) => kind)).toEqual([
      'ec2-instance',
      'ec2-instance',
      'other',
      'eks-cluster',
      'other',
      'iam-access-key',
      'iam-role',
    ]);
    expect(resources[0]).toMatchObject({
      instanceId: 'i-0a1b2c3d4e5f67890',
      interfaces: [
        {
          networkInterfaceId: 'eni-0aaa',
          privateIp: '10.20.3.50',
          publicIp: '203.0.113.50',
          securityGroupIds: ['sg-0aaa'],
        },
      ],
    });
    expect(resources[1]).toMatchObject({ instanceId: 'i-0b2c3d4e5f6a78901', account: '444455556666' });
    expect(remotes).toEqual([
      { ip: '198.51.100.66', port: 443, country: 'Norway', city: 'Oslo', asn: '64516', org: 'Example AS' },
      { domain: 'c2.example.net' },
    ]);
    expect(attack.tactics).toEqual(['Command and Control', 'Impact']);
    expect(attack.techniques).toEqual(['T1071.004 - Application Layer Protocol: DNS']);
    expect(actor).toMatchObject({ kind: 'iam-role', name: 'app-server-role' });
  });
});

test('the credentials of an attack sequence are looked for in the account of who used them', () => {
  const at = '/detail/service/detection/sequence/actors/0/user/account/uid';
  const event = changeEvent(loadEvent('guardduty-attack-sequence'), { [at]: '999988887777' });
  const credentials = normaliseOne(event).resources.filter(({ kind }) => kind.startsWith('iam-'));
  expect(credentials).toMatchObject([
    { kind: 'iam-access-key', account: '999988887777' },
    { kind: 'iam-role', roleName: 'app-server-role', account: '999988887777' },
  ]);
});

const routes: [string, string[]][] = [
  ['guardduty-ec2', ['guardduty-ec2-api', 'asff-ec2', 'ocsf-ec2']],
  ['guardduty-assumed-role', ['asff-assumed-role', 'ocsf-assumed-role']],
  ['guardduty-s3-buckets', ['asff-s3-buckets']],
];

describe('one GuardDuty finding by several routes', () => {
  const pairs = routes.flatMap(([direct, others]) => others.map((other) => [direct, other] as const));
  test.each(pairs)('%s and %s agree on what identifies and rates it', (direct, other) => {
    const essence = (name: string) => {
      const finding = normaliseOne(loadEvent(name));
      const {
        id,
        type,
        account: owner,
        region,
        partition,
        product,
        severity,
        sample,
        archived,
        count,
      } = finding;
      const { ip } = finding.remotes[0] ?? {};
      const key = dedupeKey(finding, DedupeConfig.parse(undefined));
      return { id, type, owner, region, partition, product, severity, sample, archived, count, ip, key };
    };
    expect(essence(other)).toEqual(essence(direct));
  });

  test.each(pairs)('%s and %s name the same principals and buckets', (direct, other) => {
    const named = (name: string) =>
      normaliseOne(loadEvent(name)).resources.filter(({ kind }) => kind.startsWith('iam-'));
    expect(named(other)).toEqual(named(direct));
  });

  test('each is known by GuardDuty’s short id too', () => {
    for (const name of ['guardduty-ec2', 'asff-ec2', 'ocsf-ec2']) {
      expect(normaliseOne(loadEvent(name)).aliases).toContain('0fe6d59b829e40a7e5b42d3cfb1ae9b8');
    }
  });
});
