import * as ec2 from '@aws-sdk/client-ec2';
import * as iam from '@aws-sdk/client-iam';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as s3control from '@aws-sdk/client-s3-control';
import { balancerCalls, scalingCalls } from './calls-scaling.ts';
import { type ComparedCall, on } from './compared-call.ts';

const onEc2 = on('ec2');
const onIam = on('iam');
const onS3 = on('s3');
const onLambda = on('lambda');
const onS3Control = on('s3control');

const gone = 'i-00000000000000000';
const everywhere = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
const ssh = [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '198.51.100.0/24' }] }];
const deny = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
});
const denyAll = 'arn:aws:iam::aws:policy/AWSDenyAll';
const user = { UserName: 'alice' };
const nobody = { UserName: 'nobody' };
const role = { RoleName: 'deploy' };
const noRole = { RoleName: 'nobody' };
const inline = { PolicyName: 'deny', PolicyDocument: deny };
const protection = 'disableApiTermination';

const instanceCalls: readonly ComparedCall[] = [
  onEc2('instances', ({ instanceId }) => new ec2.DescribeInstancesCommand({ InstanceIds: [instanceId] })),
  onEc2('an unknown instance', () => new ec2.DescribeInstancesCommand({ InstanceIds: [gone] })),
  onEc2('a malformed instance id', () => new ec2.StopInstancesCommand({ InstanceIds: ['i-web'] })),
  onEc2(
    'an attribute',
    ({ instanceId: InstanceId }) =>
      new ec2.DescribeInstanceAttributeCommand({ InstanceId, Attribute: protection }),
  ),
  onEc2(
    'protection on',
    ({ instanceId: InstanceId }) =>
      new ec2.ModifyInstanceAttributeCommand({ InstanceId, DisableApiTermination: { Value: true } }),
  ),
  onEc2(
    'the attribute afterwards',
    ({ instanceId: InstanceId }) =>
      new ec2.DescribeInstanceAttributeCommand({ InstanceId, Attribute: protection }),
  ),
  onEc2(
    'the shutdown behaviour',
    ({ instanceId: InstanceId }) =>
      new ec2.DescribeInstanceAttributeCommand({
        InstanceId,
        Attribute: 'instanceInitiatedShutdownBehavior',
      }),
  ),
  onEc2(
    'protection of an unknown instance',
    () =>
      new ec2.ModifyInstanceAttributeCommand({ InstanceId: gone, DisableApiTermination: { Value: true } }),
  ),
  onEc2('stopping', ({ instanceId }) => new ec2.StopInstancesCommand({ InstanceIds: [instanceId] })),
  onEc2(
    'stopping what is stopped',
    ({ instanceId }) => new ec2.StopInstancesCommand({ InstanceIds: [instanceId] }),
  ),
  onEc2('starting', ({ instanceId }) => new ec2.StartInstancesCommand({ InstanceIds: [instanceId] })),
  onEc2('stopping an unknown instance', () => new ec2.StopInstancesCommand({ InstanceIds: [gone] })),
  onEc2(
    'profiles of instances',
    ({ instanceId }) =>
      new ec2.DescribeIamInstanceProfileAssociationsCommand({
        Filters: [{ Name: 'instance-id', Values: [instanceId] }],
      }),
    ({ IamInstanceProfileAssociations: [found] }) => ({ associationId: found.AssociationId }),
  ),
  onEc2(
    'a second profile',
    ({ instanceId }) =>
      new ec2.AssociateIamInstanceProfileCommand({
        InstanceId: instanceId,
        IamInstanceProfile: { Name: 'web' },
      }),
  ),
  onEc2(
    'the same profile again',
    (_names, { associationId: AssociationId }) =>
      new ec2.ReplaceIamInstanceProfileAssociationCommand({
        AssociationId,
        IamInstanceProfile: { Name: 'web' },
      }),
    ({ IamInstanceProfileAssociation: made }) => ({ associationId: made.AssociationId }),
  ),
  onEc2(
    'taking the profile away',
    (_names, { associationId: AssociationId }) =>
      new ec2.DisassociateIamInstanceProfileCommand({ AssociationId }),
  ),
  onEc2(
    'taking it away again',
    (_names, { associationId: AssociationId }) =>
      new ec2.DisassociateIamInstanceProfileCommand({ AssociationId }),
  ),
  onEc2(
    'giving it back',
    ({ instanceId }) =>
      new ec2.AssociateIamInstanceProfileCommand({
        InstanceId: instanceId,
        IamInstanceProfile: { Name: 'web' },
      }),
  ),
];

const networkCalls: readonly ComparedCall[] = [
  onEc2(
    'interfaces',
    ({ instanceId }) =>
      new ec2.DescribeNetworkInterfacesCommand({
        Filters: [{ Name: 'attachment.instance-id', Values: [instanceId] }],
      }),
  ),
  onEc2('groups', ({ groupId }) => new ec2.DescribeSecurityGroupsCommand({ GroupIds: [groupId] })),
  onEc2('an unknown group', () => new ec2.DescribeSecurityGroupsCommand({ GroupIds: ['sg-00000000'] })),
  onEc2(
    'a new group',
    ({ vpcId: VpcId }) =>
      new ec2.CreateSecurityGroupCommand({
        GroupName: 'quarantine',
        Description: 'No way in or out',
        VpcId,
        TagSpecifications: [{ ResourceType: 'security-group', Tags: [{ Key: 'for', Value: 'inc-1' }] }],
      }),
    ({ GroupId }) => ({ quarantine: GroupId }),
  ),
  onEc2(
    'a group of the same name',
    ({ vpcId: VpcId }) =>
      new ec2.CreateSecurityGroupCommand({ GroupName: 'quarantine', Description: 'Again', VpcId }),
  ),
  onEc2(
    'a group in an unknown VPC',
    () => new ec2.CreateSecurityGroupCommand({ GroupName: 'q', Description: 'd', VpcId: 'vpc-00000000' }),
  ),
  onEc2(
    'revoking the rule that lets everything out',
    (_names, { quarantine: GroupId }) =>
      new ec2.RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: everywhere }),
  ),
  onEc2(
    'revoking it again',
    (_names, { quarantine: GroupId }) =>
      new ec2.RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: everywhere }),
  ),
  onEc2(
    'letting SSH in',
    ({ groupId: GroupId }) => new ec2.AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: ssh }),
  ),
  onEc2(
    'letting SSH in again',
    ({ groupId: GroupId }) => new ec2.AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: ssh }),
  ),
  onEc2(
    'letting SSH in no more',
    ({ groupId: GroupId }) => new ec2.RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions: ssh }),
  ),
  onEc2(
    'letting SSH in no more, again',
    ({ groupId: GroupId }) => new ec2.RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions: ssh }),
  ),
  onEc2(
    'letting everything out again',
    (_names, { quarantine: GroupId }) =>
      new ec2.AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: everywhere }),
  ),
  onEc2(
    'moving an interface',
    ({ secondInterface }, { quarantine = '' }) =>
      new ec2.ModifyNetworkInterfaceAttributeCommand({
        NetworkInterfaceId: secondInterface,
        Groups: [quarantine],
      }),
  ),
  onEc2(
    'moving it to an unknown group',
    ({ secondInterface }) =>
      new ec2.ModifyNetworkInterfaceAttributeCommand({
        NetworkInterfaceId: secondInterface,
        Groups: ['sg-00000000'],
      }),
  ),
  onEc2(
    'moving an unknown interface',
    ({ groupId }) =>
      new ec2.ModifyNetworkInterfaceAttributeCommand({
        NetworkInterfaceId: 'eni-00000000',
        Groups: [groupId],
      }),
  ),
  onEc2(
    'deleting a group in use',
    (_names, { quarantine: GroupId }) => new ec2.DeleteSecurityGroupCommand({ GroupId }),
  ),
  onEc2(
    'moving the interface back',
    ({ secondInterface, groupId }) =>
      new ec2.ModifyNetworkInterfaceAttributeCommand({
        NetworkInterfaceId: secondInterface,
        Groups: [groupId],
      }),
  ),
  onEc2(
    'deleting the group',
    (_names, { quarantine: GroupId }) => new ec2.DeleteSecurityGroupCommand({ GroupId }),
  ),
  onEc2('deleting an unknown group', () => new ec2.DeleteSecurityGroupCommand({ GroupId: 'sg-00000000' })),
];

const evidenceCalls: readonly ComparedCall[] = [
  onEc2(
    'volumes',
    ({ instanceId }) =>
      new ec2.DescribeVolumesCommand({ Filters: [{ Name: 'attachment.instance-id', Values: [instanceId] }] }),
    ({ Volumes: [first] }) => ({ volume: first.VolumeId }),
  ),
  onEc2('a snapshot', (_names, { volume: VolumeId }) => new ec2.CreateSnapshotCommand({ VolumeId })),
  onEc2(
    'snapshots of an instance',
    ({ instanceId }) =>
      new ec2.CreateSnapshotsCommand({
        InstanceSpecification: { InstanceId: instanceId },
        TagSpecifications: [{ ResourceType: 'snapshot', Tags: [{ Key: 'incident', Value: 'inc-1' }] }],
      }),
    ({ Snapshots: [first] }) => ({ snapshot: first.SnapshotId }),
  ),
  onEc2(
    'the snapshots by tag',
    () => new ec2.DescribeSnapshotsCommand({ Filters: [{ Name: 'tag:incident', Values: ['inc-1'] }] }),
  ),
  onEc2(
    'snapshots of an unknown instance',
    () => new ec2.CreateSnapshotsCommand({ InstanceSpecification: { InstanceId: gone } }),
  ),
  onEc2(
    'a snapshot of an unknown volume',
    () => new ec2.CreateSnapshotCommand({ VolumeId: 'vol-00000000000000000' }),
  ),
  onEc2(
    'deleting a snapshot',
    (_names, { snapshot: SnapshotId }) => new ec2.DeleteSnapshotCommand({ SnapshotId }),
  ),
  onEc2(
    'deleting it again',
    (_names, { snapshot: SnapshotId }) => new ec2.DeleteSnapshotCommand({ SnapshotId }),
  ),
  onEc2(
    'tagging',
    ({ instanceId }) =>
      new ec2.CreateTagsCommand({ Resources: [instanceId], Tags: [{ Key: 'incident', Value: 'inc-1' }] }),
  ),
  onEc2(
    'tags',
    ({ instanceId }) =>
      new ec2.DescribeTagsCommand({ Filters: [{ Name: 'resource-id', Values: [instanceId] }] }),
  ),
  onEc2(
    'taking a tag away',
    ({ instanceId }) => new ec2.DeleteTagsCommand({ Resources: [instanceId], Tags: [{ Key: 'incident' }] }),
  ),
  onEc2(
    'tagging an unknown instance',
    () => new ec2.CreateTagsCommand({ Resources: [gone], Tags: [{ Key: 'a', Value: 'b' }] }),
  ),
];

const userCalls: readonly ComparedCall[] = [
  onIam('a user', () => new iam.GetUserCommand(user)),
  onIam('an unknown user', () => new iam.GetUserCommand(nobody)),
  onIam('tags of a user', () => new iam.ListUserTagsCommand(user)),
  onIam('keys', () => new iam.ListAccessKeysCommand(user)),
  onIam('keys of an unknown user', () => new iam.ListAccessKeysCommand(nobody)),
  onIam(
    'the last use of a key',
    ({ accessKeyId }) => new iam.GetAccessKeyLastUsedCommand({ AccessKeyId: accessKeyId }),
  ),
  onIam(
    'the last use of an unknown key',
    () => new iam.GetAccessKeyLastUsedCommand({ AccessKeyId: 'AKIANOSUCHKEY0000000' }),
  ),
  onIam(
    'disabling a key',
    ({ accessKeyId }) =>
      new iam.UpdateAccessKeyCommand({ ...user, AccessKeyId: accessKeyId, Status: 'Inactive' }),
  ),
  onIam('keys afterwards', () => new iam.ListAccessKeysCommand(user)),
  onIam(
    'disabling an unknown key',
    () =>
      new iam.UpdateAccessKeyCommand({ ...user, AccessKeyId: 'AKIANOSUCHKEY0000000', Status: 'Inactive' }),
  ),
  onIam('attached policies of a user', () => new iam.ListAttachedUserPoliciesCommand(user)),
  onIam('attaching AWSDenyAll', () => new iam.AttachUserPolicyCommand({ ...user, PolicyArn: denyAll })),
  onIam('attached policies afterwards', () => new iam.ListAttachedUserPoliciesCommand(user)),
  onIam(
    'attaching an unknown policy',
    () => new iam.AttachUserPolicyCommand({ ...user, PolicyArn: 'arn:aws:iam::aws:policy/NoSuchPolicy' }),
  ),
  onIam(
    'attaching to an unknown user',
    () => new iam.AttachUserPolicyCommand({ ...nobody, PolicyArn: denyAll }),
  ),
  onIam('detaching it', () => new iam.DetachUserPolicyCommand({ ...user, PolicyArn: denyAll })),
  onIam('detaching it again', () => new iam.DetachUserPolicyCommand({ ...user, PolicyArn: denyAll })),
  onIam('an inline policy', () => new iam.PutUserPolicyCommand({ ...user, ...inline })),
  onIam('reading it', () => new iam.GetUserPolicyCommand({ ...user, PolicyName: 'deny' })),
  onIam('inline policies', () => new iam.ListUserPoliciesCommand(user)),
  onIam('deleting it', () => new iam.DeleteUserPolicyCommand({ ...user, PolicyName: 'deny' })),
  onIam('deleting it again', () => new iam.DeleteUserPolicyCommand({ ...user, PolicyName: 'deny' })),
  onIam('reading it afterwards', () => new iam.GetUserPolicyCommand({ ...user, PolicyName: 'deny' })),
  onIam('the password', () => new iam.GetLoginProfileCommand(user)),
  onIam('deleting the password', () => new iam.DeleteLoginProfileCommand(user)),
  onIam('deleting it again', () => new iam.DeleteLoginProfileCommand(user)),
  onIam('no password', () => new iam.GetLoginProfileCommand(user)),
  onIam('the password of an unknown user', () => new iam.GetLoginProfileCommand(nobody)),
];

const roleCalls: readonly ComparedCall[] = [
  onIam('a role', () => new iam.GetRoleCommand(role)),
  onIam('an unknown role', () => new iam.GetRoleCommand(noRole)),
  onIam('tags of a role', () => new iam.ListRoleTagsCommand(role)),
  onIam('profiles of a role', () => new iam.ListInstanceProfilesForRoleCommand({ RoleName: 'web' })),
  onIam('a profile', () => new iam.GetInstanceProfileCommand({ InstanceProfileName: 'web' })),
  onIam('an unknown profile', () => new iam.GetInstanceProfileCommand({ InstanceProfileName: 'nobody' })),
  onIam('an inline policy of a role', () => new iam.PutRolePolicyCommand({ ...role, ...inline })),
  onIam('reading it', () => new iam.GetRolePolicyCommand({ ...role, PolicyName: 'deny' })),
  onIam('inline policies of a role', () => new iam.ListRolePoliciesCommand(role)),
  onIam('deleting it', () => new iam.DeleteRolePolicyCommand({ ...role, PolicyName: 'deny' })),
  onIam('deleting it again', () => new iam.DeleteRolePolicyCommand({ ...role, PolicyName: 'deny' })),
  onIam('reading it afterwards', () => new iam.GetRolePolicyCommand({ ...role, PolicyName: 'deny' })),
  onIam('attaching to a role', () => new iam.AttachRolePolicyCommand({ ...role, PolicyArn: denyAll })),
  onIam('attaching again', () => new iam.AttachRolePolicyCommand({ ...role, PolicyArn: denyAll })),
  onIam('attached policies of a role', () => new iam.ListAttachedRolePoliciesCommand(role)),
  onIam('detaching', () => new iam.DetachRolePolicyCommand({ ...role, PolicyArn: denyAll })),
  onIam('detaching again', () => new iam.DetachRolePolicyCommand({ ...role, PolicyArn: denyAll })),
  onIam('a policy', () => new iam.CreatePolicyCommand(inline)),
  onIam('a policy of the same name', () => new iam.CreatePolicyCommand(inline)),
  onIam(
    'reading the policy',
    ({ account }) => new iam.GetPolicyCommand({ PolicyArn: `arn:aws:iam::${account}:policy/deny` }),
  ),
  onIam(
    'its text',
    ({ account }) =>
      new iam.GetPolicyVersionCommand({ PolicyArn: `arn:aws:iam::${account}:policy/deny`, VersionId: 'v1' }),
  ),
  onIam(
    'deleting the policy',
    ({ account }) => new iam.DeletePolicyCommand({ PolicyArn: `arn:aws:iam::${account}:policy/deny` }),
  ),
  onIam(
    'an unknown policy',
    ({ account }) => new iam.GetPolicyCommand({ PolicyArn: `arn:aws:iam::${account}:policy/deny` }),
  ),
];

const block = { BlockPublicAcls: true, IgnorePublicAcls: true };
const noBucket = { Bucket: 'no-such-bucket-of-ours' };

const storageCalls: readonly ComparedCall[] = [
  onS3('the bucket', ({ bucketName: Bucket }) => new s3.HeadBucketCommand({ Bucket })),
  onS3('the buckets', () => new s3.ListBucketsCommand({})),
  onS3('the place of the bucket', ({ bucketName: Bucket }) => new s3.GetBucketLocationCommand({ Bucket })),
  onS3('its ownership', ({ bucketName: Bucket }) => new s3.GetBucketOwnershipControlsCommand({ Bucket })),
  onS3('whether it is public', ({ bucketName: Bucket }) => new s3.GetBucketPolicyStatusCommand({ Bucket })),
  onS3('an unknown bucket', () => new s3.GetBucketAclCommand(noBucket)),
  onS3('no block', ({ bucketName: Bucket }) => new s3.GetPublicAccessBlockCommand({ Bucket })),
  onS3('the block of an unknown bucket', () => new s3.GetPublicAccessBlockCommand(noBucket)),
  onS3(
    'blocking',
    ({ bucketName: Bucket }) =>
      new s3.PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: block }),
  ),
  onS3('the block', ({ bucketName: Bucket }) => new s3.GetPublicAccessBlockCommand({ Bucket })),
  onS3('unblocking', ({ bucketName: Bucket }) => new s3.DeletePublicAccessBlockCommand({ Bucket })),
  onS3('unblocking again', ({ bucketName: Bucket }) => new s3.DeletePublicAccessBlockCommand({ Bucket })),
  onS3('tags', ({ bucketName: Bucket }) => new s3.GetBucketTaggingCommand({ Bucket })),
  onS3('the ACL', ({ bucketName: Bucket }) => new s3.GetBucketAclCommand({ Bucket })),
  onS3('the policy', ({ bucketName: Bucket }) => new s3.GetBucketPolicyCommand({ Bucket })),
  onS3Control(
    'no block of the account',
    ({ account: AccountId }) => new s3control.GetPublicAccessBlockCommand({ AccountId }),
  ),
  onS3Control(
    'blocking the account',
    ({ account: AccountId }) =>
      new s3control.PutPublicAccessBlockCommand({ AccountId, PublicAccessBlockConfiguration: block }),
  ),
  onS3Control(
    'the block of the account',
    ({ account: AccountId }) => new s3control.GetPublicAccessBlockCommand({ AccountId }),
  ),
  onS3Control(
    'unblocking the account',
    ({ account: AccountId }) => new s3control.DeletePublicAccessBlockCommand({ AccountId }),
  ),
];

const noFunction = { FunctionName: 'no-such-function' };

const functionCalls: readonly ComparedCall[] = [
  onLambda(
    'a function',
    ({ functionName: FunctionName }) => new lambda.GetFunctionConfigurationCommand({ FunctionName }),
  ),
  onLambda(
    'tags of a function',
    ({ functionName, account }) =>
      new lambda.ListTagsCommand({
        Resource: `arn:aws:lambda:us-east-1:${account}:function:${functionName}`,
      }),
  ),
  onLambda('an unknown function', () => new lambda.GetFunctionConfigurationCommand(noFunction)),
  onLambda(
    'no concurrency',
    ({ functionName: FunctionName }) => new lambda.GetFunctionConcurrencyCommand({ FunctionName }),
  ),
  onLambda('concurrency of an unknown function', () => new lambda.GetFunctionConcurrencyCommand(noFunction)),
  onLambda(
    'throttling',
    ({ functionName: FunctionName }) =>
      new lambda.PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }),
  ),
  onLambda(
    'the concurrency',
    ({ functionName: FunctionName }) => new lambda.GetFunctionConcurrencyCommand({ FunctionName }),
  ),
  onLambda(
    'throttling no more',
    ({ functionName: FunctionName }) => new lambda.DeleteFunctionConcurrencyCommand({ FunctionName }),
  ),
  onLambda(
    'throttling an unknown function',
    () => new lambda.PutFunctionConcurrencyCommand({ ...noFunction, ReservedConcurrentExecutions: 0 }),
  ),
];

/** In this order, on one account each: later calls see what earlier ones did. */
export const comparedCalls: readonly ComparedCall[] = [
  ...instanceCalls,
  ...networkCalls,
  ...evidenceCalls,
  ...userCalls,
  ...roleCalls,
  ...storageCalls,
  ...functionCalls,
  ...scalingCalls,
  ...balancerCalls,
];
