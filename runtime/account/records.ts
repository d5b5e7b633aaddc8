/**
 * What the simulated account remembers, by kind. Records are plain JSON and never edited in place: a change
 * is a new record. Times are ISO 8601 text; names follow AWS's documentation, in camelCase.
 */

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

interface Tagged {
  readonly tags: readonly Tag[];
}

interface VpcRecord extends Tagged {
  readonly vpcId: string;
  readonly isDefault: boolean;
}

export interface ProfileAssociation {
  readonly associationId: string;
  readonly arn: string;
  readonly profileId: string;
  readonly since: string;
}

export interface InstanceRecord extends Tagged {
  readonly instanceId: string;
  readonly imageId: string;
  readonly instanceType: string;
  readonly state: 'pending' | 'running' | 'stopping' | 'stopped' | 'shutting-down' | 'terminated';
  readonly launchedAt: string;
  readonly availabilityZone: string;
  readonly vpcId: string;
  readonly subnetId: string;
  /** Network interface ids by device index. */
  readonly interfaces: readonly string[];
  /** The first is the root volume. */
  readonly volumes: readonly string[];
  readonly profile: ProfileAssociation | null;
  readonly spot: boolean;
  readonly disableApiTermination: boolean;
  readonly disableApiStop: boolean;
  readonly shutdownBehavior: 'stop' | 'terminate';
  readonly sourceDestCheck: boolean;
}

export interface NetworkInterfaceRecord extends Tagged {
  readonly networkInterfaceId: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly availabilityZone: string;
  readonly privateIp: string;
  readonly publicIp: string | null;
  /** Security group ids in the order in which they were given. */
  readonly groups: readonly string[];
  readonly attachment: {
    readonly attachmentId: string;
    readonly instanceId: string;
    readonly deviceIndex: number;
    readonly attachedAt: string;
  } | null;
  readonly description: string;
  readonly sourceDestCheck: boolean;
}

export interface SecurityGroupRule {
  readonly ruleId: string;
  /** `tcp`, `udp`, `icmp`, `icmpv6`, `-1` for all, or a protocol number. */
  readonly protocol: string;
  readonly fromPort: number | null;
  readonly toPort: number | null;
  readonly peer:
    | { readonly kind: 'ipv4' | 'ipv6' | 'prefix-list'; readonly value: string }
    | { readonly kind: 'group'; readonly value: string; readonly owner: string };
  readonly description: string | null;
}

export interface SecurityGroupRecord extends Tagged {
  readonly groupId: string;
  readonly groupName: string;
  readonly description: string;
  readonly vpcId: string;
  readonly ingress: readonly SecurityGroupRule[];
  readonly egress: readonly SecurityGroupRule[];
}

export interface VolumeRecord extends Tagged {
  readonly volumeId: string;
  readonly sizeGib: number;
  readonly availabilityZone: string;
  readonly encrypted: boolean;
  readonly createdAt: string;
  readonly attachment: { readonly instanceId: string; readonly device: string } | null;
}

export interface SnapshotRecord extends Tagged {
  readonly snapshotId: string;
  readonly volumeId: string;
  readonly sizeGib: number;
  readonly description: string;
  readonly encrypted: boolean;
  readonly startedAt: string;
  /** `pending` before, `completed` from then on. */
  readonly completesAt: string;
}

export interface GroupMember {
  readonly instanceId: string;
  readonly availabilityZone: string;
  /** More states than the account itself ever brings about: tests put them. */
  readonly lifecycleState: 'Pending' | 'InService' | 'EnteringStandby' | 'Standby' | 'Terminating';
}

/** An Auto Scaling group. Nothing scales it here. */
export interface ScalingGroupRecord {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: string;
  readonly minSize: number;
  readonly maxSize: number;
  readonly desiredCapacity: number;
  readonly healthCheckType: 'EC2' | 'ELB';
  readonly members: readonly GroupMember[];
  readonly targetGroupArns: readonly string[];
  readonly loadBalancerNames: readonly string[];
}

export interface TargetRecord {
  /** An instance's id, or an address. */
  readonly id: string;
  readonly port: number;
  readonly availabilityZone: string | null;
  readonly state: 'initial' | 'healthy' | 'unhealthy' | 'draining' | 'unused';
}

/** What application and network load balancers send requests to. */
export interface TargetGroupRecord {
  readonly arn: string;
  readonly name: string;
  readonly port: number;
  readonly vpcId: string;
  readonly targetType: 'instance' | 'ip';
  readonly loadBalancerArns: readonly string[];
  readonly targets: readonly TargetRecord[];
}

export interface ClassicBalancerRecord {
  readonly name: string;
  readonly vpcId: string;
  readonly instances: readonly {
    readonly instanceId: string;
    readonly state: 'InService' | 'OutOfService';
  }[];
}

export interface InlinePolicy {
  readonly name: string;
  readonly document: string;
}

/** What users and roles have in common. */
interface Principal extends Tagged {
  readonly path: string;
  readonly arn: string;
  readonly createdAt: string;
  readonly inline: readonly InlinePolicy[];
  /** ARNs of managed policies. */
  readonly attached: readonly string[];
}

export interface UserRecord extends Principal {
  readonly userName: string;
  readonly userId: string;
  /** When the console password was set; null without one. */
  readonly loginProfileSince: string | null;
}

export interface RoleRecord extends Principal {
  readonly roleName: string;
  readonly roleId: string;
  readonly trust: string;
  readonly description: string;
}

interface AccessKeyRecord {
  readonly accessKeyId: string;
  readonly userName: string;
  readonly status: 'Active' | 'Inactive';
  readonly createdAt: string;
  readonly lastUsed: { readonly at: string; readonly service: string; readonly region: string } | null;
}

export interface InstanceProfileRecord {
  readonly name: string;
  readonly profileId: string;
  readonly path: string;
  readonly arn: string;
  readonly createdAt: string;
  readonly roles: readonly string[];
}

export interface PolicyRecord extends Tagged {
  readonly policyName: string;
  readonly policyId: string;
  readonly path: string;
  readonly arn: string;
  readonly description: string;
  readonly document: string;
  readonly createdAt: string;
}

export interface PublicAccessBlock {
  readonly BlockPublicAcls: boolean;
  readonly IgnorePublicAcls: boolean;
  readonly BlockPublicPolicy: boolean;
  readonly RestrictPublicBuckets: boolean;
}

export interface BucketRecord extends Tagged {
  readonly bucketName: string;
  readonly account: string;
  readonly region: string;
  /** The canonical user id of the owner. */
  readonly ownerId: string;
  /** Null where none was ever put: AWS then answers NoSuchPublicAccessBlockConfiguration. */
  readonly publicAccessBlock: PublicAccessBlock | null;
  readonly policy: string | null;
  /** True when the ACL grants READ to everyone. */
  readonly publicAcl: boolean;
  readonly objectOwnership: 'BucketOwnerEnforced' | 'BucketOwnerPreferred' | 'ObjectWriter' | null;
}

/** What an account says of all its buckets; no record where it never said anything. */
export interface AccountAccessBlockRecord {
  readonly account: string;
  readonly settings: PublicAccessBlock;
}

export interface FunctionRecord extends Tagged {
  readonly functionName: string;
  readonly arn: string;
  readonly roleArn: string;
  readonly modifiedAt: string;
  /** Null where none is reserved: then the function shares what the account has left. */
  readonly reservedConcurrency: number | null;
}

/** A finding in Security Hub, by both of its products' names. Only what a responder may change, and its keys. */
export interface HubFindingRecord {
  readonly id: string;
  readonly productArn: string;
  /** The new Security Hub's `metadata.uid`. */
  readonly metadataUid: string;
  readonly account: string;
  readonly title: string;
  readonly type: string;
  readonly severityLabel: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly workflowStatus: string;
  readonly note: { readonly text: string; readonly by: string; readonly at: string } | null;
  readonly verificationState: string | null;
  readonly confidence: number | null;
  readonly criticality: number | null;
  readonly userFields: readonly Tag[];
  readonly statusId: number | null;
  readonly severityId: number | null;
  readonly comment: string | null;
}

/** GuardDuty, switched on in a Region. */
export interface DetectorRecord {
  readonly detectorId: string;
  /** Who administers GuardDuty for the account; null where the account does so itself. */
  readonly administrator: string | null;
}

export interface GuardDutyFindingRecord {
  readonly id: string;
  readonly detectorId: string;
  readonly arn: string;
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly severity: number;
  readonly count: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly archived: boolean;
  readonly feedback: 'USEFUL' | 'NOT_USEFUL' | null;
}

export interface RecordKinds {
  vpc: VpcRecord;
  instance: InstanceRecord;
  'network-interface': NetworkInterfaceRecord;
  'security-group': SecurityGroupRecord;
  volume: VolumeRecord;
  snapshot: SnapshotRecord;
  'scaling-group': ScalingGroupRecord;
  'target-group': TargetGroupRecord;
  'classic-load-balancer': ClassicBalancerRecord;
  user: UserRecord;
  'access-key': AccessKeyRecord;
  role: RoleRecord;
  'instance-profile': InstanceProfileRecord;
  policy: PolicyRecord;
  bucket: BucketRecord;
  'account-access-block': AccountAccessBlockRecord;
  'lambda-function': FunctionRecord;
  'hub-finding': HubFindingRecord;
  detector: DetectorRecord;
  'guardduty-finding': GuardDutyFindingRecord;
}
export type Kind = keyof RecordKinds;

/** Where AWS keeps each kind: in a region, in the account as a whole, or under one name for all accounts. */
const reach: Readonly<Record<Kind, 'region' | 'account' | 'partition'>> = {
  vpc: 'region',
  instance: 'region',
  'network-interface': 'region',
  'security-group': 'region',
  volume: 'region',
  snapshot: 'region',
  'scaling-group': 'region',
  'target-group': 'region',
  'classic-load-balancer': 'region',
  user: 'account',
  'access-key': 'account',
  role: 'account',
  'instance-profile': 'account',
  policy: 'account',
  bucket: 'partition',
  'account-access-block': 'account',
  'lambda-function': 'region',
  'hub-finding': 'region',
  detector: 'region',
  'guardduty-finding': 'region',
};

export const kinds = Object.keys(reach) as readonly Kind[];

export interface Place {
  readonly account: string;
  readonly region: string;
}

const everywhere = '*';

/** The shelf on which a kind's records lie, seen from a caller's account and region. */
export function shelfOf(kind: Kind, { account, region }: Place): Place {
  if (reach[kind] === 'region') return { account, region };
  return { account: reach[kind] === 'account' ? account : everywhere, region: everywhere };
}

/** What a record is found by: AWS's id, or its name where AWS has no other handle. */
export const idOf: { readonly [K in Kind]: (record: RecordKinds[K]) => string } = {
  vpc: (record) => record.vpcId,
  instance: (record) => record.instanceId,
  'network-interface': (record) => record.networkInterfaceId,
  'security-group': (record) => record.groupId,
  volume: (record) => record.volumeId,
  snapshot: (record) => record.snapshotId,
  'scaling-group': (record) => record.name,
  'target-group': (record) => record.arn,
  'classic-load-balancer': (record) => record.name,
  user: (record) => record.userName,
  'access-key': (record) => record.accessKeyId,
  role: (record) => record.roleName,
  'instance-profile': (record) => record.name,
  policy: (record) => record.arn,
  bucket: (record) => record.bucketName,
  'account-access-block': (record) => record.account,
  'lambda-function': (record) => record.functionName,
  'hub-finding': (record) => record.id,
  detector: (record) => record.detectorId,
  'guardduty-finding': (record) => record.id,
};
