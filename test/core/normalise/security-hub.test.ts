import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../core/json.ts';
import { normalise } from '../../../core/normalise/normalise.ts';
import { loadEvent } from '../../support/findings/load-event.ts';
import { context, normaliseOne, reasonOf } from '../../support/findings/normalise-event.ts';

/** The event with fields of its first finding replaced. */
function changed(name: string, change: JsonObject): JsonObject {
  const event = loadEvent(name);
  const detail = event['detail'] as JsonObject;
  const [first, ...others] = detail['findings'] as JsonObject[];
  return { ...event, detail: { ...detail, findings: [{ ...first, ...change }, ...others] } };
}

describe('Security Hub CSPM', () => {
  test('of several findings the malformed ones are rejected alone', () => {
    const result = normalise(loadEvent('asff-several'), context);
    expect(result).toMatchObject({
      kind: 'findings',
      findings: [{ product: 'securityhub' }, { product: 'inspector' }],
      rejected: [
        { index: 1, reason: expect.stringContaining('no usable id') as unknown },
        { index: 3, reason: expect.stringContaining('a JSON string') as unknown },
      ],
    });
  });

  test('a failed control is typed by its taxonomy and its number', () => {
    const finding = normaliseOne(loadEvent('asff-custom-action'));
    expect(finding.type).toBe('Software and Configuration Checks/Industry and Regulatory Standards/S3.8');
    expect(finding.resources).toMatchObject([{ kind: 's3-bucket', bucketName: 'example-open' }]);
  });

  test('what write-back needs is kept', () => {
    expect(normaliseOne(loadEvent('asff-ec2')).provider).toEqual({
      productArn: 'arn:aws:securityhub:us-east-1::product/aws/guardduty',
      detectorId: '12abc34d567e8fa901bc2d34e56789f0',
      workflowStatus: 'NEW',
    });
  });

  const states: [string, JsonObject, boolean][] = [
    ['an active, new finding', {}, false],
    ['a finding that somebody was told of', { Workflow: { Status: 'NOTIFIED' } }, false],
    ['a suppressed finding', { Workflow: { Status: 'SUPPRESSED' } }, true],
    ['a resolved finding', { Workflow: { Status: 'RESOLVED' } }, true],
    ['an archived record', { RecordState: 'ARCHIVED' }, true],
  ];
  test.each(states)('%s', (_title, change, archived) => {
    expect(normaliseOne(changed('asff-ec2', change)).archived).toBe(archived);
  });

  test('a custom action answers a finding even if it is suppressed', () => {
    expect(normaliseOne(loadEvent('asff-custom-action')).archived).toBe(false);
  });

  const own: [string, JsonObject][] = [
    [
      'by its product',
      {
        ProductArn: 'arn:aws:securityhub:us-east-1:111122223333:product/111122223333/default',
        ProductName: 'Tourniquet',
      },
    ],
    ['by Security Hub’s field', { ProductFields: { 'aws/securityhub/ProductName': 'tourniquet' } }],
    ['by a field of ours', { ProductFields: { 'tourniquet/incident': 'inc-1' } }],
  ];
  test.each(own)('a finding of our own is ignored, known %s', (_title, change) => {
    expect(reasonOf(normalise(changed('asff-ec2', change), context))).toMatch(
      /^ignored: .*Tourniquet itself/,
    );
  });

  test('an import that calls itself GuardDuty is typed alike, but never taken for GuardDuty', () => {
    const real = normaliseOne(loadEvent('asff-ec2'));
    const ProductArn = 'arn:aws:securityhub:us-east-1:111122223333:product/111122223333/default';
    const forged = normaliseOne(changed('asff-ec2', { ProductArn }));
    expect(forged).toMatchObject({ product: 'custom/guardduty', type: real.type });
    const names = new Set([real.id, ...real.aliases]);
    expect([forged.id, ...forged.aliases].filter((name) => names.has(name))).toEqual([]);
  });

  test('an import names nothing to contain in another account than its own; a product of AWS may', () => {
    const arn = 'arn:aws:ec2:us-east-1:444455556666:instance/i-0c3d4e5f6a7b89012';
    const Resources = [{ Type: 'AwsEc2Instance', Id: arn }];
    const ProductArn = 'arn:aws:securityhub:us-east-1:111122223333:product/111122223333/default';
    const [elsewhere] = normaliseOne(changed('asff-ec2', { Resources, ProductArn })).resources;
    expect(elsewhere).toMatchObject({
      kind: 'other',
      resourceType: 'ec2-instance',
      account: '444455556666',
      arn,
    });
    const [named] = normaliseOne(changed('asff-ec2', { Resources })).resources;
    expect(named).toMatchObject({ kind: 'ec2-instance', account: '444455556666' });
  });

  test('a check that passed is ignored', () => {
    const event = changed('asff-custom-action', {
      Compliance: { Status: 'PASSED', SecurityControlId: 'S3.8' },
    });
    expect(reasonOf(normalise(event, context))).toMatch(/^ignored: .*passed/);
  });

  test('a security group is told by its id, in whichever form a control names it', () => {
    const Type = 'AwsEc2SecurityGroup';
    const Id = 'arn:aws:ec2:us-east-1:111122223333:security-group/sg-0a1b2c3d';
    const details = { AwsEc2SecurityGroup: { GroupId: 'sg-0a1b2c3d', VpcId: 'vpc-0a1b2c3d' } };
    const group = { kind: 'security-group', groupId: 'sg-0a1b2c3d' };
    const read = (resource: JsonObject) =>
      normaliseOne(changed('asff-custom-action', { Resources: [resource] })).resources;
    expect(read({ Type, Id })).toMatchObject([group]);
    expect(read({ Type, Id, Details: details })).toMatchObject([{ ...group, vpcId: 'vpc-0a1b2c3d' }]);
  });

  test('AWS Health says what happened as the generator, and names a key without its type', () => {
    const health = {
      ProductArn: 'arn:aws:securityhub:us-east-1::product/aws/health',
      ProductName: 'Health',
      GeneratorId: 'AWS_RISK_CREDENTIALS_EXPOSED',
      Types: ['Software and Configuration Checks'],
      FindingProviderFields: {},
      Compliance: null,
    };
    const read = (Id: string) =>
      normaliseOne(changed('asff-custom-action', { ...health, Resources: [{ Type: 'Other', Id }] }));
    const exposed = read('AKIAEXAMPLEEXPOSED01');
    expect(exposed.type).toBe('Software and Configuration Checks/AWS_RISK_CREDENTIALS_EXPOSED');
    expect(exposed.resources).toEqual([{ kind: 'iam-access-key', accessKeyId: 'AKIAEXAMPLEEXPOSED01' }]);
    expect(read('111122223333').resources).toMatchObject([{ kind: 'other', id: '111122223333' }]);
  });

  const types: [string, string][] = [
    ['TTPs/Command and Control/CryptoCurrency:EC2-BitcoinTool.B!DNS', 'CryptoCurrency:EC2/BitcoinTool.B!DNS'],
    ['TTPs/Policy:IAMUser-RootCredentialUsage', 'Policy:IAMUser/RootCredentialUsage'],
    ['TTPs/Backdoor:EC2-C&CActivity.B', 'Backdoor:EC2/C&CActivity.B'],
    ['Unusual Behaviors/VM/Behavior:EC2-NetworkPortUnusual', 'Behavior:EC2/NetworkPortUnusual'],
    ['TTPs/AttackSequence:IAM-CompromisedCredentials', 'AttackSequence:IAM/CompromisedCredentials'],
    ['Recon:EC2/PortProbeUnprotectedPort', 'Recon:EC2/PortProbeUnprotectedPort'],
    ['TTPs/PenTest:IAMUser/KaliLinux', 'PenTest:IAMUser/KaliLinux'],
    ['TTPs/Credential Access/IAMUser-AnomalousBehavior', 'CredentialAccess:IAMUser/AnomalousBehavior'],
    ['TTPs/Discovery/RDS-MaliciousIPCaller', 'Discovery:RDS/MaliciousIPCaller'],
    ['TTPs/DefenseEvasion/EC2:Unusual-DNS-Resolver', 'DefenseEvasion:EC2/UnusualDNSResolver'],
    [
      'TTPs/AnomalousBehavior/Persistence:Kubernetes-WorkloadDeployed!ContainerWithSensitiveMount',
      'Persistence:Kubernetes/AnomalousBehavior.WorkloadDeployed!ContainerWithSensitiveMount',
    ],
    ['TTPs/Discovery/Discovery:Kubernetes-TorIPCaller', 'Discovery:Kubernetes/TorIPCaller'],
  ];
  test.each(types)('GuardDuty’s type %s is %s', (asff, type) => {
    const change = { Types: [asff], FindingProviderFields: {} };
    expect(normaliseOne(changed('asff-ec2', change)).type).toBe(type);
  });

  const severities: [string, JsonObject, { label: string; score: number }][] = [
    [
      'GuardDuty’s number',
      { Severity: { Product: 8.5, Label: 'HIGH', Normalized: 70 } },
      { label: 'HIGH', score: 85 },
    ],
    [
      'the provider’s original',
      { Severity: { Label: 'HIGH' }, FindingProviderFields: { Severity: { Original: '7.1' } } },
      { label: 'HIGH', score: 71 },
    ],
    [
      'the label alone',
      { Severity: { Label: 'HIGH' }, FindingProviderFields: {} },
      { label: 'HIGH', score: 80 },
    ],
    [
      'a label that a person changed',
      { Severity: { Product: 8, Label: 'LOW' }, FindingProviderFields: {} },
      { label: 'LOW', score: 20 },
    ],
    [
      'the normalised number alone',
      { Severity: { Normalized: 95 }, FindingProviderFields: {} },
      { label: 'CRITICAL', score: 90 },
    ],
    ['nothing at all', { Severity: {}, FindingProviderFields: {} }, { label: 'MEDIUM', score: 50 }],
  ];
  test.each(severities)('severity from %s', (_title, change, severity) => {
    expect(normaliseOne(changed('asff-ec2', change)).severity).toEqual(severity);
  });

  const resources: [string, JsonObject, object[]][] = [
    [
      'a user’s key',
      {
        Type: 'AwsIamAccessKey',
        Id: 'AWS::IAM::AccessKey:AKIAEXAMPLE0000001',
        Details: {
          AwsIamAccessKey: { PrincipalName: 'eve', PrincipalType: 'IAMUser', PrincipalId: 'AIDAEVE' },
        },
      },
      [
        { kind: 'iam-access-key', accessKeyId: 'AKIAEXAMPLE0000001', userName: 'eve' },
        { kind: 'iam-user', userName: 'eve' },
      ],
    ],
    [
      'a key of a session, with its issuer',
      {
        Type: 'AwsIamAccessKey',
        Id: 'AWS::IAM::AccessKey:ASIAEXAMPLE0000001',
        Details: {
          AwsIamAccessKey: {
            PrincipalType: 'AssumedRole',
            SessionContext: {
              SessionIssuer: {
                Type: 'Role',
                Arn: 'arn:aws:iam::111122223333:role/path/ops',
                UserName: 'ops',
              },
            },
          },
        },
      },
      [
        { kind: 'iam-access-key' },
        { kind: 'iam-role', roleName: 'ops', arn: 'arn:aws:iam::111122223333:role/path/ops' },
      ],
    ],
    [
      'a user with a path',
      { Type: 'AwsIamUser', Id: 'arn:aws:iam::111122223333:user/staff/eve' },
      [{ kind: 'iam-user', userName: 'eve' }],
    ],
    [
      'a role with a path',
      { Type: 'AwsIamRole', Id: 'arn:aws:iam::111122223333:role/service-role/r' },
      [{ kind: 'iam-role', roleName: 'r' }],
    ],
    ['a bucket', { Type: 'AwsS3Bucket', Id: 'arn:aws:s3:::b' }, [{ kind: 's3-bucket', bucketName: 'b' }]],
    [
      'an object',
      { Type: 'AwsS3Object', Id: 'arn:aws:s3:::b/k/1' },
      [{ kind: 's3-bucket', bucketName: 'b', objectKeys: ['k/1'], arn: 'arn:aws:s3:::b' }],
    ],
    [
      'an EKS cluster',
      { Type: 'AwsEksCluster', Id: 'arn:aws:eks:us-east-1:111122223333:cluster/c' },
      [{ kind: 'eks-cluster', clusterName: 'c' }],
    ],
    [
      'an ECS cluster',
      { Type: 'AwsEcsCluster', Id: 'arn:aws:ecs:us-east-1:111122223333:cluster/c' },
      [{ kind: 'ecs-cluster', clusterName: 'c' }],
    ],
    [
      'a function and version',
      { Type: 'AwsLambdaFunction', Id: 'arn:aws:lambda:us-east-1:111122223333:function:f:3' },
      [{ kind: 'lambda-function', functionName: 'f' }],
    ],
    [
      'a database',
      {
        Type: 'AwsRdsDbInstance',
        Id: 'arn:aws:rds:us-east-1:111122223333:db:d',
        Details: { AwsRdsDbInstance: { DBInstanceIdentifier: 'd', Engine: 'mysql' } },
      },
      [{ kind: 'rds-instance', dbInstanceId: 'd', engine: 'mysql' }],
    ],
    [
      'a container',
      { Type: 'Container', Id: 'c-1', Details: { Container: { Name: 'web', ImageName: 'i:1' } } },
      [{ kind: 'container', containerId: 'c-1', name: 'web', image: 'i:1' }],
    ],
    [
      'a volume',
      { Type: 'AwsEc2Volume', Id: 'arn:aws:ec2:us-east-1:111122223333:volume/vol-1' },
      [{ kind: 'ebs-volume', volumeId: 'vol-1' }],
    ],
    [
      'a kind without a model',
      { Type: 'AwsKmsKey', Id: 'arn:aws:kms:eu-west-1:111122223333:key/1' },
      [{ kind: 'other', resourceType: 'AwsKmsKey', region: 'eu-west-1' }],
    ],
    ['nothing usable', { Type: 'AwsS3Bucket' }, []],
  ];
  test.each(resources)('resource: %s', (_title, resource, expected) => {
    const found = normaliseOne(changed('asff-ec2', { Resources: [resource] })).resources;
    expect(found).toHaveLength(expected.length);
    expect(found).toMatchObject(expected);
  });

  test('remotes come from ProductFields where there is no Action, lists included', () => {
    const prefix = 'aws/guardduty/service/action/portProbeAction/portProbeDetails';
    const event = changed('asff-ec2', {
      Action: null,
      ProductFields: {
        [`${prefix}.0_/remoteIpDetails/ipAddressV4`]: '198.51.100.1',
        [`${prefix}.0_/remoteIpDetails/country/countryName`]: 'France',
        [`${prefix}.1_/remoteIpDetails/ipAddressV4`]: '198.51.100.2',
        'aws/guardduty/service/count': '12',
        'aws/guardduty/service/additionalInfo': '',
        'aws/guardduty/service/__proto__/polluted': 'yes',
      },
    });
    const { remotes, count } = normaliseOne(event);
    expect(remotes).toEqual([{ ip: '198.51.100.1', country: 'France' }, { ip: '198.51.100.2' }]);
    expect(count).toBe(12);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('remotes come from Network by its direction', () => {
    const network = { SourceIpV4: '198.51.100.7', DestinationIpV4: '203.0.113.7', DestinationPort: 22 };
    const ips = (Direction: string) =>
      normaliseOne(
        changed('asff-ec2', { Action: null, ProductFields: {}, Network: { ...network, Direction } }),
      ).remotes;
    expect(ips('IN')).toEqual([{ ip: '198.51.100.7' }]);
    expect(ips('OUT')).toEqual([{ ip: '203.0.113.7', port: 22 }]);
  });
});

describe('Security Hub (OCSF)', () => {
  test('a compliance finding', () => {
    expect(normaliseOne(loadEvent('ocsf-compliance'))).toMatchObject({
      source: 'securityhub-v2',
      product: 'securityhub',
      type: 'Software and Configuration Checks/Industry and Regulatory Standards/S3.1',
      severity: { label: 'HIGH', score: 80 },
      resources: [{ kind: 's3-bucket', bucketName: 'example-open', arn: 'arn:aws:s3:::example-open' }],
      provider: { metadataUid: 'abc123', workflowStatus: 'New' },
    });
  });

  const states: [string, JsonObject, string | boolean][] = [
    ['new', { status_id: 1 }, false],
    ['suppressed', { status_id: 3 }, true],
    ['resolved', { status_id: 4 }, true],
    ['closed', { activity_id: 3 }, true],
    ['a check that passed', { compliance: { status_id: 1 } }, 'ignored'],
  ];
  test.each(states)('state: %s', (_title, change, expected) => {
    const event = changed('ocsf-ec2', change);
    if (expected === 'ignored') expect(normalise(event, context).kind).toBe('ignored');
    else expect(normaliseOne(event).archived).toBe(expected);
  });

  test('ATT&CK names come along', () => {
    expect(normaliseOne(loadEvent('ocsf-ec2')).attack).toEqual({
      tactics: ['Command and Control'],
      techniques: ['T1071 - Application Layer Protocol'],
    });
  });
});

type Change = (finding: JsonObject) => Json;
const inside =
  (key: string, change: JsonObject): Change =>
  (finding) => ({ ...finding, [key]: { ...(finding[key] as JsonObject), ...change } });
const service = (additionalInfo: Json) => inside('service', { additionalInfo });
const fields = (change: JsonObject) => inside('ProductFields', change);

const samples: [string, string, Change][] = [
  ['GuardDuty, flag', 'guardduty-ec2', service({ sample: true })],
  ['GuardDuty, flag as text', 'guardduty-ec2', service({ sample: 'true' })],
  ['GuardDuty, flag in the value', 'guardduty-ec2', service({ value: '{"sample":true}', type: 'default' })],
  [
    'GuardDuty, flag as text in the value',
    'guardduty-ec2',
    service({ value: '{"sample":"true"}', type: 'default' }),
  ],
  ['GuardDuty, API form', 'guardduty-ec2', service({ Value: '{"sample":true}', Type: 'default' })],
  ['GuardDuty, title', 'guardduty-ec2', (finding) => ({ ...finding, title: '[SAMPLE] Bitcoin …' })],
  ['ASFF, flag', 'asff-ec2', (finding) => ({ ...finding, Sample: true })],
  ['ASFF, field', 'asff-ec2', fields({ 'aws/guardduty/service/additionalInfo/sample': 'true' })],
  [
    'ASFF, value field',
    'asff-ec2',
    fields({ 'aws/guardduty/service/additionalInfo/value': '{"sample":true}' }),
  ],
  ['ASFF, title', 'asff-ec2', (finding) => ({ ...finding, Title: '[SAMPLE] Bitcoin …' })],
  ['OCSF, evidence', 'ocsf-ec2', (finding) => ({ ...finding, evidences: [{ data: { sample: true } }] })],
  [
    'OCSF, evidence value',
    'ocsf-ec2',
    (finding) => ({ ...finding, evidences: [{ data: '{"sample":true}' }] }),
  ],
  [
    'OCSF, unmapped',
    'ocsf-ec2',
    (finding) => ({ ...finding, unmapped: { additional_info: { sample: true } } }),
  ],
  ['OCSF, title', 'ocsf-ec2', inside('finding_info', { title: '[SAMPLE] x' })],
  [
    'OCSF, generated names',
    'ocsf-ec2',
    (finding) => ({
      ...finding,
      resources: [{ type: 'AWS::IAM::AccessKey', uid: 'GeneratedFindingAccessKeyId' }],
    }),
  ],
];

describe('samples that AWS generated', () => {
  test.each(samples)('%s', (_title, name, change) => {
    const event = loadEvent(name);
    const detail = event['detail'] as JsonObject;
    const { findings } = detail;
    const altered = Array.isArray(findings)
      ? { findings: findings.map((item: JsonObject) => change(item)) }
      : change(detail);
    expect(normaliseOne({ ...event, detail: altered }).sample).toBe(true);
    expect(normaliseOne(event).sample).toBe(false);
  });

  test.each([
    ['a flag that says no', { sample: false }],
    ['a value that says no', { value: '{"sample":false}' }],
    ['a value that is no JSON', { value: 'sample: true' }],
    ['no object', 'sample'],
  ])('%s is none', (_title, info) => {
    const event = loadEvent('guardduty-ec2');
    const detail = service(info)(event['detail'] as JsonObject);
    expect(normaliseOne({ ...event, detail }).sample).toBe(false);
  });
});
