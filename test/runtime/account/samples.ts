import * as autoscaling from '@aws-sdk/client-auto-scaling';
import * as ec2 from '@aws-sdk/client-ec2';
import * as elb from '@aws-sdk/client-elastic-load-balancing';
import * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import * as guardduty from '@aws-sdk/client-guardduty';
import * as iam from '@aws-sdk/client-iam';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as s3control from '@aws-sdk/client-s3-control';
import * as securityhub from '@aws-sdk/client-securityhub';
import type { AwsServiceName } from '../../../tasks/aws-clients.ts';
import type { World } from './world.ts';
import {
  account,
  classicBalancer,
  detectorId,
  findingArn,
  findingId,
  functionName,
  instanceId,
  keyId,
  productArn,
  profileArn,
  region,
  scalingGroup,
  targetGroup,
} from './world.ts';

/** One call of each command that succeeds in the world, after the calls that it needs before it. */
export interface Sample {
  readonly service: AwsServiceName;
  readonly command: (world: World) => object | Promise<object>;
  readonly before?: (world: World) => Promise<unknown>;
}

const everywhere = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
const deny = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
});
const denyArn = `arn:aws:iam::${account}:policy/deny`;
const user = { UserName: 'alice' };
const role = { RoleName: 'deploy' };
const userInline = { ...user, PolicyName: 'deny' };
const roleInline = { ...role, PolicyName: 'deny' };
const functionArn = `arn:aws:lambda:${region}:${account}:function:${functionName}`;
const Bucket = 'reports';
const detected = { DetectorId: detectorId, FindingIds: [findingId] };

const associationOf = async (world: World): Promise<string> => {
  const described = await world.send('ec2', new ec2.DescribeIamInstanceProfileAssociationsCommand({}));
  return described.IamInstanceProfileAssociations[0].AssociationId;
};
const volumeOf = async (world: World): Promise<string> =>
  (await world.send('ec2', new ec2.DescribeVolumesCommand({}))).Volumes[0].VolumeId;

const ec2Samples: Record<string, Omit<Sample, 'service'>> = {
  DescribeInstances: { command: () => new ec2.DescribeInstancesCommand({ InstanceIds: [instanceId] }) },
  StopInstances: { command: () => new ec2.StopInstancesCommand({ InstanceIds: [instanceId] }) },
  StartInstances: { command: () => new ec2.StartInstancesCommand({ InstanceIds: [instanceId] }) },
  ModifyInstanceAttribute: {
    command: () =>
      new ec2.ModifyInstanceAttributeCommand({
        InstanceId: instanceId,
        DisableApiTermination: { Value: true },
      }),
  },
  DescribeInstanceAttribute: {
    command: () =>
      new ec2.DescribeInstanceAttributeCommand({
        InstanceId: instanceId,
        Attribute: 'disableApiTermination',
      }),
  },
  DescribeIamInstanceProfileAssociations: {
    command: () => new ec2.DescribeIamInstanceProfileAssociationsCommand({}),
  },
  DisassociateIamInstanceProfile: {
    command: async (world) =>
      new ec2.DisassociateIamInstanceProfileCommand({ AssociationId: await associationOf(world) }),
  },
  AssociateIamInstanceProfile: {
    before: async (world) => {
      const AssociationId = await associationOf(world);
      await world.send('ec2', new ec2.DisassociateIamInstanceProfileCommand({ AssociationId }));
    },
    command: () =>
      new ec2.AssociateIamInstanceProfileCommand({
        InstanceId: instanceId,
        IamInstanceProfile: { Arn: profileArn },
      }),
  },
  ReplaceIamInstanceProfileAssociation: {
    command: async (world) =>
      new ec2.ReplaceIamInstanceProfileAssociationCommand({
        AssociationId: await associationOf(world),
        IamInstanceProfile: { Name: 'web' },
      }),
  },
  DescribeNetworkInterfaces: {
    command: () =>
      new ec2.DescribeNetworkInterfacesCommand({
        Filters: [{ Name: 'attachment.instance-id', Values: [instanceId] }],
      }),
  },
  ModifyNetworkInterfaceAttribute: {
    command: () =>
      new ec2.ModifyNetworkInterfaceAttributeCommand({
        NetworkInterfaceId: 'eni-0000000a',
        Groups: ['sg-0000000b'],
      }),
  },
  DescribeSecurityGroups: { command: () => new ec2.DescribeSecurityGroupsCommand({}) },
  CreateSecurityGroup: {
    command: () =>
      new ec2.CreateSecurityGroupCommand({
        GroupName: 'quarantine',
        Description: 'No way in or out',
        VpcId: 'vpc-0a0a0a0a',
        TagSpecifications: [{ ResourceType: 'security-group', Tags: [{ Key: 'for', Value: 'incident-1' }] }],
      }),
  },
  DeleteSecurityGroup: {
    before: (world) =>
      world.send(
        'ec2',
        new ec2.ModifyNetworkInterfaceAttributeCommand({
          NetworkInterfaceId: 'eni-0000000a',
          Groups: ['sg-0000000a'],
        }),
      ),
    command: () => new ec2.DeleteSecurityGroupCommand({ GroupId: 'sg-0000000b' }),
  },
  AuthorizeSecurityGroupIngress: {
    command: () =>
      new ec2.AuthorizeSecurityGroupIngressCommand({ GroupId: 'sg-0000000a', IpPermissions: everywhere }),
  },
  AuthorizeSecurityGroupEgress: {
    command: () =>
      new ec2.AuthorizeSecurityGroupEgressCommand({
        GroupId: 'sg-0000000a',
        IpPermissions: [
          { IpProtocol: 'tcp', FromPort: 1, ToPort: 2, UserIdGroupPairs: [{ GroupId: 'sg-0000000b' }] },
        ],
      }),
  },
  RevokeSecurityGroupIngress: {
    before: (world) =>
      world.send(
        'ec2',
        new ec2.AuthorizeSecurityGroupIngressCommand({ GroupId: 'sg-0000000a', IpPermissions: everywhere }),
      ),
    command: () =>
      new ec2.RevokeSecurityGroupIngressCommand({ GroupId: 'sg-0000000a', IpPermissions: everywhere }),
  },
  RevokeSecurityGroupEgress: {
    command: () =>
      new ec2.RevokeSecurityGroupEgressCommand({ GroupId: 'sg-0000000a', IpPermissions: everywhere }),
  },
  DescribeVolumes: {
    command: () =>
      new ec2.DescribeVolumesCommand({ Filters: [{ Name: 'attachment.instance-id', Values: [instanceId] }] }),
  },
  CreateSnapshots: {
    command: () =>
      new ec2.CreateSnapshotsCommand({
        InstanceSpecification: { InstanceId: instanceId },
        CopyTagsFromSource: 'volume',
        TagSpecifications: [{ ResourceType: 'snapshot', Tags: [{ Key: 'incident', Value: 'incident-1' }] }],
      }),
  },
  CreateSnapshot: {
    command: async (world) => new ec2.CreateSnapshotCommand({ VolumeId: await volumeOf(world) }),
  },
  DescribeSnapshots: {
    before: async (world) =>
      world.send('ec2', new ec2.CreateSnapshotCommand({ VolumeId: await volumeOf(world) })),
    command: () => new ec2.DescribeSnapshotsCommand({ OwnerIds: ['self'] }),
  },
  DeleteSnapshot: {
    command: async (world) => {
      const made = await world.send(
        'ec2',
        new ec2.CreateSnapshotCommand({ VolumeId: await volumeOf(world) }),
      );
      return new ec2.DeleteSnapshotCommand({ SnapshotId: made.SnapshotId });
    },
  },
  CreateTags: {
    command: () =>
      new ec2.CreateTagsCommand({ Resources: [instanceId], Tags: [{ Key: 'incident', Value: '1' }] }),
  },
  DeleteTags: {
    command: () => new ec2.DeleteTagsCommand({ Resources: [instanceId], Tags: [{ Key: 'team' }] }),
  },
  DescribeTags: {
    command: () => new ec2.DescribeTagsCommand({ Filters: [{ Name: 'resource-id', Values: [instanceId] }] }),
  },
};

const AutoScalingGroupName = scalingGroup.name;
const minimum = (MinSize: number) =>
  new autoscaling.UpdateAutoScalingGroupCommand({ AutoScalingGroupName, MinSize });
const standby = () =>
  new autoscaling.EnterStandbyCommand({
    AutoScalingGroupName,
    InstanceIds: [instanceId],
    ShouldDecrementDesiredCapacity: true,
  });

const autoscalingSamples: Record<string, Omit<Sample, 'service'>> = {
  DescribeAutoScalingGroups: {
    command: () =>
      new autoscaling.DescribeAutoScalingGroupsCommand({
        AutoScalingGroupNames: [AutoScalingGroupName, 'none'],
      }),
  },
  DescribeAutoScalingInstances: {
    command: () => new autoscaling.DescribeAutoScalingInstancesCommand({ InstanceIds: [instanceId] }),
  },
  UpdateAutoScalingGroup: { command: () => minimum(1) },
  EnterStandby: { before: (world) => world.send('autoscaling', minimum(1)), command: standby },
  ExitStandby: {
    async before(world) {
      await world.send('autoscaling', minimum(1));
      await world.send('autoscaling', standby());
    },
    command: () => new autoscaling.ExitStandbyCommand({ AutoScalingGroupName, InstanceIds: [instanceId] }),
  },
};

const TargetGroupArn = targetGroup.arn;
const LoadBalancerName = classicBalancer.name;
const Instances = [{ InstanceId: instanceId }];

const elbv2Samples: Record<string, Omit<Sample, 'service'>> = {
  DescribeTargetGroups: { command: () => new elbv2.DescribeTargetGroupsCommand({ PageSize: 1 }) },
  DescribeTargetHealth: { command: () => new elbv2.DescribeTargetHealthCommand({ TargetGroupArn }) },
  RegisterTargets: {
    command: () =>
      new elbv2.RegisterTargetsCommand({
        TargetGroupArn,
        Targets: [{ Id: instanceId, Port: 81, AvailabilityZone: 'us-east-1a' }],
      }),
  },
  DeregisterTargets: {
    command: () =>
      new elbv2.DeregisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: instanceId, Port: 80 }] }),
  },
};

const elbSamples: Record<string, Omit<Sample, 'service'>> = {
  DescribeLoadBalancers: { command: () => new elb.DescribeLoadBalancersCommand({ PageSize: 1 }) },
  DescribeInstanceHealth: { command: () => new elb.DescribeInstanceHealthCommand({ LoadBalancerName }) },
  RegisterInstancesWithLoadBalancer: {
    before: (world) =>
      world.send('elb', new elb.DeregisterInstancesFromLoadBalancerCommand({ LoadBalancerName, Instances })),
    command: () => new elb.RegisterInstancesWithLoadBalancerCommand({ LoadBalancerName, Instances }),
  },
  DeregisterInstancesFromLoadBalancer: {
    command: () => new elb.DeregisterInstancesFromLoadBalancerCommand({ LoadBalancerName, Instances }),
  },
};

const putUserPolicy = (world: World) =>
  world.send('iam', new iam.PutUserPolicyCommand({ ...userInline, PolicyDocument: deny }));
const putRolePolicy = (world: World) =>
  world.send('iam', new iam.PutRolePolicyCommand({ ...roleInline, PolicyDocument: deny }));
const createPolicy = (world: World) =>
  world.send('iam', new iam.CreatePolicyCommand({ PolicyName: 'deny', PolicyDocument: deny }));

const iamSamples: Record<string, Omit<Sample, 'service'>> = {
  GetUser: { command: () => new iam.GetUserCommand(user) },
  ListUserTags: { command: () => new iam.ListUserTagsCommand(user) },
  GetLoginProfile: { before: giveLogin, command: () => new iam.GetLoginProfileCommand(user) },
  DeleteLoginProfile: { before: giveLogin, command: () => new iam.DeleteLoginProfileCommand(user) },
  ListAccessKeys: { command: () => new iam.ListAccessKeysCommand(user) },
  UpdateAccessKey: {
    command: () => new iam.UpdateAccessKeyCommand({ ...user, AccessKeyId: keyId, Status: 'Inactive' }),
  },
  GetAccessKeyLastUsed: { command: () => new iam.GetAccessKeyLastUsedCommand({ AccessKeyId: keyId }) },
  GetRole: { command: () => new iam.GetRoleCommand(role) },
  ListRoleTags: { command: () => new iam.ListRoleTagsCommand(role) },
  GetInstanceProfile: {
    command: () => new iam.GetInstanceProfileCommand({ InstanceProfileName: 'web' }),
  },
  ListInstanceProfilesForRole: {
    command: () => new iam.ListInstanceProfilesForRoleCommand({ RoleName: 'web' }),
  },
  PutUserPolicy: { command: () => new iam.PutUserPolicyCommand({ ...userInline, PolicyDocument: deny }) },
  GetUserPolicy: { before: putUserPolicy, command: () => new iam.GetUserPolicyCommand(userInline) },
  ListUserPolicies: { before: putUserPolicy, command: () => new iam.ListUserPoliciesCommand(user) },
  DeleteUserPolicy: { before: putUserPolicy, command: () => new iam.DeleteUserPolicyCommand(userInline) },
  ListAttachedUserPolicies: { command: () => new iam.ListAttachedUserPoliciesCommand(user) },
  AttachUserPolicy: {
    command: () =>
      new iam.AttachUserPolicyCommand({ ...user, PolicyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' }),
  },
  DetachUserPolicy: {
    command: () =>
      new iam.DetachUserPolicyCommand({ ...user, PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
  },
  PutRolePolicy: { command: () => new iam.PutRolePolicyCommand({ ...roleInline, PolicyDocument: deny }) },
  GetRolePolicy: { before: putRolePolicy, command: () => new iam.GetRolePolicyCommand(roleInline) },
  ListRolePolicies: { before: putRolePolicy, command: () => new iam.ListRolePoliciesCommand(role) },
  DeleteRolePolicy: { before: putRolePolicy, command: () => new iam.DeleteRolePolicyCommand(roleInline) },
  ListAttachedRolePolicies: { command: () => new iam.ListAttachedRolePoliciesCommand(role) },
  AttachRolePolicy: {
    before: createPolicy,
    command: () => new iam.AttachRolePolicyCommand({ ...role, PolicyArn: denyArn }),
  },
  DetachRolePolicy: {
    command: () =>
      new iam.DetachRolePolicyCommand({
        ...role,
        PolicyArn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess',
      }),
  },
  CreatePolicy: {
    command: () =>
      new iam.CreatePolicyCommand({
        PolicyName: 'deny',
        PolicyDocument: deny,
        Tags: [{ Key: 'for', Value: 'incident-1' }],
      }),
  },
  GetPolicy: { before: createPolicy, command: () => new iam.GetPolicyCommand({ PolicyArn: denyArn }) },
  GetPolicyVersion: {
    before: createPolicy,
    command: () => new iam.GetPolicyVersionCommand({ PolicyArn: denyArn, VersionId: 'v1' }),
  },
  DeletePolicy: { before: createPolicy, command: () => new iam.DeletePolicyCommand({ PolicyArn: denyArn }) },
};

async function giveLogin({ accounts }: World): Promise<void> {
  const [alice] = accounts.snapshot(account).user;
  if (!alice) throw new Error('no user was seeded');
  await accounts.put(
    'user',
    { account, region: '' },
    { ...alice, loginProfileSince: '2026-01-01T00:00:00.000Z' },
  );
}

const s3Samples: Record<string, Omit<Sample, 'service'>> = {
  ListBuckets: { command: () => new s3.ListBucketsCommand({ MaxBuckets: 10 }) },
  HeadBucket: { command: () => new s3.HeadBucketCommand({ Bucket }) },
  GetBucketLocation: { command: () => new s3.GetBucketLocationCommand({ Bucket }) },
  GetBucketPolicy: { command: () => new s3.GetBucketPolicyCommand({ Bucket }) },
  GetBucketPolicyStatus: { command: () => new s3.GetBucketPolicyStatusCommand({ Bucket }) },
  GetBucketAcl: { command: () => new s3.GetBucketAclCommand({ Bucket }) },
  GetBucketTagging: { command: () => new s3.GetBucketTaggingCommand({ Bucket }) },
  GetBucketOwnershipControls: { command: () => new s3.GetBucketOwnershipControlsCommand({ Bucket }) },
  GetPublicAccessBlock: {
    before: (world) => world.send('s3', blockPublicAccess()),
    command: () => new s3.GetPublicAccessBlockCommand({ Bucket }),
  },
  PutPublicAccessBlock: { command: blockPublicAccess },
  DeletePublicAccessBlock: {
    before: (world) => world.send('s3', blockPublicAccess()),
    command: () => new s3.DeletePublicAccessBlockCommand({ Bucket }),
  },
};

function blockPublicAccess() {
  return new s3.PutPublicAccessBlockCommand({
    Bucket,
    PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: true },
  });
}

const s3controlSamples: Record<string, Omit<Sample, 'service'>> = {
  GetPublicAccessBlock: {
    before: (world) => world.send('s3control', blockAccount()),
    command: () => new s3control.GetPublicAccessBlockCommand({ AccountId: account }),
  },
  PutPublicAccessBlock: { command: blockAccount },
  DeletePublicAccessBlock: {
    before: (world) => world.send('s3control', blockAccount()),
    command: () => new s3control.DeletePublicAccessBlockCommand({ AccountId: account }),
  },
};

function blockAccount() {
  return new s3control.PutPublicAccessBlockCommand({
    AccountId: account,
    PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: true },
  });
}

const securityhubSamples: Record<string, Omit<Sample, 'service'>> = {
  GetFindings: {
    command: () =>
      new securityhub.GetFindingsCommand({ Filters: { Id: [{ Value: findingArn, Comparison: 'EQUALS' }] } }),
  },
  BatchUpdateFindings: {
    command: () =>
      new securityhub.BatchUpdateFindingsCommand({
        FindingIdentifiers: [{ Id: findingArn, ProductArn: productArn }],
        Workflow: { Status: 'NOTIFIED' },
        Note: { Text: 'Contained', UpdatedBy: 'test' },
        UserDefinedFields: { incident: 'incident-1' },
      }),
  },
  GetFindingsV2: {
    command: () =>
      new securityhub.GetFindingsV2Command({
        Filters: {
          CompositeFilters: [
            {
              StringFilters: [
                { FieldName: 'finding_info.uid', Filter: { Value: findingArn, Comparison: 'EQUALS' } },
              ],
            },
          ],
        },
      }),
  },
  BatchUpdateFindingsV2: {
    command: () =>
      new securityhub.BatchUpdateFindingsV2Command({
        MetadataUids: ['uid-1'],
        StatusId: 2,
        Comment: 'Contained',
      }),
  },
};

const guarddutySamples: Record<string, Omit<Sample, 'service'>> = {
  ListDetectors: { command: () => new guardduty.ListDetectorsCommand({}) },
  GetAdministratorAccount: {
    before: ({ accounts }) =>
      accounts.put('detector', { account, region }, { detectorId, administrator: '999999999999' }),
    command: () => new guardduty.GetAdministratorAccountCommand({ DetectorId: detectorId }),
  },
  GetFindings: { command: () => new guardduty.GetFindingsCommand(detected) },
  ArchiveFindings: { command: () => new guardduty.ArchiveFindingsCommand(detected) },
  UnarchiveFindings: { command: () => new guardduty.UnarchiveFindingsCommand(detected) },
  UpdateFindingsFeedback: {
    command: () => new guardduty.UpdateFindingsFeedbackCommand({ ...detected, Feedback: 'USEFUL' }),
  },
};

const FunctionName = functionName;
const reserve = () =>
  new lambda.PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 5 });

const lambdaSamples: Record<string, Omit<Sample, 'service'>> = {
  GetFunctionConfiguration: {
    command: () => new lambda.GetFunctionConfigurationCommand({ FunctionName: functionArn }),
  },
  ListTags: { command: () => new lambda.ListTagsCommand({ Resource: functionArn }) },
  GetFunctionConcurrency: {
    before: (world) => world.send('lambda', reserve()),
    command: () => new lambda.GetFunctionConcurrencyCommand({ FunctionName }),
  },
  PutFunctionConcurrency: { command: reserve },
  DeleteFunctionConcurrency: {
    before: (world) => world.send('lambda', reserve()),
    command: () => new lambda.DeleteFunctionConcurrencyCommand({ FunctionName }),
  },
};

const byService = {
  ec2: ec2Samples,
  autoscaling: autoscalingSamples,
  elb: elbSamples,
  elbv2: elbv2Samples,
  iam: iamSamples,
  s3: s3Samples,
  s3control: s3controlSamples,
  securityhub: securityhubSamples,
  guardduty: guarddutySamples,
  lambda: lambdaSamples,
};

export const samples: readonly (Sample & { readonly name: string })[] = Object.entries(byService).flatMap(
  ([service, named]) =>
    Object.entries(named).map(([name, sample]) => ({ ...sample, name, service: service as AwsServiceName })),
);
