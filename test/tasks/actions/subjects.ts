import { ExitStandbyCommand, UpdateAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import {
  AssociateIamInstanceProfileCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeIamInstanceProfileAssociationsCommand,
  DisassociateIamInstanceProfileCommand,
  ModifyInstanceAttributeCommand,
  ModifyNetworkInterfaceAttributeCommand,
  RevokeSecurityGroupIngressCommand,
  StartInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  PutRolePolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { PutPublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { PutPublicAccessBlockCommand as PutAccountBlockCommand } from '@aws-sdk/client-s3-control';
import { UnarchiveFindingsCommand } from '@aws-sdk/client-guardduty';
import { BatchUpdateFindingsCommand } from '@aws-sdk/client-securityhub';
import {
  account,
  detectorId,
  findingArn,
  findingId,
  functionName,
  instanceId,
  keyId,
  productArn,
  scalingGroup,
} from '../../runtime/account/world.ts';
import { moveToPort } from './balancers.ts';
import { otherAddress, otherInstanceId, type Harness } from './harness.ts';

/** What the suite must know of an action to put it through its paces. */
export interface Subject {
  readonly parameters: Record<string, unknown>;
  readonly isContained: (harness: Harness) => boolean;
  /** Changes that a person may make to the target; each leaves it uncontained, at least in part. */
  readonly people: readonly ((harness: Harness) => Promise<unknown>)[];
  /** What people do leaves the target just as it was before: nothing is in the way of undo, and nothing has drifted. */
  readonly peopleRestore?: true;
}

const only = <T>(items: readonly T[], test: (item: T) => boolean): T => {
  const [found, ...more] = items.filter(test);
  if (found === undefined || more.length > 0) throw new Error('expected exactly one');
  return found;
};

const moveInterface = (id: string, group: string) => (harness: Harness) =>
  harness.send(
    'ec2',
    new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId: id, Groups: [group] }),
  );

const isIsolated = ({ accounts }: Harness): boolean => {
  const { 'network-interface': interfaces, 'security-group': groups } = accounts.snapshot(account);
  return interfaces
    .filter(({ attachment }) => attachment?.instanceId === instanceId)
    .every((item) =>
      item.groups.every((id) => {
        const { groupName, ingress, egress } = only(groups, ({ groupId }) => groupId === id);
        return groupName === 'tourniquet-isolation' && ingress.length + egress.length === 0;
      }),
    );
};

const instanceIn = ({ accounts }: Harness, id: string) =>
  only(accounts.snapshot(account).instance, (item) => item.instanceId === id);

/** A person takes what is open of the group away, and opens the same port to the other internet. */
async function replaceRules(harness: Harness): Promise<void> {
  const GroupId = 'sg-0000000b';
  const https = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };
  const v4 = [{ ...https, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
  const v6 = [{ ...https, Ipv6Ranges: [{ CidrIpv6: '::/0', Description: 'mine' }] }];
  await harness
    .send('ec2', new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions: v4 }))
    .catch(ignoreDone);
  await harness
    .send('ec2', new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: v6 }))
    .catch(ignoreDone);
}

const userIn = ({ accounts }: Harness, name: string) =>
  only(accounts.snapshot(account).user, ({ userName }) => userName === name);

const setAttribute = (change: object) => (harness: Harness) =>
  harness.send('ec2', new ModifyInstanceAttributeCommand({ InstanceId: otherInstanceId, ...change }));

/** Whatever profile the instance has, it gets another instance's. */
async function giveOtherProfile(harness: Harness): Promise<void> {
  const Filters = [{ Name: 'instance-id', Values: [instanceId] }];
  const found = await harness.send('ec2', new DescribeIamInstanceProfileAssociationsCommand({ Filters }));
  for (const { AssociationId } of found.IamInstanceProfileAssociations) {
    await harness.send('ec2', new DisassociateIamInstanceProfileCommand({ AssociationId }));
  }
  const IamInstanceProfile = { Name: `role-of-${otherInstanceId}` };
  await harness.send(
    'ec2',
    new AssociateIamInstanceProfileCommand({ InstanceId: instanceId, IamInstanceProfile }),
  );
}

/** A person puts the instance back in service, and the group's minimum back up. */
async function putBackInService(harness: Harness): Promise<void> {
  const AutoScalingGroupName = scalingGroup.name;
  await harness
    .send('autoscaling', new ExitStandbyCommand({ AutoScalingGroupName, InstanceIds: [instanceId] }))
    .catch(ignoreDone);
  const { minSize: MinSize } = scalingGroup;
  await harness.send('autoscaling', new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, MinSize }));
}

const denyAll = 'arn:aws:iam::aws:policy/AWSDenyAll';

const doneAlready = new Set([
  'ValidationError',
  'NoSuchEntityException',
  'InvalidPermission.NotFound',
  'InvalidPermission.Duplicate',
]);

/** A person finds that it is done already. */
function ignoreDone(error: Error): void {
  if (!doneAlready.has(error.name)) throw error;
}

const policyName = 'TourniquetRevokeOlderSessions';
const roleIn = ({ accounts }: Harness) =>
  only(accounts.snapshot(account).role, ({ roleName }) => roleName === 'deploy');
const custom = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Sid: 'Mine', Effect: 'Deny', Action: '*' }],
});

const countMessages = ({ sqlite }: Harness['database']): number =>
  sqlite.prepare("SELECT pk FROM items WHERE pk LIKE 'MESSAGE#%'").all().length;

/** By action id. An action that is registered and not listed here fails the suite. */
export const subjects: Readonly<Record<string, Subject>> = {
  // Of an instance of its own, which nothing stops: what is stopped cannot be registered again.
  'ec2.deregister-from-load-balancers': {
    parameters: { instanceId: otherInstanceId },
    isContained({ accounts }) {
      const { 'target-group': groups, 'classic-load-balancer': balancers } = accounts.snapshot(account);
      const ids = new Set([
        ...groups.flatMap(({ targets }) => targets.map(({ id }) => id)),
        ...balancers.flatMap(({ instances }) => instances.map((item) => item.instanceId)),
      ]);
      return !ids.has(otherInstanceId) && !ids.has(otherAddress);
    },
    people: [(harness) => moveToPort(harness, { instanceId: otherInstanceId, address: otherAddress }, 9090)],
  },
  // Its group is at its minimum, which is lowered and raised again.
  'ec2.detach-from-asg': {
    parameters: { instanceId },
    isContained: ({ accounts }) =>
      accounts
        .snapshot(account)
        ['scaling-group'].some(({ members }) =>
          members.some((item) => item.instanceId === instanceId && item.lifecycleState === 'Standby'),
        ),
    people: [putBackInService],
    peopleRestore: true,
  },
  'ec2.detach-instance-profile': {
    parameters: { instanceId },
    isContained: (harness) => instanceIn(harness, instanceId).profile === null,
    people: [giveOtherProfile],
  },
  'ec2.isolate-instance': {
    parameters: { instanceId },
    isContained: isIsolated,
    people: [moveInterface('eni-0000000a', 'sg-0000000b'), moveInterface('eni-0000000b', 'sg-0000000b')],
  },
  // Of an instance of its own: one that is protected from being stopped cannot be stopped.
  'ec2.protect-termination': {
    parameters: { instanceId: otherInstanceId },
    isContained(harness) {
      const { disableApiTermination, disableApiStop, shutdownBehavior } = instanceIn(
        harness,
        otherInstanceId,
      );
      return disableApiTermination && disableApiStop && shutdownBehavior === 'stop';
    },
    people: [
      setAttribute({ DisableApiTermination: { Value: false } }),
      setAttribute({ DisableApiStop: { Value: false } }),
      setAttribute({ InstanceInitiatedShutdownBehavior: { Value: 'terminate' } }),
    ],
    peopleRestore: true,
  },
  'ec2.revoke-open-ingress': {
    parameters: { groupId: 'sg-0000000b', ports: [443] },
    isContained: ({ accounts }) =>
      only(accounts.snapshot(account)['security-group'], ({ groupId }) => groupId === 'sg-0000000b').ingress
        .length === 0,
    people: [replaceRules],
  },
  'ec2.snapshot-volumes': {
    parameters: { instanceId },
    isContained: ({ accounts }) => accounts.snapshot(account).snapshot.length >= 2,
    people: [],
  },
  'ec2.stop-instance': {
    parameters: { instanceId },
    isContained: (harness) => instanceIn(harness, instanceId).state === 'stopped',
    people: [(harness) => harness.send('ec2', new StartInstancesCommand({ InstanceIds: [instanceId] }))],
    peopleRestore: true,
  },
  'ec2.tag-resource': {
    parameters: { resourceId: instanceId, key: 'incident', value: 'inc-1' },
    isContained: (harness) =>
      instanceIn(harness, instanceId).tags.some(({ Key, Value }) => Key === 'incident' && Value === 'inc-1'),
    people: [
      (harness) =>
        harness.send('ec2', new DeleteTagsCommand({ Resources: [instanceId], Tags: [{ Key: 'incident' }] })),
      (harness) =>
        harness.send(
          'ec2',
          new CreateTagsCommand({ Resources: [instanceId], Tags: [{ Key: 'incident', Value: 'mine' }] }),
        ),
    ],
  },
  'general.call-webhook': {
    parameters: { webhook: 'pager', text: 'Somebody is in' },
    isContained: ({ messages }) => messages.posts().length > 0,
    people: [],
  },
  'general.notify-people': {
    parameters: { message: 'Somebody is in' },
    isContained: ({ database }) => countMessages(database) === 1,
    people: [],
  },
  'guardduty.archive-findings': {
    parameters: { findingIds: [findingArn] },
    isContained: ({ accounts }) =>
      only(accounts.snapshot(account)['guardduty-finding'], ({ id }) => id === findingId).archived,
    people: [
      (harness) =>
        harness.send(
          'guardduty',
          new UnarchiveFindingsCommand({ DetectorId: detectorId, FindingIds: [findingId] }),
        ),
    ],
    peopleRestore: true,
  },
  'iam.delete-login-profile': {
    parameters: { userName: 'alice' },
    isContained: (harness) => userIn(harness, 'alice').loginProfileSince === null,
    people: [],
  },
  'iam.disable-access-key': {
    parameters: { accessKeyId: keyId },
    isContained: ({ accounts }) =>
      only(accounts.snapshot(account)['access-key'], ({ accessKeyId }) => accessKeyId === keyId).status ===
      'Inactive',
    people: [
      (harness) =>
        harness.send(
          'iam',
          new UpdateAccessKeyCommand({ UserName: 'alice', AccessKeyId: keyId, Status: 'Active' }),
        ),
    ],
    peopleRestore: true,
  },
  'iam.quarantine-role': {
    parameters: { roleName: 'deploy' },
    isContained: (harness) => roleIn(harness).attached.includes(denyAll),
    people: [
      (harness) =>
        harness
          .send('iam', new DetachRolePolicyCommand({ RoleName: 'deploy', PolicyArn: denyAll }))
          .catch(ignoreDone),
    ],
    peopleRestore: true,
  },
  'iam.quarantine-user': {
    parameters: { userName: 'alice' },
    isContained: (harness) => userIn(harness, 'alice').attached.includes(denyAll),
    people: [
      (harness) =>
        harness
          .send('iam', new DetachUserPolicyCommand({ UserName: 'alice', PolicyArn: denyAll }))
          .catch(ignoreDone),
    ],
    peopleRestore: true,
  },
  'iam.revoke-role-sessions': {
    parameters: { roleName: 'deploy' },
    isContained: (harness) =>
      roleIn(harness).inline.some(
        ({ name, document }) => name === policyName && document.includes('aws:TokenIssueTime'),
      ),
    people: [
      (harness) =>
        harness.send(
          'iam',
          new PutRolePolicyCommand({ RoleName: 'deploy', PolicyName: policyName, PolicyDocument: custom }),
        ),
    ],
  },
  'lambda.throttle-function': {
    parameters: { functionName },
    isContained: ({ accounts }) =>
      only(accounts.snapshot(account)['lambda-function'], (item) => item.functionName === functionName)
        .reservedConcurrency === 0,
    people: [
      (harness) =>
        harness.send(
          'lambda',
          new PutFunctionConcurrencyCommand({ FunctionName: functionName, ReservedConcurrentExecutions: 7 }),
        ),
    ],
  },
  's3.block-account-public-access': {
    parameters: { account },
    isContained: ({ accounts }) => {
      const [block] = accounts.snapshot(account)['account-access-block'];
      return block !== undefined && Object.values(block.settings).every(Boolean);
    },
    people: [
      (harness) =>
        harness.send(
          's3control',
          new PutAccountBlockCommand({
            AccountId: account,
            PublicAccessBlockConfiguration: { BlockPublicAcls: true },
          }),
        ),
    ],
  },
  's3.block-public-access': {
    parameters: { bucketName: 'reports' },
    isContained: ({ accounts }) => {
      const { publicAccessBlock } = only(
        accounts.snapshot(account).bucket,
        ({ bucketName }) => bucketName === 'reports',
      );
      return publicAccessBlock !== null && Object.values(publicAccessBlock).every(Boolean);
    },
    people: [
      (harness) =>
        harness.send(
          's3',
          new PutPublicAccessBlockCommand({
            Bucket: 'reports',
            PublicAccessBlockConfiguration: { BlockPublicAcls: true },
          }),
        ),
    ],
  },
  'securityhub.update-finding': {
    parameters: { findingId: findingArn, status: 'RESOLVED', note: 'All is well' },
    isContained: ({ accounts }) =>
      only(accounts.snapshot(account)['hub-finding'], ({ id }) => id === findingArn).workflowStatus ===
      'RESOLVED',
    people: [
      (harness) =>
        harness.send(
          'securityhub',
          new BatchUpdateFindingsCommand({
            FindingIdentifiers: [{ Id: findingArn, ProductArn: productArn }],
            Workflow: { Status: 'SUPPRESSED' },
          }),
        ),
    ],
  },
};

/** The subject of a registered action. */
export function subjectOf(action: string): Subject {
  const subject = Object.hasOwn(subjects, action) ? subjects[action] : undefined;
  if (!subject) throw new Error(`test/tasks/actions/subjects.ts has no entry for ${action}: add one`);
  return subject;
}
