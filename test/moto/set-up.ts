import * as ec2 from '@aws-sdk/client-ec2';
import * as iam from '@aws-sdk/client-iam';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import type { Lab } from './lab.ts';

const trust = (service: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });

const https = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '0.0.0.0/0' }] };

/** A role `name`, in a profile of the same name. */
export async function setUpRole({ send }: Lab, RoleName: string): Promise<void> {
  const AssumeRolePolicyDocument = trust('ec2.amazonaws.com');
  const Description = 'For tests';
  await send('iam', new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, Description }));
  const InstanceProfileName = RoleName;
  await send('iam', new iam.CreateInstanceProfileCommand({ InstanceProfileName }));
  await send('iam', new iam.AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName }));
}

/** A VPC with one subnet, and a group that lets HTTPS in from everywhere. */
async function setUpNetwork({ send }: Lab) {
  const { Vpc } = await send('ec2', new ec2.CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const vpcId: string = Vpc.VpcId;
  const made = await send('ec2', new ec2.CreateSubnetCommand({ VpcId: vpcId, CidrBlock: '10.0.1.0/24' }));
  const subnetId: string = made.Subnet.SubnetId;
  const group = { GroupName: 'web', Description: 'The web servers', VpcId: vpcId };
  const { GroupId } = await send('ec2', new ec2.CreateSecurityGroupCommand(group));
  const groupId: string = GroupId;
  await send('ec2', new ec2.AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [https] }));
  return { vpcId, subnetId, groupId };
}

/** A tagged instance with two interfaces, one volume, and the profile `web` unless told otherwise. */
export async function setUpInstance(lab: Lab, { hasProfile = true } = {}) {
  const { send } = lab;
  const network = await setUpNetwork(lab);
  if (hasProfile) await setUpRole(lab, 'web');
  const { subnetId: SubnetId, groupId } = network;
  const { Instances } = await send(
    'ec2',
    new ec2.RunInstancesCommand({
      ImageId: 'ami-12c6146b',
      InstanceType: 't3.micro',
      MinCount: 1,
      MaxCount: 1,
      // With groups of its own, moto's instance adds them to whatever its interfaces are given later.
      NetworkInterfaces: [{ DeviceIndex: 0, SubnetId, Groups: [groupId] }],
      ...(hasProfile ? { IamInstanceProfile: { Name: 'web' } } : {}),
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'web-1' }] }],
    }),
  );
  const instanceId: string = Instances[0].InstanceId;
  const second = await send('ec2', new ec2.CreateNetworkInterfaceCommand({ SubnetId, Groups: [groupId] }));
  const { NetworkInterfaceId } = second.NetworkInterface;
  const attachment = { InstanceId: instanceId, NetworkInterfaceId, DeviceIndex: 1 };
  await send('ec2', new ec2.AttachNetworkInterfaceCommand(attachment));
  const firstInterface: string = Instances[0].NetworkInterfaces[0].NetworkInterfaceId;
  return { ...network, instanceId, firstInterface, secondInterface: NetworkInterfaceId as string };
}

/** The user `alice`, with a password, a policy and one access key. */
export async function setUpUser({ send }: Lab) {
  const UserName = 'alice';
  await send('iam', new iam.CreateUserCommand({ UserName }));
  await send('iam', new iam.CreateLoginProfileCommand({ UserName, Password: 'Never-to-be-used-1' }));
  const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
  await send('iam', new iam.AttachUserPolicyCommand({ UserName, PolicyArn }));
  const { AccessKey } = await send('iam', new iam.CreateAccessKeyCommand({ UserName }));
  return { userName: UserName, accessKeyId: AccessKey.AccessKeyId as string };
}

/** Names of buckets are the whole world's. */
export async function setUpBucket({ send, account }: Lab) {
  const bucketName = `reports-${account}`;
  await send('s3', new s3.CreateBucketCommand({ Bucket: bucketName }));
  return { bucketName };
}

/** Lets everyone read it, by ACL and by policy: as a bucket is that a finding calls public. */
export async function openToAll({ send }: Lab, Bucket: string): Promise<void> {
  const OwnershipControls = { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' as const }] };
  await send('s3', new s3.PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls }));
  await send('s3', new s3.PutBucketAclCommand({ Bucket, ACL: 'public-read' }));
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` },
    ],
  });
  await send('s3', new s3.PutBucketPolicyCommand({ Bucket, Policy }));
}

/** The smallest archive that there is: an empty one. */
const emptyZip = Buffer.from('UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==', 'base64');

export async function setUpFunction(lab: Lab) {
  const { send, account } = lab;
  await setUpRole(lab, 'worker');
  const functionName = 'thumbnails';
  await send(
    'lambda',
    new lambda.CreateFunctionCommand({
      FunctionName: functionName,
      Role: `arn:aws:iam::${account}:role/worker`,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { ZipFile: emptyZip },
    }),
  );
  return { functionName };
}
