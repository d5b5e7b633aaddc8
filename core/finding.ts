import * as z from 'zod';

/**
 * The normalised security finding. Normalisers (`core/normalise/`) produce it from GuardDuty,
 * ASFF and OCSF; everything after intake knows this shape only.
 */

const text = z.string().max(4096);
const name = z.string().min(1).max(2048);
const tags = z.record(z.string(), z.string());

const interfaces = z.array(
  z.object({
    networkInterfaceId: name,
    privateIp: text.optional(),
    publicIp: text.optional(),
    subnetId: text.optional(),
    vpcId: text.optional(),
    securityGroupIds: z.array(text),
  }),
);

/** Fields that every kind has. `account` and `region` are set where they differ from the finding's. */
const common = {
  arn: name.optional(),
  account: text.optional(),
  region: text.optional(),
  tags: tags.optional(),
};

const kubernetes = { clusterName: text.optional(), namespace: text.optional() };

export const Resource = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ec2-instance'),
    instanceId: name,
    imageId: text.optional(),
    vpcId: text.optional(),
    subnetId: text.optional(),
    instanceProfileArn: text.optional(),
    launchedAt: z.iso.datetime().optional(),
    interfaces,
    ...common,
  }),
  z.object({
    kind: z.literal('iam-access-key'),
    accessKeyId: name,
    userName: text.optional(),
    /** `IAMUser`, `AssumedRole`, `Root`, `FederatedUser`, … as AWS says it. */
    userType: text.optional(),
    principalId: text.optional(),
    ...common,
  }),
  z.object({ kind: z.literal('iam-user'), userName: name, userId: text.optional(), ...common }),
  z.object({
    kind: z.literal('iam-role'),
    roleName: name,
    roleId: text.optional(),
    sessionName: text.optional(),
    ...common,
  }),
  z.object({
    kind: z.literal('s3-bucket'),
    bucketName: name,
    ownerId: text.optional(),
    /** GuardDuty's `publicAccess.effectivePermission`. */
    effectivePermission: text.optional(),
    objectKeys: z.array(text).optional(),
    ...common,
  }),
  z.object({
    kind: z.literal('eks-cluster'),
    clusterName: name,
    vpcId: text.optional(),
    ...common,
  }),
  z.object({
    kind: z.literal('kubernetes-workload'),
    name,
    workloadType: text.optional(),
    serviceAccount: text.optional(),
    ...kubernetes,
    ...common,
  }),
  z.object({ kind: z.literal('ecs-cluster'), clusterName: name, ...common }),
  z.object({
    kind: z.literal('container'),
    containerId: name,
    name: text.optional(),
    image: text.optional(),
    ...kubernetes,
    ...common,
  }),
  z.object({
    kind: z.literal('rds-instance'),
    dbInstanceId: name,
    dbClusterId: text.optional(),
    engine: text.optional(),
    userName: text.optional(),
    ...common,
  }),
  z.object({
    kind: z.literal('lambda-function'),
    functionName: name,
    roleArn: text.optional(),
    ...common,
  }),
  z.object({
    kind: z.literal('ebs-volume'),
    volumeId: name,
    ...common,
  }),
  z.object({ kind: z.literal('security-group'), groupId: name, vpcId: text.optional(), ...common }),
  /** Any kind that has no entry above: kept by its AWS type name and best identifier. */
  z.object({ kind: z.literal('other'), resourceType: text, id: name, ...common }),
]);
export type Resource = z.infer<typeof Resource>;
export type ResourceKind = Resource['kind'];
export type ResourceOf<K extends ResourceKind> = Extract<Resource, { kind: K }>;

export const SeverityLabel = z.enum(['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL']);
export type SeverityLabel = z.infer<typeof SeverityLabel>;

/** Who did it, as far as the finding says. */
const Actor = z.object({
  kind: z.enum([
    'iam-user',
    'iam-role',
    'root',
    'aws-service',
    'kubernetes-user',
    'database-user',
    'unknown',
  ]),
  name: text.optional(),
  principalId: text.optional(),
  accessKeyId: text.optional(),
  sessionName: text.optional(),
  userAgent: text.optional(),
  /** AWS services that were called, as CloudTrail names them: `s3.amazonaws.com`. */
  services: z.array(name).max(20).optional(),
});

/** The other end of the wire. Country is ISO 3166-1 alpha-2 where it is known, else the name as given. */
const Remote = z.object({
  ip: text.optional(),
  port: z.number().int().min(0).max(65_535).optional(),
  domain: text.optional(),
  country: text.optional(),
  city: text.optional(),
  asn: text.optional(),
  org: text.optional(),
});
export type Remote = z.infer<typeof Remote>;

/**
 * Which source and account vouched for the event. Only `trusted` origins (the buses that AWS services
 * publish to, or who works on the command line: a file, a person's own word) may lead to mode `auto`.
 */
export const Origin = z.object({
  via: z.enum(['eventbridge', 'file', 'http', 'stream', 'person']),
  account: text.nullable(),
  trusted: z.boolean(),
});
export type Origin = z.infer<typeof Origin>;

export const Finding = z.object({
  /** The provider's ARN where there is one, else its id. Both routes of one GuardDuty finding give the same. */
  id: name,
  aliases: z.array(name),
  /**
   * The wire format it came in; `analyst`: none, a person asked for containment (`asked`); `detection`: none, a rule of
   * `detections/` made it of log records.
   */
  source: z.enum(['guardduty', 'securityhub', 'securityhub-v2', 'analyst', 'detection']),
  /** Who detected it: `guardduty`, `inspector`, `securityhub`, … */
  product: name,
  origin: Origin,
  /** For GuardDuty, by every route, its own notation: `CryptoCurrency:EC2/BitcoinTool.B!DNS`. */
  type: name,
  title: text,
  description: text,
  severity: z.object({ label: SeverityLabel, score: z.number().min(0).max(100) }),
  account: name,
  region: name,
  partition: name,
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  /** How often the provider saw it (GuardDuty's `service.count`); at least 1. */
  count: z.number().int().min(1),
  /** True for findings that AWS generated as samples: these never change an account. */
  sample: z.boolean(),
  archived: z.boolean(),
  resources: z.array(Resource).max(200),
  actor: Actor.optional(),
  remotes: z.array(Remote).max(100),
  /** Of files that it names, MD5, SHA-1 or SHA-256. @default none */
  hashes: z.array(text).max(50).optional(),
  attack: z.object({ tactics: z.array(text), techniques: z.array(text) }),
  /** What write-back needs (ASFF `ProductArn`, GuardDuty detector), and what it left behind. */
  provider: z.object({
    productArn: text.optional(),
    detectorId: text.optional(),
    workflowStatus: text.optional(),
    metadataUid: text.optional(),
    /** The incident that our own update left in the finding; absent where a person chose it, or set another status. */
    writtenBackFor: text.optional(),
  }),
  /** Containment that a person asked for: the playbook that they chose, whatever its trigger, and why. */
  asked: z.object({ playbook: name, by: text, reason: text }).optional(),
  /** A reference into the raw store; empty where a person asked. */
  raw: z.string(),
});
export type Finding = z.infer<typeof Finding>;
