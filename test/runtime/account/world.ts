import type { Finding, Resource } from '../../../core/finding.ts';
import type {
  ClassicBalancerRecord,
  ScalingGroupRecord,
  TargetGroupRecord,
} from '../../../runtime/account/records.ts';
import type { SimulatedAccountsConfig } from '../../../runtime/account/simulated-accounts.ts';
import { createSimulatedAccounts } from '../../../runtime/account/simulated-accounts.ts';
import type { Database } from '../../../runtime/store/database.ts';
import { openDatabase } from '../../../runtime/store/database.ts';
import type { Clients } from '../../../tasks/aws-clients.ts';
import { createManualClock } from '../../support/manual-clock.ts';

export const account = '111122223333';
export const region = 'us-east-1';
export const instanceId = 'i-0123456789abcdef0';
export const keyId = 'AKIAIOSFODNN7EXAMPLE';
export const detectorId = '0123456789abcdef0123456789abcdef';
export const findingId = 'fedcba9876543210fedcba9876543210';
export const findingArn = `arn:aws:guardduty:${region}:${account}:detector/${detectorId}/finding/${findingId}`;
export const productArn = `arn:aws:securityhub:${region}::product/aws/guardduty`;
export const functionName = 'resize-images';
export const profileArn = `arn:aws:iam::${account}:instance-profile/web`;

export const ec2Instance: Resource = {
  kind: 'ec2-instance',
  instanceId,
  vpcId: 'vpc-0a0a0a0a',
  subnetId: 'subnet-0a0a0a0a',
  instanceProfileArn: profileArn,
  interfaces: [
    {
      networkInterfaceId: 'eni-0000000a',
      vpcId: 'vpc-0a0a0a0a',
      securityGroupIds: ['sg-0000000a', 'sg-0000000b'],
    },
    { networkInterfaceId: 'eni-0000000b', vpcId: 'vpc-0a0a0a0a', securityGroupIds: ['sg-0000000a'] },
  ],
  tags: { Name: 'web-1', team: 'shop' },
};

/** Another target and member, which is no EC2 instance here: nobody asks. */
const peer = 'i-00000000000000aaa';

/** At its minimum. */
export const scalingGroup: ScalingGroupRecord = {
  name: 'web',
  arn: `arn:aws:autoscaling:${region}:${account}:autoScalingGroup:0:autoScalingGroupName/web`,
  createdAt: '2025-10-01T00:00:00.000Z',
  minSize: 2,
  maxSize: 4,
  desiredCapacity: 2,
  healthCheckType: 'EC2',
  members: [instanceId, peer].map((id) => ({
    instanceId: id,
    availabilityZone: `${region}a`,
    lifecycleState: 'InService',
  })),
  targetGroupArns: [],
  loadBalancerNames: [],
};

export const targetGroup: TargetGroupRecord = {
  arn: `arn:aws:elasticloadbalancing:${region}:${account}:targetgroup/shop/0123456789abcdef`,
  name: 'shop',
  port: 80,
  vpcId: 'vpc-0a0a0a0a',
  targetType: 'instance',
  loadBalancerArns: [
    `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/app/shop/0123456789abcdef`,
  ],
  targets: [peer, instanceId].map((id) => ({ id, port: 80, availabilityZone: null, state: 'healthy' })),
};

export const classicBalancer: ClassicBalancerRecord = {
  name: 'old-shop',
  vpcId: 'vpc-0a0a0a0a',
  instances: [peer, instanceId].map((id) => ({ instanceId: id, state: 'InService' })),
};

const resources: Resource[] = [
  ec2Instance,
  { kind: 'iam-access-key', accessKeyId: keyId, userName: 'alice', userType: 'IAMUser' },
  { kind: 'iam-role', roleName: 'deploy', tags: { team: 'platform' } },
  { kind: 'iam-role', roleName: 'AWSServiceRoleForSupport' },
  { kind: 's3-bucket', bucketName: 'reports', tags: { team: 'shop' } },
  { kind: 'lambda-function', functionName, tags: { team: 'media' } },
];

export function makeFinding(named: readonly Resource[], changes: Partial<Finding> = {}): Finding {
  return {
    id: findingArn,
    aliases: [],
    source: 'guardduty',
    product: 'guardduty',
    origin: { via: 'file', account: null, trusted: true },
    type: 'CryptoCurrency:EC2/BitcoinTool.B!DNS',
    title: 'A title',
    description: 'A description',
    severity: { label: 'HIGH', score: 80 },
    account,
    region,
    partition: 'aws',
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    count: 1,
    sample: false,
    archived: false,
    resources: [...named],
    remotes: [],
    attack: { tactics: [], techniques: [] },
    provider: { metadataUid: 'uid-1' },
    raw: '',
    ...changes,
  };
}

interface Options extends Partial<Omit<SimulatedAccountsConfig, 'clock'>> {
  readonly database?: Database;
}

/** An account in which one finding's resources stand, and clients for it. */
export async function createWorld(options: Options = {}) {
  const database = options.database ?? openDatabase(':memory:');
  const clock = createManualClock();
  const accounts = createSimulatedAccounts({ ...options, database, clock });
  await accounts.seed(makeFinding(resources));
  await accounts.put('scaling-group', { account, region }, scalingGroup);
  await accounts.put('target-group', { account, region }, targetGroup);
  await accounts.put('classic-load-balancer', { account, region }, classicBalancer);
  const clientsOf = (owner: string, where = region): Clients =>
    accounts.access({
      account: owner,
      region: where,
      incident: 'incident-1',
      purpose: 'test',
      trusted: true,
      permissions: [],
    });
  const clients = clientsOf(account);
  /** Any command to any service: the union of `send`'s overloads is more than tests need. */
  const send = (service: keyof Clients, command: object): Promise<any> =>
    (clients[service].send as unknown as (command: object) => Promise<any>)(command);
  return { accounts, database, clock, clients, clientsOf, send };
}

export type World = Awaited<ReturnType<typeof createWorld>>;
