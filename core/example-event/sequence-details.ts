import type { JsonObject } from '../json.ts';
import { account, region } from './resource-details.ts';

const common = { accountId: account, region, cloudPartition: 'aws', tags: [] };

const key = {
  ...common,
  uid: 'AKIAEXAMPLEBUILD0001',
  resourceType: 'ACCESS_KEY',
  region: 'global',
  data: {
    accessKey: { principalId: 'AIDAEXAMPLEBUILD00001', userName: 'build-agent', userType: 'IAMUser' },
  },
};

const bucket = {
  ...common,
  uid: 'arn:aws:s3:::example-build-artifacts',
  name: 'example-build-artifacts',
  resourceType: 'S3_BUCKET',
  data: { s3Bucket: { publicReadAccess: 'BLOCKED', publicWriteAccess: 'BLOCKED' } },
};

const instance = {
  ...common,
  uid: `arn:aws:ec2:${region}:${account}:instance/i-0b2c3d4e5f6a78901`,
  name: 'i-0b2c3d4e5f6a78901',
  resourceType: 'EC2_INSTANCE',
  data: { ec2Instance: { instanceType: 'm6i.large', instanceState: 'running' } },
};

const cluster = (service: 'eks' | 'ecs') => ({
  ...common,
  uid: `arn:aws:${service}:${region}:${account}:cluster/storefront`,
  name: 'storefront',
  resourceType: `${service.toUpperCase()}_CLUSTER`,
  data: { [`${service}Cluster`]: { status: 'ACTIVE' } },
});

/** By what the type says was compromised. */
const resources: ReadonlyMap<string, readonly JsonObject[]> = new Map([
  ['EC2', [instance]],
  ['ECS', [cluster('ecs'), instance]],
  ['EKS', [cluster('eks'), instance]],
  ['IAM', [key, bucket]],
  ['S3', [key, bucket]],
]);

const actor = {
  id: 'iamUser:AIDAEXAMPLEBUILD00001',
  user: {
    name: 'build-agent',
    uid: 'AIDAEXAMPLEBUILD00001',
    type: 'IAMUser',
    credentialUid: 'AKIAEXAMPLEBUILD0001',
    account: { uid: account },
  },
};

/** `service.detection` of an attack sequence: its resources stand there and nowhere else. */
export function sequenceDetailsFor(type: string): JsonObject {
  const [, affected = ''] = /^AttackSequence:([^/]+)\//.exec(type) ?? [];
  const named = resources.get(affected) ?? [instance];
  const actors = affected === 'IAM' || affected === 'S3' ? [actor] : [];
  const endpoints = [{ id: '198.51.100.203', ip: '198.51.100.203', port: 0 }];
  return { sequence: { uid: 'seq-0001', actors, resources: named, endpoints, signals: [] } };
}
