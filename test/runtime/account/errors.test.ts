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
import { expect, test } from 'vitest';
import type { AwsServiceName } from '../../../tasks/aws-clients.ts';
import {
  account,
  classicBalancer,
  createWorld,
  detectorId,
  functionName,
  instanceId,
  keyId,
  scalingGroup,
  targetGroup,
} from './world.ts';

const InstanceId = 'i-00000000000000000';
const stoppedId = 'i-0000000000000005d';
const deny = '{"Version":"2012-10-17","Statement":[]}';
const group = 'sg-0000000a';
const eni = 'eni-0000000a';
const everywhere = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
const nobody = { UserName: 'nobody' };
const slr = { RoleName: 'AWSServiceRoleForSupport' };
const Bucket = 'no-such-bucket';

/** Title, call, error name, and a part of the message. */
type Case = readonly [
  title: string,
  service: AwsServiceName,
  command: object,
  name: string,
  message?: string,
];

const ec2Cases: readonly Case[] = [
  [
    'an instance that does not exist',
    'ec2',
    new ec2.DescribeInstancesCommand({ InstanceIds: [InstanceId] }),
    'InvalidInstanceID.NotFound',
    `The instance ID '${InstanceId}' does not exist`,
  ],
  [
    'two instances that do not exist',
    'ec2',
    new ec2.DescribeInstancesCommand({ InstanceIds: [InstanceId, 'i-11111111'] }),
    'InvalidInstanceID.NotFound',
    `The instance IDs '${InstanceId}, i-11111111' do not exist`,
  ],
  [
    'an id that is none',
    'ec2',
    new ec2.DescribeInstancesCommand({ InstanceIds: ['i-web'] }),
    'InvalidInstanceID.Malformed',
    'Invalid id: "i-web"',
  ],
  ['a token that is none', 'ec2', new ec2.DescribeInstancesCommand({ NextToken: 'abc' }), 'InvalidNextToken'],
  [
    'a dry run',
    'ec2',
    new ec2.StopInstancesCommand({ InstanceIds: [instanceId], DryRun: true }),
    'DryRunOperation',
    'Request would have succeeded, but DryRun flag is set.',
  ],
  ['no instance to stop', 'ec2', new ec2.StopInstancesCommand({} as never), 'MissingParameter'],
  [
    'attributes of an instance that does not exist',
    'ec2',
    new ec2.ModifyInstanceAttributeCommand({ InstanceId, DisableApiStop: { Value: true } }),
    'InvalidInstanceID.NotFound',
  ],
  [
    'two attributes at once',
    'ec2',
    new ec2.ModifyInstanceAttributeCommand({
      InstanceId: instanceId,
      DisableApiStop: { Value: true },
      DisableApiTermination: { Value: true },
    }),
    'InvalidParameterCombination',
    'DisableApiTermination, DisableApiStop',
  ],
  [
    'an unknown shutdown behaviour',
    'ec2',
    new ec2.ModifyInstanceAttributeCommand({
      InstanceId: instanceId,
      InstanceInitiatedShutdownBehavior: { Value: 'sleep' },
    }),
    'InvalidParameterValue',
    "'sleep'",
  ],
  [
    'groups of an instance with two interfaces',
    'ec2',
    new ec2.ModifyInstanceAttributeCommand({ InstanceId: instanceId, Groups: [group] }),
    'InvalidInstanceID',
    'There are multiple interfaces attached',
  ],
  [
    'an interface that does not exist',
    'ec2',
    new ec2.ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId: 'eni-99999999', Groups: [group] }),
    'InvalidNetworkInterfaceID.NotFound',
    "The networkInterface ID 'eni-99999999' does not exist",
  ],
  [
    'a group that does not exist',
    'ec2',
    new ec2.ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId: eni, Groups: ['sg-99999999'] }),
    'InvalidGroup.NotFound',
    "The security group 'sg-99999999' does not exist",
  ],
  [
    'no groups at all',
    'ec2',
    new ec2.ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId: eni, Groups: [] }),
    'InvalidParameterCombination',
  ],
  [
    'a group of another VPC',
    'ec2',
    new ec2.ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId: eni, Groups: ['sg-elsewhere'] }),
    'InvalidGroup.NotFound',
    'You have specified two resources that belong to different networks.',
  ],
  [
    'a group name that is taken in the VPC',
    'ec2',
    new ec2.CreateSecurityGroupCommand({
      GroupName: `web-${group}`,
      Description: 'd',
      VpcId: 'vpc-0a0a0a0a',
    }),
    'InvalidGroup.Duplicate',
    `The security group 'web-${group}' already exists for VPC 'vpc-0a0a0a0a'`,
  ],
  [
    'a VPC that does not exist',
    'ec2',
    new ec2.CreateSecurityGroupCommand({ GroupName: 'n', Description: 'd', VpcId: 'vpc-99999999' }),
    'InvalidVpcID.NotFound',
  ],
  [
    'no VPC where there is no default one',
    'ec2',
    new ec2.CreateSecurityGroupCommand({ GroupName: 'n', Description: 'd' }),
    'VPCIdNotSpecified',
  ],
  [
    'a group without a description',
    'ec2',
    new ec2.CreateSecurityGroupCommand({ GroupName: 'n', VpcId: 'vpc-0a0a0a0a' } as never),
    'MissingParameter',
    'GroupDescription',
  ],
  [
    'tags for another type than is created',
    'ec2',
    new ec2.CreateSecurityGroupCommand({
      GroupName: 'n',
      Description: 'd',
      VpcId: 'vpc-0a0a0a0a',
      TagSpecifications: [{ ResourceType: 'instance', Tags: [] }],
    }),
    'InvalidParameterValue',
  ],
  [
    'a group that is in use',
    'ec2',
    new ec2.DeleteSecurityGroupCommand({ GroupId: group }),
    'DependencyViolation',
    `resource ${group} has a dependent object`,
  ],
  [
    'a group that is gone',
    'ec2',
    new ec2.DeleteSecurityGroupCommand({ GroupId: 'sg-99999999' }),
    'InvalidGroup.NotFound',
  ],
  [
    'a rule that is there already',
    'ec2',
    new ec2.AuthorizeSecurityGroupEgressCommand({ GroupId: group, IpPermissions: everywhere }),
    'InvalidPermission.Duplicate',
    'the specified rule "peer: 0.0.0.0/0, ALL, ALLOW" already exists',
  ],
  [
    'a rule that is not there',
    'ec2',
    new ec2.RevokeSecurityGroupIngressCommand({ GroupId: group, IpPermissions: everywhere }),
    'InvalidPermission.NotFound',
    'The specified rule does not exist in this security group.',
  ],
  [
    'a rule for another port',
    'ec2',
    new ec2.RevokeSecurityGroupIngressCommand({
      GroupId: group,
      IpPermissions: [{ IpProtocol: 'tcp', FromPort: 442, ToPort: 443, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    }),
    'InvalidPermission.NotFound',
  ],
  [
    'a rule without a peer',
    'ec2',
    new ec2.AuthorizeSecurityGroupIngressCommand({ GroupId: group, IpPermissions: [{ IpProtocol: '-1' }] }),
    'InvalidParameterValue',
  ],
  [
    'snapshots of an instance that does not exist',
    'ec2',
    new ec2.CreateSnapshotsCommand({ InstanceSpecification: { InstanceId } }),
    'InvalidInstanceID.NotFound',
  ],
  [
    'a snapshot that does not exist',
    'ec2',
    new ec2.DescribeSnapshotsCommand({ SnapshotIds: ['snap-99999999'] }),
    'InvalidSnapshot.NotFound',
    "The snapshot 'snap-99999999' does not exist",
  ],
  [
    'a volume that does not exist',
    'ec2',
    new ec2.CreateSnapshotCommand({ VolumeId: 'vol-99999999' }),
    'InvalidVolume.NotFound',
  ],
  [
    'tags of something that does not exist',
    'ec2',
    new ec2.CreateTagsCommand({ Resources: [InstanceId], Tags: [{ Key: 'a', Value: 'b' }] }),
    'InvalidInstanceID.NotFound',
  ],
  [
    'tags of what is no resource',
    'ec2',
    new ec2.CreateTagsCommand({ Resources: ['web'], Tags: [{ Key: 'a', Value: 'b' }] }),
    'InvalidID',
  ],
  [
    "AWS's own tags",
    'ec2',
    new ec2.CreateTagsCommand({ Resources: [instanceId], Tags: [{ Key: 'aws:a', Value: 'b' }] }),
    'InvalidParameterValue',
    'reserved for internal use',
  ],
  [
    'too many tags',
    'ec2',
    new ec2.CreateTagsCommand({
      Resources: [instanceId],
      Tags: Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' })),
    }),
    'TagLimitExceeded',
  ],
  [
    'an association that does not exist',
    'ec2',
    new ec2.DisassociateIamInstanceProfileCommand({ AssociationId: 'iip-assoc-0' }),
    'InvalidAssociationID.NotFound',
  ],
  [
    'a second profile for an instance',
    'ec2',
    new ec2.AssociateIamInstanceProfileCommand({
      InstanceId: instanceId,
      IamInstanceProfile: { Name: 'web' },
    }),
    'IncorrectState',
    `There is an existing association for instance ${instanceId}`,
  ],
];

const AutoScalingGroupName = scalingGroup.name;
const standby = { AutoScalingGroupName, InstanceIds: [instanceId] };

const autoscalingCases: readonly Case[] = [
  [
    'a scaling group that does not exist',
    'autoscaling',
    new autoscaling.UpdateAutoScalingGroupCommand({ AutoScalingGroupName: 'none' }),
    'ValidationError',
    'AutoScalingGroup none not found',
  ],
  [
    'a minimum above the maximum',
    'autoscaling',
    new autoscaling.UpdateAutoScalingGroupCommand({ AutoScalingGroupName, MinSize: 9 }),
    'ValidationError',
    'Max bound, 4',
  ],
  [
    'fewer than the minimum',
    'autoscaling',
    new autoscaling.UpdateAutoScalingGroupCommand({ AutoScalingGroupName, DesiredCapacity: 1 }),
    'ValidationError',
    'Desired capacity:1 must be between the specified min size:2 and max size:4',
  ],
  [
    'standby in a group at its minimum',
    'autoscaling',
    new autoscaling.EnterStandbyCommand({ ...standby, ShouldDecrementDesiredCapacity: true }),
    'ValidationError',
    'has min-size=2, max-size=4, and desired-size=2',
  ],
  [
    'standby without a word on the desired capacity',
    'autoscaling',
    new autoscaling.EnterStandbyCommand(standby as never),
    'ValidationError',
    "'shouldDecrementDesiredCapacity'",
  ],
  [
    'the way back of an instance that is in service',
    'autoscaling',
    new autoscaling.ExitStandbyCommand(standby),
    'ValidationError',
    `The instance ${instanceId} is not in Standby.`,
  ],
  [
    'standby of an instance of no group',
    'autoscaling',
    new autoscaling.ExitStandbyCommand({ ...standby, InstanceIds: [InstanceId] }),
    'ValidationError',
    `The instance ${InstanceId} is not part of Auto Scaling group web.`,
  ],
];

const TargetGroupArn = targetGroup.arn;
const LoadBalancerName = classicBalancer.name;

const balancingCases: readonly Case[] = [
  [
    'a target group that does not exist',
    'elbv2',
    new elbv2.DescribeTargetHealthCommand({ TargetGroupArn: 'arn:none' }),
    'TargetGroupNotFoundException',
    'One or more target groups not found',
  ],
  ['no target group', 'elbv2', new elbv2.DescribeTargetHealthCommand({} as never), 'ValidationError'],
  [
    'no target to take off',
    'elbv2',
    new elbv2.DeregisterTargetsCommand({ TargetGroupArn, Targets: [] }),
    'ValidationError',
  ],
  [
    'a marker that is none',
    'elbv2',
    new elbv2.DescribeTargetGroupsCommand({ Marker: 'x' }),
    'ValidationError',
  ],
  [
    'a target that is no instance',
    'elbv2',
    new elbv2.RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: InstanceId }] }),
    'InvalidTargetException',
    `'${InstanceId}' is not valid`,
  ],
  [
    'a target that does not run',
    'elbv2',
    new elbv2.RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: stoppedId }] }),
    'InvalidTargetException',
    `are not in a running state and cannot be registered: '${stoppedId}'`,
  ],
  [
    'a classic load balancer that does not exist',
    'elb',
    new elb.DescribeInstanceHealthCommand({ LoadBalancerName: 'none' }),
    'AccessPointNotFoundException',
    "There is no ACTIVE Load Balancer named 'none'",
  ],
  ['no classic load balancer', 'elb', new elb.DescribeInstanceHealthCommand({} as never), 'ValidationError'],
  [
    'no instance to register',
    'elb',
    new elb.RegisterInstancesWithLoadBalancerCommand({ LoadBalancerName, Instances: [] }),
    'ValidationError',
  ],
  [
    'an instance that does not run',
    'elb',
    new elb.RegisterInstancesWithLoadBalancerCommand({
      LoadBalancerName,
      Instances: [{ InstanceId: stoppedId }],
    }),
    'InvalidEndPointException',
    'is not in a running state',
  ],
];

const iamCases: readonly Case[] = [
  [
    'a user that does not exist',
    'iam',
    new iam.GetUserCommand(nobody),
    'NoSuchEntityException',
    'The user with name nobody cannot be found.',
  ],
  [
    'keys of a user that does not exist',
    'iam',
    new iam.ListAccessKeysCommand(nobody),
    'NoSuchEntityException',
  ],
  [
    'a key that does not exist',
    'iam',
    new iam.UpdateAccessKeyCommand({ UserName: 'alice', AccessKeyId: 'AKIA0', Status: 'Inactive' }),
    'NoSuchEntityException',
    'The Access Key with id AKIA0 cannot be found.',
  ],
  [
    "another user's key",
    'iam',
    new iam.UpdateAccessKeyCommand({ UserName: 'bob', AccessKeyId: keyId, Status: 'Inactive' }),
    'NoSuchEntityException',
    `The Access Key with id ${keyId} cannot be found.`,
  ],
  [
    'a key without its user, which means the caller',
    'iam',
    new iam.UpdateAccessKeyCommand({ AccessKeyId: keyId, Status: 'Inactive' }),
    'NoSuchEntityException',
  ],
  [
    'a status that is none',
    'iam',
    new iam.UpdateAccessKeyCommand({ UserName: 'alice', AccessKeyId: keyId, Status: 'Off' as 'Active' }),
    'ValidationError',
    "Value 'Off' at 'status'",
  ],
  [
    'a temporary key',
    'iam',
    new iam.GetAccessKeyLastUsedCommand({ AccessKeyId: 'ASIAIOSFODNN7EXAMPLE' }),
    'NoSuchEntityException',
  ],
  [
    'a role that does not exist',
    'iam',
    new iam.GetRoleCommand({ RoleName: 'none' }),
    'NoSuchEntityException',
    'The role with name none cannot be found.',
  ],
  [
    'an inline policy that does not exist',
    'iam',
    new iam.GetRolePolicyCommand({ RoleName: 'deploy', PolicyName: 'none' }),
    'NoSuchEntityException',
    'The role policy with name none cannot be found.',
  ],
  [
    'deleting an inline policy twice',
    'iam',
    new iam.DeleteUserPolicyCommand({ UserName: 'alice', PolicyName: 'none' }),
    'NoSuchEntityException',
    'The user policy with name none cannot be found.',
  ],
  [
    'a policy that is no JSON',
    'iam',
    new iam.PutRolePolicyCommand({ RoleName: 'deploy', PolicyName: 'p', PolicyDocument: '{' }),
    'MalformedPolicyDocumentException',
    'Syntax errors in policy.',
  ],
  [
    'a policy without statements',
    'iam',
    new iam.PutRolePolicyCommand({ RoleName: 'deploy', PolicyName: 'p', PolicyDocument: '{}' }),
    'MalformedPolicyDocumentException',
  ],
  [
    'inline policies beyond the quota',
    'iam',
    new iam.PutUserPolicyCommand({
      UserName: 'alice',
      PolicyName: 'p',
      PolicyDocument: JSON.stringify({ Statement: [{ Sid: 'x'.repeat(2048) }] }),
    }),
    'LimitExceededException',
    'Maximum policy size of 2048 bytes exceeded for user',
  ],
  [
    'a managed policy that does not exist',
    'iam',
    new iam.AttachRolePolicyCommand({ RoleName: 'deploy', PolicyArn: 'arn:aws:iam::aws:policy/None' }),
    'NoSuchEntityException',
    'Policy arn:aws:iam::aws:policy/None does not exist or is not attachable.',
  ],
  [
    'a managed policy that is not attached',
    'iam',
    new iam.DetachRolePolicyCommand({ RoleName: 'deploy', PolicyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' }),
    'NoSuchEntityException',
  ],
  [
    'a policy of its own that is attached',
    'iam',
    new iam.DeletePolicyCommand({ PolicyArn: `arn:aws:iam::${account}:policy/held` }),
    'DeleteConflictException',
  ],
  [
    'a policy name that is taken',
    'iam',
    new iam.CreatePolicyCommand({ PolicyName: 'held', PolicyDocument: deny }),
    'EntityAlreadyExistsException',
  ],
  [
    'a service-linked role',
    'iam',
    new iam.PutRolePolicyCommand({ ...slr, PolicyName: 'p', PolicyDocument: deny }),
    'UnmodifiableEntityException',
    "Cannot perform the operation on the protected role 'AWSServiceRoleForSupport' - this role is only modifiable by AWS",
  ],
  [
    'attaching to a service-linked role',
    'iam',
    new iam.AttachRolePolicyCommand({ ...slr, PolicyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' }),
    'UnmodifiableEntityException',
  ],
  [
    'a user without a password',
    'iam',
    new iam.GetLoginProfileCommand({ UserName: 'alice' }),
    'NoSuchEntityException',
    'Login Profile for User alice cannot be found.',
  ],
  [
    'an instance profile that does not exist',
    'iam',
    new iam.GetInstanceProfileCommand({ InstanceProfileName: 'none' }),
    'NoSuchEntityException',
    'Instance Profile none cannot be found.',
  ],
  ['no role name', 'iam', new iam.GetRoleCommand({} as never), 'ValidationError', "'roleName'"],
];

const otherCases: readonly Case[] = [
  ['a bucket that does not exist', 's3', new s3.GetBucketPolicyCommand({ Bucket }), 'NoSuchBucket'],
  ['the head of a bucket that does not exist', 's3', new s3.HeadBucketCommand({ Bucket }), 'NotFound'],
  [
    "another account's bucket",
    's3',
    new s3.GetPublicAccessBlockCommand({ Bucket: 'theirs' }),
    'AccessDenied',
  ],
  [
    'a bucket whose owner is not the expected one',
    's3',
    new s3.GetPublicAccessBlockCommand({ Bucket: 'reports', ExpectedBucketOwner: '999999999999' }),
    'AccessDenied',
  ],
  [
    'a public access block that was never put',
    's3',
    new s3.GetPublicAccessBlockCommand({ Bucket: 'reports' }),
    'NoSuchPublicAccessBlockConfiguration',
    'The public access block configuration was not found',
  ],
  [
    'a policy that was never put',
    's3',
    new s3.GetBucketPolicyCommand({ Bucket: 'private' }),
    'NoSuchBucketPolicy',
  ],
  ['tags that were never put', 's3', new s3.GetBucketTaggingCommand({ Bucket: 'private' }), 'NoSuchTagSet'],
  [
    'no configuration to put',
    's3',
    new s3.PutPublicAccessBlockCommand({ Bucket: 'reports' } as never),
    'MalformedXML',
  ],
  [
    'a page of no buckets',
    's3',
    new s3.ListBucketsCommand({ MaxBuckets: 0 }),
    'InvalidArgument',
    'between 1 and 10000',
  ],
  [
    "an account's public access block that was never put",
    's3control',
    new s3control.GetPublicAccessBlockCommand({ AccountId: account }),
    'NoSuchPublicAccessBlockConfiguration',
  ],
  [
    "another account's public access block",
    's3control',
    new s3control.DeletePublicAccessBlockCommand({ AccountId: '999999999999' }),
    'AccessDenied',
  ],
  [
    'no configuration to put for the account',
    's3control',
    new s3control.PutPublicAccessBlockCommand({ AccountId: account } as never),
    'MalformedXML',
  ],
  [
    'no finding to update',
    'securityhub',
    new securityhub.BatchUpdateFindingsCommand({ FindingIdentifiers: [] }),
    'InvalidInputException',
  ],
  [
    'too long a note',
    'securityhub',
    new securityhub.BatchUpdateFindingsCommand({
      FindingIdentifiers: [{ Id: 'a', ProductArn: 'b' }],
      Note: { Text: 'x'.repeat(513), UpdatedBy: 'test' },
    }),
    'InvalidInputException',
    'at most 512',
  ],
  [
    'a workflow status that is none',
    'securityhub',
    new securityhub.BatchUpdateFindingsCommand({
      FindingIdentifiers: [{ Id: 'a', ProductArn: 'b' }],
      Workflow: { Status: 'DONE' as 'NEW' },
    }),
    'InvalidInputException',
    "'DONE'",
  ],
  [
    'both ways of naming findings',
    'securityhub',
    new securityhub.BatchUpdateFindingsV2Command({ MetadataUids: ['a'], FindingIdentifiers: [] }),
    'ValidationException',
  ],
  [
    'too many findings',
    'guardduty',
    new guardduty.ArchiveFindingsCommand({
      DetectorId: detectorId,
      FindingIds: Array.from({ length: 51 }, (_, index) => String(index)),
    }),
    'BadRequestException',
    'at most 50',
  ],
  [
    "another account's detector",
    'guardduty',
    new guardduty.GetFindingsCommand({ DetectorId: 'theirs', FindingIds: ['a'] }),
    'BadRequestException',
    'not owned by the current account',
  ],
];

const FunctionName = functionName;

const lambdaCases: readonly Case[] = [
  [
    'a function that does not exist',
    'lambda',
    new lambda.GetFunctionConcurrencyCommand({ FunctionName: 'nothing' }),
    'ResourceNotFoundException',
    `Function not found: arn:aws:lambda:us-east-1:${account}:function:nothing`,
  ],
  [
    'a name that is none',
    'lambda',
    new lambda.GetFunctionConfigurationCommand({ FunctionName: 'no spaces' }),
    'ValidationException',
    `"no spaces" at 'functionName'`,
  ],
  [
    'no concurrency to reserve',
    'lambda',
    new lambda.PutFunctionConcurrencyCommand({ FunctionName } as never),
    'ValidationException',
    'must not be null',
  ],
  [
    'less than no concurrency',
    'lambda',
    new lambda.PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: -1 }),
    'ValidationException',
    'greater than or equal to 0',
  ],
  [
    'more concurrency than the account may reserve',
    'lambda',
    new lambda.PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 901 }),
    'InvalidParameterValueException',
    'below its minimum value of [100]',
  ],
];

const baseClasses: Readonly<Record<AwsServiceName, abstract new (...args: never[]) => Error>> = {
  ec2: ec2.EC2ServiceException,
  iam: iam.IAMServiceException,
  s3: s3.S3ServiceException,
  securityhub: securityhub.SecurityHubServiceException,
  guardduty: guardduty.GuardDutyServiceException,
  autoscaling: autoscaling.AutoScalingServiceException,
  elb: elb.ElasticLoadBalancingServiceException,
  elbv2: elbv2.ElasticLoadBalancingV2ServiceException,
  lambda: lambda.LambdaServiceException,
  s3control: s3control.S3ControlServiceException,
};

async function createWorldWithEdges() {
  const world = await createWorld();
  const here = { account, region: 'us-east-1' };
  const { accounts } = world;
  const picture = accounts.snapshot(account);
  const [bucket] = picture.bucket;
  const [role] = picture.role;
  const [alice] = picture.user;
  const [elsewhere] = picture['security-group'];
  if (!bucket || !role || !alice || !elsewhere) throw new Error('the seed is not what these tests expect');
  const there = { account: '999999999999', region: 'us-east-1' };
  await accounts.put('bucket', there, { ...bucket, ...there, bucketName: 'theirs' });
  await accounts.put('bucket', here, { ...bucket, bucketName: 'private', policy: null, tags: [] });
  await accounts.put('user', here, { ...alice, userName: 'bob' });
  await accounts.put('security-group', here, {
    ...elsewhere,
    groupId: 'sg-elsewhere',
    vpcId: 'vpc-elsewhere',
  });
  const [instance] = picture.instance;
  if (instance) {
    await accounts.put('instance', here, { ...instance, instanceId: stoppedId, state: 'stopped' });
  }
  await world.send('iam', new iam.CreatePolicyCommand({ PolicyName: 'held', PolicyDocument: deny }));
  const PolicyArn = `arn:aws:iam::${account}:policy/held`;
  await world.send('iam', new iam.AttachRolePolicyCommand({ RoleName: 'deploy', PolicyArn }));
  return world;
}

const cases = [
  ...ec2Cases,
  ...autoscalingCases,
  ...balancingCases,
  ...iamCases,
  ...otherCases,
  ...lambdaCases,
].map(([title, service, command, name, message = '']) => ({
  title,
  service,
  command,
  name,
  message,
}));

test.each(cases)('$title is $name, and changes nothing', async ({ service, command, name, message }) => {
  const { accounts, send } = await createWorldWithEdges();
  const before = { picture: accounts.snapshot(account), calls: accounts.calls() };
  const error: any = await send(service, command).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(baseClasses[service]);
  expect(error).toMatchObject({ name, $fault: 'client', $metadata: { attempts: 1 } });
  expect(error.message).toContain(message);
  expect({ picture: accounts.snapshot(account), calls: accounts.calls() }).toEqual(before);
});

const unsimulated: readonly (readonly [title: string, service: AwsServiceName, object, message: string])[] = [
  [
    'a command',
    'ec2',
    new ec2.RunInstancesCommand({ MinCount: 1, MaxCount: 1 }),
    'does not answer ec2 RunInstances; it answers: AssociateIamInstanceProfile,',
  ],
  ['a command of another service', 's3', new iam.GetUserCommand({}), 'does not answer s3 GetUser'],
  [
    'a field',
    'ec2',
    new ec2.CreateSnapshotsCommand({ InstanceSpecification: { InstanceId }, Location: 'local' }),
    "does not know field 'Location' of ec2 CreateSnapshots; it knows: InstanceSpecification,",
  ],
  [
    'a filter',
    'ec2',
    new ec2.DescribeInstancesCommand({ Filters: [{ Name: 'hypervisor', Values: ['xen'] }] }),
    "knows no filter 'hypervisor' of instance; it knows: instance-id,",
  ],
  [
    'a replacement',
    'autoscaling',
    new autoscaling.EnterStandbyCommand({ ...standby, ShouldDecrementDesiredCapacity: false }),
    'launches no replacements',
  ],
  [
    'a version of a function',
    'lambda',
    new lambda.GetFunctionConcurrencyCommand({ FunctionName: `${functionName}:7` }),
    'has no versions of functions: name resize-images, not resize-images:7',
  ],
  [
    'an attribute',
    'ec2',
    new ec2.DescribeInstanceAttributeCommand({ InstanceId: instanceId, Attribute: 'userData' }),
    "has no instance attribute 'userData'; it has: disableApiTermination,",
  ],
];

test.each(unsimulated)(
  '%s that is not simulated is refused by name',
  async (_title, service, command, message) => {
    const { send } = await createWorld();
    await expect(send(service, command)).rejects.toMatchObject({
      name: 'NotSimulated',
      message: expect.stringContaining(message),
    });
  },
);
