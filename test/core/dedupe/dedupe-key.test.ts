import { describe, expect, test } from 'vitest';
import { DedupeConfig, dedupeKey, primaryResource } from '../../../core/dedupe/dedupe-key.ts';
import type { Finding, Resource } from '../../../core/finding.ts';
import { loadEvent } from '../../support/findings/load-event.ts';
import { normaliseOne } from '../../support/findings/normalise-event.ts';

const config = DedupeConfig.parse(undefined);
const base = normaliseOne(loadEvent('guardduty-ec2'));

const instance: Resource = { kind: 'ec2-instance', instanceId: 'i-1', interfaces: [] };
const role: Resource = { kind: 'iam-role', roleName: 'r' };
const key: Resource = { kind: 'iam-access-key', accessKeyId: 'AKIA1' };
const user: Resource = { kind: 'iam-user', userName: 'u' };
const bucket: Resource = { kind: 's3-bucket', bucketName: 'b' };
const cluster: Resource = { kind: 'eks-cluster', clusterName: 'c' };
const other: Resource = { kind: 'other', resourceType: 'AwsKmsKey', id: 'k' };

describe('primaryResource', () => {
  const cases: [string, Resource[], string][] = [
    ['Backdoor:EC2/Spambot', [role, instance], 'ec2-instance:i-1'],
    ['CredentialAccess:IAMUser/CompromisedCredentials', [user, key], 'iam-access-key:AKIA1'],
    [
      'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS',
      [instance, key, role],
      'iam-role:r',
    ],
    ['AttackSequence:IAM/CompromisedCredentials', [bucket, key, user], 'iam-access-key:AKIA1'],
    ['Exfiltration:S3/AnomalousBehavior', [key, role, bucket], 's3-bucket:b'],
    ['Execution:Kubernetes/ExecInKubeSystemPod', [instance, cluster], 'eks-cluster:c'],
    ['CryptoCurrency:Runtime/BitcoinTool.B', [cluster, instance], 'ec2-instance:i-1'],
    ['Policy:S3/AccountBlockPublicAccessDisabled', [key, user], 'iam-access-key:AKIA1'],
    ['Software and Configuration Checks/S3.8', [other, bucket], 's3-bucket:b'],
    ['Anything:New/Thing', [other], 'other:k'],
    ['Anything:New/Thing', [], 'other:111122223333'],
  ];
  test.each(cases)('%s of %j is %s', (type, resources, expected) => {
    const { kind, id } = primaryResource({ ...base, type, resources });
    expect(`${kind}:${id}`).toBe(expected);
  });
});

describe('dedupeKey', () => {
  const keyOf = (change: Partial<Finding>, overrides = {}) =>
    dedupeKey({ ...base, ...change }, { ...config, ...overrides });

  test('is account, region, type and primary resource', () => {
    expect(keyOf({})).toBe(
      '111122223333|us-east-1|Backdoor:EC2/C&CActivity.B|ec2-instance:i-0c3d4e5f6a7b89012',
    );
  });

  test.each<[string, Partial<Finding>]>([
    ['another finding id', { id: 'x' }],
    ['another time', { updatedAt: '2026-01-01T00:00:00Z' }],
    ['another severity', { severity: { label: 'LOW', score: 20 } }],
    ['another route', { source: 'securityhub' }],
  ])('stays the same with %s', (_title, change) => {
    expect(keyOf(change)).toBe(keyOf({}));
  });

  test.each<[string, Partial<Finding>]>([
    ['account', { account: '444455556666' }],
    ['region', { region: 'eu-west-1' }],
    ['type', { type: 'Backdoor:EC2/Spambot' }],
    ['resource', { resources: [instance] }],
  ])('differs by %s', (_title, change) => {
    expect(keyOf(change)).not.toBe(keyOf({}));
  });

  test('leaves the region out for IAM, which has none', () => {
    const iam = { type: 'CredentialAccess:IAMUser/CompromisedCredentials', resources: [key] };
    expect(keyOf({ ...iam, region: 'eu-west-1' })).toBe(keyOf({ ...iam, region: 'us-east-1' }));
  });

  test('takes its fields from the configuration', () => {
    expect(keyOf({}, { fields: ['resource', 'product'] })).toBe('ec2-instance:i-0c3d4e5f6a7b89012|guardduty');
  });

  test('no value can imitate the parts of another key', () => {
    const crafted = keyOf({ type: 'a|b', region: 'c' }, { fields: ['region', 'type'] });
    const plain = keyOf({ type: 'b', region: 'c|a' }, { fields: ['region', 'type'] });
    expect(crafted).not.toBe(plain);
    expect(crafted).toBe('c|a%7Cb');
  });

  test.each([[{ fields: [] }], [{ fields: ['colour'] }], [{ windowHours: 0 }], [{ window: 5 }]])(
    'configuration %j is refused',
    (input) => {
      expect(DedupeConfig.safeParse(input).success).toBe(false);
    },
  );
});
