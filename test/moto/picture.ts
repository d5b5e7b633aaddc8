import * as autoscaling from '@aws-sdk/client-auto-scaling';
import * as ec2 from '@aws-sdk/client-ec2';
import * as elb from '@aws-sdk/client-elastic-load-balancing';
import * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import * as iam from '@aws-sdk/client-iam';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as s3control from '@aws-sdk/client-s3-control';
import type { Lab, Send } from './lab.ts';

/** By the IAM prefix of what may change it. */
const parts: Readonly<Record<string, (lab: Lab) => Promise<object>>> = {
  autoscaling: ({ send }) => pictureScaling(send),
  ec2: async ({ send }) => ({
    instances: await pictureInstances(send),
    interfaces: await pictureInterfaces(send),
    groups: await pictureGroups(send),
  }),
  elasticloadbalancing: ({ send }) => pictureBalancers(send),
  iam: async ({ send }) => ({ users: await pictureUsers(send), roles: await pictureRoles(send) }),
  lambda: ({ send }) => pictureFunctions(send),
  s3: async ({ send, account }) => ({
    buckets: await pictureBuckets(send),
    account: await orNone(
      send('s3control', new s3control.GetPublicAccessBlockCommand({ AccountId: account })),
    ),
  }),
};

/**
 * What an account holds of what these permissions may change, as its people see it. Moto makes a service anew
 * for each account that is asked about it, which takes its time.
 */
export async function takePicture(lab: Lab, permissions: readonly string[]) {
  const services = new Set(permissions.map((permission) => permission.split(':')[0] ?? ''));
  const seen = await Promise.all(
    [...services].map(async (service) => {
      const look = parts[service];
      if (!look) throw new Error(`test/moto/picture.ts does not know ${service}: add how to look at it`);
      return [service, await look(lab)] as const;
    }),
  );
  return Object.fromEntries(seen);
}

/** What is not there is a part of the picture too. */
const orNone = (call: Promise<any>): Promise<any> =>
  call.then(
    ({ $metadata: _, ...answer }) => answer,
    (error: Error) => error.name,
  );

const attributes = ['disableApiTermination', 'disableApiStop', 'instanceInitiatedShutdownBehavior'] as const;

async function pictureInstances(send: Send) {
  const { Reservations } = await send('ec2', new ec2.DescribeInstancesCommand({}));
  const found: ec2.Instance[] = Reservations.flatMap(({ Instances }: { Instances: object[] }) => Instances);
  return Promise.all(
    found.map(async ({ InstanceId, State, Tags, IamInstanceProfile }) => ({
      InstanceId,
      state: State?.Name,
      tags: Tags?.toSorted((a, b) => (a.Key ?? '').localeCompare(b.Key ?? '')) ?? [],
      profile: IamInstanceProfile?.Arn ?? null,
      attributes: await Promise.all(
        attributes.map((Attribute) =>
          orNone(send('ec2', new ec2.DescribeInstanceAttributeCommand({ InstanceId, Attribute }))),
        ),
      ),
    })),
  );
}

async function pictureInterfaces(send: Send) {
  const { NetworkInterfaces } = await send('ec2', new ec2.DescribeNetworkInterfacesCommand({}));
  return (NetworkInterfaces as ec2.NetworkInterface[])
    .map(({ NetworkInterfaceId = '', Groups }) => ({
      NetworkInterfaceId,
      groups: Groups?.map(({ GroupId }) => GroupId),
    }))
    .toSorted((a, b) => a.NetworkInterfaceId.localeCompare(b.NetworkInterfaceId));
}

/** But for the group without rules that stays for the next isolation in the VPC. */
async function pictureGroups(send: Send) {
  const { SecurityGroups } = await send('ec2', new ec2.DescribeSecurityGroupsCommand({}));
  return (SecurityGroups as ec2.SecurityGroup[])
    .filter(({ GroupName }) => GroupName !== 'tourniquet-isolation')
    .map(({ GroupId, IpPermissions, IpPermissionsEgress }) => ({
      GroupId,
      IpPermissions,
      IpPermissionsEgress,
    }))
    .toSorted((a, b) => (a.GroupId ?? '').localeCompare(b.GroupId ?? ''));
}

async function pictureUsers(send: Send) {
  const { Users } = await send('iam', new iam.ListUsersCommand({}));
  return Promise.all(
    (Users as iam.User[]).map(async ({ UserName }) => ({
      UserName,
      keys: await orNone(send('iam', new iam.ListAccessKeysCommand({ UserName }))),
      password: await orNone(send('iam', new iam.GetLoginProfileCommand({ UserName }))),
      attached: await orNone(send('iam', new iam.ListAttachedUserPoliciesCommand({ UserName }))),
    })),
  );
}

async function pictureRoles(send: Send) {
  const { Roles } = await send('iam', new iam.ListRolesCommand({}));
  return Promise.all(
    (Roles as iam.Role[]).map(async ({ RoleName }) => ({
      RoleName,
      inline: await orNone(send('iam', new iam.ListRolePoliciesCommand({ RoleName }))),
      attached: await orNone(send('iam', new iam.ListAttachedRolePoliciesCommand({ RoleName }))),
    })),
  );
}

async function pictureBuckets(send: Send) {
  const { Buckets = [] } = await send('s3', new s3.ListBucketsCommand({}));
  return Promise.all(
    (Buckets as s3.Bucket[]).map(async ({ Name }) => ({
      Name,
      block: await orNone(send('s3', new s3.GetPublicAccessBlockCommand({ Bucket: Name }))),
    })),
  );
}

async function pictureFunctions(send: Send) {
  const { Functions } = await send('lambda', new lambda.ListFunctionsCommand({}));
  return Promise.all(
    (Functions as lambda.FunctionConfiguration[]).map(async ({ FunctionName }) => ({
      FunctionName,
      concurrency: await orNone(send('lambda', new lambda.GetFunctionConcurrencyCommand({ FunctionName }))),
    })),
  );
}

async function pictureScaling(send: Send) {
  const found = await send('autoscaling', new autoscaling.DescribeAutoScalingGroupsCommand({}));
  return (found.AutoScalingGroups as autoscaling.AutoScalingGroup[]).map((group) => ({
    sizes: [group.MinSize, group.MaxSize, group.DesiredCapacity],
    members: group.Instances?.map(({ InstanceId, LifecycleState }) => [InstanceId, LifecycleState]),
  }));
}

async function pictureBalancers(send: Send) {
  const { LoadBalancerDescriptions } = await send('elb', new elb.DescribeLoadBalancersCommand({}));
  const { TargetGroups } = await send('elbv2', new elbv2.DescribeTargetGroupsCommand({}));
  const targets = await Promise.all(
    (TargetGroups as elbv2.TargetGroup[]).map(({ TargetGroupArn }) =>
      orNone(send('elbv2', new elbv2.DescribeTargetHealthCommand({ TargetGroupArn }))),
    ),
  );
  const classic = (LoadBalancerDescriptions as elb.LoadBalancerDescription[]).map(
    ({ Instances }) => Instances,
  );
  return { classic, targets };
}
