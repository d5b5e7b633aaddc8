import * as autoscaling from '@aws-sdk/client-auto-scaling';
import * as ec2 from '@aws-sdk/client-ec2';
import * as elb from '@aws-sdk/client-elastic-load-balancing';
import * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import * as iam from '@aws-sdk/client-iam';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as s3control from '@aws-sdk/client-s3-control';
import type { Lab } from './lab.ts';
import { setUpBalancers, setUpScalingGroup } from './set-up-scaling.ts';
import { setUpBucket, setUpFunction, setUpInstance, setUpRole, setUpUser } from './set-up.ts';

type Parameters = Readonly<Record<string, unknown>>;

/** How an action is tried on moto. */
interface Subject {
  /** Makes what the action acts on, through the SDK, and says how it is called. */
  readonly setUp: (lab: Lab) => Promise<Parameters>;
  /** As the account's people would look whether it worked. */
  readonly isContained: (lab: Lab, parameters: Parameters) => Promise<boolean>;
}

const ofInstance = async (lab: Lab): Promise<Parameters> => {
  const { instanceId } = await setUpInstance(lab, { hasProfile: false });
  return { instanceId };
};
const ofInstanceWithRole = async (lab: Lab): Promise<Parameters> => {
  const { instanceId } = await setUpInstance(lab);
  return { instanceId };
};
const ofUser = async (lab: Lab): Promise<Parameters> => {
  const { userName } = await setUpUser(lab);
  return { userName };
};
const ofRole = async (lab: Lab): Promise<Parameters> => {
  await setUpRole(lab, 'deploy');
  return { roleName: 'deploy' };
};

async function describeInstance({ send }: Lab, { instanceId }: Parameters): Promise<ec2.Instance> {
  const InstanceIds = [String(instanceId)];
  const { Reservations } = await send('ec2', new ec2.DescribeInstancesCommand({ InstanceIds }));
  return Reservations[0].Instances[0];
}

const denyAll = 'arn:aws:iam::aws:policy/AWSDenyAll';
const hasDenyAll = ({ AttachedPolicies }: { AttachedPolicies: readonly iam.AttachedPolicy[] }): boolean =>
  AttachedPolicies.some(({ PolicyArn }) => PolicyArn === denyAll);

const isWhole = (block: s3.PublicAccessBlockConfiguration): boolean => {
  const { BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets } = block;
  return [BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets].every(Boolean);
};

/** By action id. */
export const subjects: Readonly<Record<string, Subject>> = {
  'ec2.deregister-from-load-balancers': {
    setUp: async (lab) => {
      const standing = await setUpInstance(lab, { hasProfile: false });
      await setUpBalancers(lab, standing);
      return { instanceId: standing.instanceId };
    },
    async isContained({ send }) {
      const { LoadBalancerDescriptions } = await send('elb', new elb.DescribeLoadBalancersCommand({}));
      const { TargetGroups } = await send('elbv2', new elbv2.DescribeTargetGroupsCommand({}));
      const { TargetGroupArn } = TargetGroups[0];
      const health = await send('elbv2', new elbv2.DescribeTargetHealthCommand({ TargetGroupArn }));
      const left = [...health.TargetHealthDescriptions, ...LoadBalancerDescriptions[0].Instances];
      return left.length === 0;
    },
  },
  // Its group is at its minimum, which is lowered and raised again.
  'ec2.detach-from-asg': {
    setUp: async (lab) => {
      const standing = await setUpInstance(lab, { hasProfile: false });
      await setUpScalingGroup(lab, standing);
      return { instanceId: standing.instanceId };
    },
    async isContained({ send }) {
      const all = new autoscaling.DescribeAutoScalingInstancesCommand({});
      const { AutoScalingInstances } = await send('autoscaling', all);
      return AutoScalingInstances[0].LifecycleState === 'Standby';
    },
  },
  'ec2.detach-instance-profile': {
    setUp: ofInstanceWithRole,
    isContained: async (lab, parameters) =>
      (await describeInstance(lab, parameters)).IamInstanceProfile === undefined,
  },
  'ec2.isolate-instance': {
    setUp: ofInstanceWithRole,
    async isContained(lab, parameters) {
      const { NetworkInterfaces = [] } = await describeInstance(lab, parameters);
      const groups = NetworkInterfaces.flatMap(({ Groups = [] }) => Groups);
      const GroupIds = [...new Set(groups.map(({ GroupId = '' }) => GroupId))];
      const { SecurityGroups } = await lab.send('ec2', new ec2.DescribeSecurityGroupsCommand({ GroupIds }));
      return (
        NetworkInterfaces.length === 2 &&
        (SecurityGroups as ec2.SecurityGroup[]).every(
          ({ IpPermissions, IpPermissionsEgress }) =>
            (IpPermissions ?? []).length + (IpPermissionsEgress ?? []).length === 0,
        )
      );
    },
  },
  'ec2.protect-termination': {
    setUp: ofInstance,
    async isContained({ send }, { instanceId }) {
      const command = { InstanceId: String(instanceId), Attribute: 'disableApiTermination' } as const;
      const { DisableApiTermination } = await send('ec2', new ec2.DescribeInstanceAttributeCommand(command));
      return DisableApiTermination.Value;
    },
  },
  'ec2.revoke-open-ingress': {
    setUp: async (lab) => ({
      groupId: (await setUpInstance(lab, { hasProfile: false })).groupId,
      ports: [443],
    }),
    async isContained({ send }, { groupId }) {
      const GroupIds = [String(groupId)];
      const { SecurityGroups } = await send('ec2', new ec2.DescribeSecurityGroupsCommand({ GroupIds }));
      return (SecurityGroups[0].IpPermissions ?? []).length === 0;
    },
  },
  'ec2.snapshot-volumes': {
    setUp: ofInstance,
    async isContained({ send }, { instanceId }) {
      const Filters = [{ Name: 'tag:tourniquet:incident', Values: ['inc-1'] }];
      const { Snapshots } = await send('ec2', new ec2.DescribeSnapshotsCommand({ Filters }));
      return Snapshots.length === 1 && instanceId !== undefined;
    },
  },
  'ec2.stop-instance': {
    setUp: ofInstance,
    isContained: async (lab, parameters) =>
      (await describeInstance(lab, parameters)).State?.Name === 'stopped',
  },
  'ec2.tag-resource': {
    setUp: async (lab) => ({
      resourceId: (await setUpInstance(lab, { hasProfile: false })).instanceId,
      key: 'incident',
      value: 'inc-1',
    }),
    isContained: async (lab, { resourceId }) =>
      (await describeInstance(lab, { instanceId: resourceId })).Tags?.some(
        ({ Key, Value }) => Key === 'incident' && Value === 'inc-1',
      ) ?? false,
  },
  'iam.delete-login-profile': {
    setUp: ofUser,
    isContained: async ({ send }, { userName }) =>
      await send('iam', new iam.GetLoginProfileCommand({ UserName: String(userName) })).then(
        () => false,
        (error: Error) => error.name === 'NoSuchEntityException',
      ),
  },
  'iam.disable-access-key': {
    setUp: setUpUser,
    async isContained({ send }, { userName }) {
      const command = new iam.ListAccessKeysCommand({ UserName: String(userName) });
      const { AccessKeyMetadata } = await send('iam', command);
      return AccessKeyMetadata[0].Status === 'Inactive';
    },
  },
  'iam.quarantine-role': {
    setUp: ofRole,
    isContained: async ({ send }) =>
      hasDenyAll(await send('iam', new iam.ListAttachedRolePoliciesCommand({ RoleName: 'deploy' }))),
  },
  'iam.quarantine-user': {
    setUp: ofUser,
    isContained: async ({ send }) =>
      hasDenyAll(await send('iam', new iam.ListAttachedUserPoliciesCommand({ UserName: 'alice' }))),
  },
  'iam.revoke-role-sessions': {
    setUp: ofRole,
    async isContained({ send }) {
      const named = { RoleName: 'deploy', PolicyName: 'TourniquetRevokeOlderSessions' };
      const { PolicyDocument } = await send('iam', new iam.GetRolePolicyCommand(named));
      return decodeURIComponent(PolicyDocument).includes('aws:TokenIssueTime');
    },
  },
  'lambda.throttle-function': {
    setUp: setUpFunction,
    async isContained({ send }, { functionName }) {
      const command = new lambda.GetFunctionConcurrencyCommand({ FunctionName: String(functionName) });
      return (await send('lambda', command)).ReservedConcurrentExecutions === 0;
    },
  },
  's3.block-account-public-access': {
    setUp: async (lab) => {
      await setUpBucket(lab);
      return { account: lab.account };
    },
    async isContained({ send, account }) {
      const command = new s3control.GetPublicAccessBlockCommand({ AccountId: account });
      return isWhole((await send('s3control', command)).PublicAccessBlockConfiguration);
    },
  },
  's3.block-public-access': {
    setUp: setUpBucket,
    async isContained({ send }, { bucketName }) {
      const command = new s3.GetPublicAccessBlockCommand({ Bucket: String(bucketName) });
      return isWhole((await send('s3', command)).PublicAccessBlockConfiguration);
    },
  },
};

/** Actions that moto cannot carry out, and why. */
export const beyondMoto: Readonly<Record<string, string>> = {
  'general.call-webhook': 'it calls no AWS service',
  'general.notify-people': 'it calls no AWS service',
  'guardduty.archive-findings': 'moto 5.2.5 has no ArchiveFindings',
  'securityhub.update-finding': 'moto 5.2.5 has no BatchUpdateFindings',
};
