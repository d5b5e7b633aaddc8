import * as z from 'zod';
import type { Resource, ResourceOf } from '../finding.ts';
import { isJsonObject, type Json } from '../json.ts';
import { lastSegment, parseArn } from './arn.ts';
import { principalResources } from './principal.ts';
import { firstOf, list, name, part, text, time } from './wire.ts';

/** What a builder gets: see `TypedResource`. `common` is ready to be spread into the resource. */
export interface BuilderInput {
  readonly uid?: string | undefined;
  readonly arn?: string | undefined;
  readonly name?: string | undefined;
  readonly details?: Json | undefined;
  readonly common: Pick<Resource, 'arn' | 'account' | 'region' | 'tags'>;
}

/** None when the identifier is missing. */
export type Builder = (input: BuilderInput) => Resource[];

const read = <S extends z.ZodType>(schema: S, details: Json | undefined): z.output<S> =>
  schema.parse(isJsonObject(details) ? details : {});

const bareId = ({ uid, arn }: BuilderInput) => lastSegment(uid ?? arn);

/** One name of an object or the other, as GuardDuty and ASFF differ in few places. */
const NetworkInterface = z.object({
  networkInterfaceId: name,
  privateIpAddress: text,
  privateIpAddresses: list(z.object({ privateIpAddress: text })),
  publicIp: text,
  subnetId: text,
  subNetId: text,
  vpcId: text,
  securityGroups: list(z.object({ groupId: text })),
});

const Instance = z.object({
  instanceId: name,
  imageId: text,
  vpcId: text,
  subnetId: text,
  iamInstanceProfileArn: text,
  iamInstanceProfile: part(z.object({ arn: text })),
  launchTime: time,
  launchedAt: time,
  networkInterfaces: list(NetworkInterface),
});

const buildInstance: Builder = (input) => {
  const details = read(Instance, input.details);
  const instanceId = details.instanceId ?? bareId(input);
  if (instanceId === undefined) return [];
  const interfaces = details.networkInterfaces.flatMap((item) => readInterface(item));
  return [
    {
      kind: 'ec2-instance',
      instanceId,
      imageId: details.imageId,
      vpcId: details.vpcId ?? interfaces[0]?.vpcId,
      subnetId: details.subnetId ?? interfaces[0]?.subnetId,
      instanceProfileArn: details.iamInstanceProfileArn ?? details.iamInstanceProfile.arn,
      launchedAt: details.launchTime ?? details.launchedAt,
      interfaces,
      ...input.common,
    },
  ];
};

function readInterface(item: z.output<typeof NetworkInterface>): ResourceOf<'ec2-instance'>['interfaces'] {
  const networkInterfaceId = lastSegment(item.networkInterfaceId);
  if (networkInterfaceId === undefined) return [];
  return [
    {
      networkInterfaceId,
      privateIp: item.privateIpAddress ?? item.privateIpAddresses[0]?.privateIpAddress,
      publicIp: item.publicIp,
      subnetId: item.subnetId ?? item.subNetId,
      vpcId: item.vpcId,
      securityGroupIds: item.securityGroups.flatMap((group) => group.groupId ?? []),
    },
  ];
}

const AccessKey = z.object({
  accessKeyId: name,
  principalId: text,
  userName: name,
  principalName: name,
  userType: text,
  principalType: text,
  sessionContext: part(
    z.object({ sessionIssuer: part(z.object({ type: text, userName: name, arn: name, principalId: text })) }),
  ),
});

const buildAccessKey: Builder = (input) => {
  const details = read(AccessKey, input.details);
  const issuer = details.sessionContext.sessionIssuer;
  const { arn: _arn, ...common } = input.common;
  return principalResources(
    {
      accessKeyId: details.accessKeyId ?? keyIdOf(input.uid),
      principalId: details.principalId ?? issuer.principalId,
      name: firstOf(details.principalName, details.userName, issuer.userName, input.name),
      type: details.principalType ?? details.userType,
      roleArn: issuer.type === 'Role' ? issuer.arn : undefined,
    },
    common,
  );
};

/** `AKIA…`, `AWS::IAM::AccessKey:AKIA…`; Security Hub leaves the end out where GuardDuty had no key. */
function keyIdOf(uid: string | undefined): string | undefined {
  const id = lastSegment(uid);
  return id === undefined || id === 'AccessKey' || parseArn(uid)?.resource.startsWith('user/') === true
    ? undefined
    : id;
}

const User = z.object({ userName: name, userId: text });
const buildUser: Builder = (input) => {
  const details = read(User, input.details);
  const userName = details.userName ?? bareId(input);
  return userName === undefined
    ? []
    : [{ kind: 'iam-user', userName, userId: details.userId, ...input.common }];
};

const Role = z.object({ roleName: name, roleId: text });
const buildRole: Builder = (input) => {
  const details = read(Role, input.details);
  const [, assumed, session] =
    /^assumed-role\/([^/]+)\/(.+)$/.exec(parseArn(input.uid)?.resource ?? '') ?? [];
  const roleName = details.roleName ?? assumed ?? bareId(input);
  return roleName === undefined
    ? []
    : [{ kind: 'iam-role', roleName, roleId: details.roleId, sessionName: session, ...input.common }];
};

const Bucket = z.object({
  name,
  ownerId: text,
  owner: part(z.object({ id: text })),
  effectivePermission: text,
  publicAccess: part(z.object({ effectivePermission: text })),
  s3ObjectDetails: list(z.object({ key: text })),
});

const buildBucket: Builder = (input) => {
  const details = read(Bucket, input.details);
  const [named, key] = splitObjectArn(input.uid ?? input.arn);
  const bucketName = details.name ?? named ?? input.name;
  if (bucketName === undefined) return [];
  const keys = [...details.s3ObjectDetails.map((object) => object.key), key].filter(
    (item) => item !== undefined,
  );
  return [
    {
      kind: 's3-bucket',
      bucketName,
      ownerId: details.ownerId ?? details.owner.id,
      effectivePermission: details.publicAccess.effectivePermission ?? details.effectivePermission,
      objectKeys: keys.length === 0 ? undefined : keys.slice(0, 100),
      ...input.common,
      arn: key === undefined ? input.common.arn : input.common.arn?.slice(0, -key.length - 1),
    },
  ];
};

/** `arn:aws:s3:::bucket/key/with/slashes`, or the bare name of a bucket. */
function splitObjectArn(uid: string | undefined): [string | undefined, string | undefined] {
  const path = parseArn(uid)?.resource ?? uid;
  const at = path?.indexOf('/') ?? -1;
  return path === undefined || at === -1 ? [path, undefined] : [path.slice(0, at), path.slice(at + 1)];
}

/** An object names its bucket in its ARN alone; its bare key says nothing of the bucket. */
const buildObject: Builder = (input) =>
  parseArn(input.uid ?? input.arn) === undefined ? [] : buildBucket({ ...input, name: undefined });

const Cluster = z.object({ name, clusterName: name, vpcId: text });
const buildEksCluster: Builder = (input) => {
  const details = read(Cluster, input.details);
  const clusterName = details.name ?? details.clusterName ?? bareId(input);
  return clusterName === undefined
    ? []
    : [{ kind: 'eks-cluster', clusterName, vpcId: details.vpcId, ...input.common }];
};
const buildEcsCluster: Builder = (input) => {
  const details = read(Cluster, input.details);
  const clusterName = details.name ?? details.clusterName ?? bareId(input);
  return clusterName === undefined ? [] : [{ kind: 'ecs-cluster', clusterName, ...input.common }];
};

const Workload = z.object({
  name,
  type: text,
  namespace: text,
  serviceAccountName: text,
  serviceAccount: text,
  clusterName: text,
});
const buildWorkload: Builder = (input) => {
  const details = read(Workload, input.details);
  const workload = details.name ?? input.name ?? bareId(input);
  if (workload === undefined) return [];
  const { type: workloadType, namespace, clusterName } = details;
  const serviceAccount = details.serviceAccountName ?? details.serviceAccount;
  return [
    {
      kind: 'kubernetes-workload',
      name: workload,
      workloadType,
      serviceAccount,
      namespace,
      clusterName,
      ...input.common,
    },
  ];
};

const Container = z.object({ id: name, name: text, image: text, imageName: text });
const buildContainer: Builder = (input) => {
  const details = read(Container, input.details);
  const containerId = details.id ?? bareId(input) ?? details.name;
  if (containerId === undefined) return [];
  const image = details.image ?? details.imageName;
  return [{ kind: 'container', containerId, name: details.name, image, ...input.common }];
};

const Database = z.object({
  dbInstanceIdentifier: name,
  dBInstanceIdentifier: name,
  dbClusterIdentifier: text,
  dBClusterIdentifier: text,
  engine: text,
  user: text,
});
const buildDatabase: Builder = (input) => {
  const details = read(Database, input.details);
  const dbInstanceId = details.dbInstanceIdentifier ?? details.dBInstanceIdentifier ?? bareId(input);
  if (dbInstanceId === undefined) return [];
  const dbClusterId = details.dbClusterIdentifier ?? details.dBClusterIdentifier;
  const { engine, user: userName } = details;
  return [{ kind: 'rds-instance', dbInstanceId, dbClusterId, engine, userName, ...input.common }];
};

const Function = z.object({ functionName: name, role: text });
const buildFunction: Builder = (input) => {
  const details = read(Function, input.details);
  const functionName = details.functionName ?? functionOf(input.uid ?? input.arn);
  return functionName === undefined
    ? []
    : [{ kind: 'lambda-function', functionName, roleArn: details.role, ...input.common }];
};

/** `function:name`, `function:name:version` or the bare name. */
const functionOf = (uid: string | undefined) =>
  /^function:([^:]+)/.exec(parseArn(uid)?.resource ?? '')?.[1] ?? lastSegment(uid);

const buildVolume: Builder = (input) => {
  const volumeId = bareId(input);
  return volumeId === undefined ? [] : [{ kind: 'ebs-volume', volumeId, ...input.common }];
};

const SecurityGroup = z.object({ groupId: name, vpcId: text });
const buildSecurityGroup: Builder = (input) => {
  const details = read(SecurityGroup, input.details);
  const groupId = details.groupId ?? bareId(input);
  return groupId === undefined
    ? []
    : [{ kind: 'security-group', groupId, vpcId: details.vpcId, ...input.common }];
};

/**
 * AWS Health names its entities without saying what they are. Ids of long-term keys are told by their prefix.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
const buildUntyped: Builder = ({ uid, common }) =>
  uid !== undefined && /^AKIA[A-Z0-9]{12,124}$/.test(uid)
    ? principalResources({ accessKeyId: uid }, common)
    : [];

/** By canonical type: GuardDuty's `resourceType`, its attack sequences', ASFF's and CloudFormation's. */
export const builders: ReadonlyMap<string, Builder> = new Map([
  ['instance', buildInstance],
  ['ec2instance', buildInstance],
  ['accesskey', buildAccessKey],
  ['iamaccesskey', buildAccessKey],
  ['iamuser', buildUser],
  ['iamrole', buildRole],
  ['stsassumedrole', buildRole],
  ['s3bucket', buildBucket],
  ['s3object', buildObject],
  ['ekscluster', buildEksCluster],
  ['kubernetesworkload', buildWorkload],
  ['ecscluster', buildEcsCluster],
  ['container', buildContainer],
  ['rdsdbinstance', buildDatabase],
  ['lambdafunction', buildFunction],
  ['lambda', buildFunction],
  ['ec2volume', buildVolume],
  ['ebsvolume', buildVolume],
  ['ec2securitygroup', buildSecurityGroup],
  ['other', buildUntyped],
]);
