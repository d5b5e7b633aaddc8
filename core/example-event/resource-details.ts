import type { JsonObject } from '../json.ts';

/**
 * Made-up resources in GuardDuty's wire form, with identifiers that look like AWS's and belong to nobody.
 * https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Resource.html
 */

export const account = '111122223333';
export const region = 'us-east-1';

const instance = {
  instanceDetails: {
    instanceId: 'i-0a1b2c3d4e5f67890',
    instanceType: 'm6i.large',
    iamInstanceProfile: {
      arn: `arn:aws:iam::${account}:instance-profile/web-tier`,
      id: 'AIPAEXAMPLEPROFILE001',
    },
    networkInterfaces: [
      {
        networkInterfaceId: 'eni-0f1e2d3c4b5a69788',
        privateIpAddress: '10.20.3.41',
        publicIp: '203.0.113.24',
        subnetId: 'subnet-0b1c2d3e4f5061728',
        vpcId: 'vpc-0c1d2e3f405162738',
        securityGroups: [{ groupId: 'sg-0a1b2c3d4e5f60718', groupName: 'web-tier' }],
      },
    ],
    tags: [{ key: 'Name', value: 'web-14' }],
  },
};

const key = {
  accessKeyDetails: {
    accessKeyId: 'AKIAEXAMPLEDEPLOY001',
    principalId: 'AIDAEXAMPLEDEPLOY0001',
    userName: 'deploy-bot',
    userType: 'IAMUser',
  },
};

const roleKey = {
  accessKeyDetails: {
    accessKeyId: 'ASIAEXAMPLESESSION01',
    principalId: 'AROAEXAMPLEAPPROLE001:i-0a1b2c3d4e5f67890',
    userName: 'web-tier',
    userType: 'AssumedRole',
  },
};

const rootKey = {
  accessKeyDetails: {
    accessKeyId: 'ASIAEXAMPLEROOT00001',
    principalId: account,
    userName: 'Root',
    userType: 'Root',
  },
};

const bucket = {
  s3BucketDetails: [
    { arn: 'arn:aws:s3:::example-customer-exports', name: 'example-customer-exports', type: 'Destination' },
  ],
};

const cluster = (name: string) => ({ arn: `arn:aws:eks:${region}:${account}:cluster/${name}`, name });
const container = { id: 'c0ffee0123456789', name: 'web', image: 'example/web:1' };

const kubernetes = {
  eksClusterDetails: cluster('storefront'),
  kubernetesDetails: {
    kubernetesUserDetails: { username: 'system:serviceaccount:shop:web', uid: '1b2c' },
    kubernetesWorkloadDetails: {
      name: 'web',
      type: 'deployments',
      namespace: 'shop',
      containers: [container],
    },
  },
};

const task = {
  ecsClusterDetails: {
    arn: `arn:aws:ecs:${region}:${account}:cluster/storefront`,
    name: 'storefront',
    taskDetails: { arn: `arn:aws:ecs:${region}:${account}:task/storefront/1`, containers: [container] },
  },
};

const database = {
  rdsDbInstanceDetails: {
    dbInstanceIdentifier: 'orders',
    dbInstanceArn: `arn:aws:rds:${region}:${account}:db:orders`,
    dbClusterIdentifier: 'orders-cluster',
    engine: 'Aurora MySQL',
  },
  rdsDbUserDetails: { user: 'reporting', application: 'mysql', database: 'orders' },
};

const lambda = {
  lambdaDetails: {
    functionArn: `arn:aws:lambda:${region}:${account}:function:thumbnails`,
    functionName: 'thumbnails',
    role: `arn:aws:iam::${account}:role/thumbnails`,
  },
};

const volumes = {
  ebsVolumeDetails: {
    scannedVolumeDetails: [{ volumeArn: `arn:aws:ec2:${region}:${account}:volume/vol-0a1b2c3d4e5f60718` }],
  },
};

const snapshot = {
  ebsSnapshotDetails: { snapshotArn: `arn:aws:ec2:${region}::snapshot/snap-0a1b2c3d4e5f60718` },
};
const image = { ec2ImageDetails: { imageArn: `arn:aws:ec2:${region}::image/ami-0d1e2f30415263748` } };
const recoveryPoint = {
  recoveryPointDetails: {
    recoveryPointArn: `arn:aws:backup:${region}:${account}:recovery-point:0a1b2c3d`,
    backupVaultName: 'nightly',
  },
};

/** Each entry of a list is one way in which such a finding comes, the usual one first. */
type Variants = readonly JsonObject[];

/** Types that name something else than their family does. */
const special: readonly (readonly [part: string, variants: Variants])[] = [
  ['MaliciousFile!Snapshot', [{ resourceType: 'EBSSnapshot', ...snapshot }]],
  ['MaliciousFile!AMI', [{ resourceType: 'EC2Image', ...image }]],
  ['MaliciousFile!RecoveryPoint', [recoveryPoint]],
  ['/InstanceCredentialExfiltration', [{ resourceType: 'AccessKey', ...roleKey, ...instance }]],
  ['/RootCredentialUsage', [{ resourceType: 'AccessKey', ...rootKey }]],
];

/** By what the type says is affected: the part between `:` and `/`. */
const families: ReadonlyMap<string, Variants> = new Map([
  ['EC2', [{ resourceType: 'Instance', ...instance }]],
  [
    'IAMUser',
    [
      { resourceType: 'AccessKey', ...key },
      { resourceType: 'AccessKey', ...roleKey },
    ],
  ],
  ['S3', [{ resourceType: 'S3Bucket', ...bucket, ...key }]],
  ['Kubernetes', [{ resourceType: 'EKSCluster', ...kubernetes }]],
  [
    'Runtime',
    [
      { resourceType: 'Instance', ...instance },
      { resourceType: 'EKSCluster', ...instance, ...kubernetes },
      { resourceType: 'ECSCluster', ...task },
    ],
  ],
  ['ECS', [{ resourceType: 'ECSCluster', ...task, ...volumes }]],
  ['Container', [{ resourceType: 'Container', ...instance, containerDetails: container, ...volumes }]],
  ['RDS', [{ resourceType: 'RDSDBInstance', ...database }]],
  ['Lambda', [{ resourceType: 'Lambda', ...lambda }]],
]);

/** What `resource` of a finding of this type holds, in each way that it comes in. */
export function resourceDetailsFor(type: string): Variants {
  const own = special.find(([part]) => type.includes(part));
  if (own !== undefined) return own[1];
  if (type.startsWith('AttackSequence:')) return [{ resourceType: 'AttackSequence' }];
  if (type.startsWith('Object:')) return families.get('S3') ?? [];
  const affected = /^[^:]+:([^/]+)\//.exec(type)?.[1] ?? '';
  return families.get(affected) ?? [{ resourceType: 'Instance', ...instance }];
}
