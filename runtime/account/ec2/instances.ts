import type {
  DescribeInstancesCommandInput,
  DescribeInstancesCommandOutput,
  GroupIdentifier,
  Instance,
  InstanceNetworkInterface,
  InstanceStateChange,
  StartInstancesCommandInput,
  StartInstancesCommandOutput,
  StopInstancesCommandInput,
  StopInstancesCommandOutput,
} from '@aws-sdk/client-ec2';
import type { CommandTable, ReadContext, WriteContext } from '../command.ts';
import { hexOf, reads, writes } from '../command.ts';
import type { InstanceRecord, NetworkInterfaceRecord } from '../records.ts';
import { getAll, paginate, select } from './describe.ts';
import { instances } from './descriptions.ts';
import { ec2Error, need } from './ec2-error.ts';
import { toTags } from './tag-specifications.ts';

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html */
const stateCodes = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
} as const;

const toState = (state: InstanceRecord['state']) => ({ Code: stateCodes[state], Name: state });

function describeInstances(input: DescribeInstancesCommandInput, context: ReadContext) {
  const found = select(instances, { ids: input.InstanceIds, filters: input.Filters }, context);
  const { items, NextToken } = paginate(found, input);
  const Reservations = items.map((instance) => ({
    ReservationId: `r-${hexOf(instance.instanceId)}`,
    OwnerId: context.account,
    Groups: [],
    Instances: [toInstance(instance, context)],
  }));
  return { Reservations, NextToken };
}

function toInstance(instance: InstanceRecord, context: ReadContext): Instance {
  const interfaces = instance.interfaces.flatMap((id) => context.get('network-interface', id) ?? []);
  return {
    InstanceId: instance.instanceId,
    ImageId: instance.imageId,
    InstanceType: instance.instanceType as NonNullable<Instance['InstanceType']>,
    ...(instance.spot ? { InstanceLifecycle: 'spot' } : {}),
    State: toState(instance.state),
    LaunchTime: new Date(instance.launchedAt),
    Placement: { AvailabilityZone: instance.availabilityZone, GroupName: '', Tenancy: 'default' },
    Monitoring: { State: 'disabled' },
    Architecture: 'x86_64',
    RootDeviceType: 'ebs',
    VirtualizationType: 'hvm',
    EbsOptimized: false,
    SourceDestCheck: instance.sourceDestCheck,
    IamInstanceProfile: instance.profile
      ? { Arn: instance.profile.arn, Id: instance.profile.profileId }
      : undefined,
    ...toNetwork(instance, interfaces, context),
    ...toDisks(instance, context),
    Tags: toTags(instance.tags),
  };
}

function toNetwork(instance: InstanceRecord, interfaces: NetworkInterfaceRecord[], context: ReadContext) {
  const [primary] = interfaces;
  return {
    // A terminated instance has left its network.
    VpcId: primary ? instance.vpcId : undefined,
    SubnetId: primary ? instance.subnetId : undefined,
    PrivateIpAddress: primary?.privateIp,
    PublicIpAddress: primary?.publicIp ?? undefined,
    SecurityGroups: primary ? toGroups(primary.groups, context) : [],
    NetworkInterfaces: interfaces.map((networkInterface) => toInterface(networkInterface, context)),
  };
}

function toDisks(instance: InstanceRecord, context: ReadContext) {
  const disks = instance.volumes.flatMap((id) => context.get('volume', id) ?? []);
  return {
    RootDeviceName: disks[0]?.attachment?.device,
    BlockDeviceMappings: disks.map(({ volumeId, attachment, createdAt }, index) => ({
      DeviceName: attachment?.device,
      Ebs: {
        VolumeId: volumeId,
        Status: 'attached' as const,
        AttachTime: new Date(createdAt),
        DeleteOnTermination: index === 0,
      },
    })),
  };
}

function toInterface(record: NetworkInterfaceRecord, context: ReadContext): InstanceNetworkInterface {
  return {
    NetworkInterfaceId: record.networkInterfaceId,
    VpcId: record.vpcId,
    SubnetId: record.subnetId,
    OwnerId: context.account,
    Status: 'in-use',
    InterfaceType: 'interface',
    Description: record.description,
    SourceDestCheck: record.sourceDestCheck,
    PrivateIpAddress: record.privateIp,
    Association: record.publicIp === null ? undefined : { PublicIp: record.publicIp, IpOwnerId: 'amazon' },
    Attachment: toInstanceAttachment(record),
    Groups: toGroups(record.groups, context),
  };
}

function toInstanceAttachment({ attachment }: NetworkInterfaceRecord) {
  if (!attachment) return undefined;
  return {
    AttachmentId: attachment.attachmentId,
    DeviceIndex: attachment.deviceIndex,
    Status: 'attached' as const,
    AttachTime: new Date(attachment.attachedAt),
    DeleteOnTermination: attachment.deviceIndex === 0,
  };
}

/** Security groups by id and name, as interfaces and instances show them. */
export function toGroups(ids: readonly string[], context: ReadContext): GroupIdentifier[] {
  return ids.map((id) => ({ GroupId: id, GroupName: context.get('security-group', id)?.groupName }));
}

function stopInstances(input: StopInstancesCommandInput, context: WriteContext) {
  const found = getAll(instances, need(input.InstanceIds, 'InstanceId'), context);
  for (const { instanceId, disableApiStop, spot } of found) {
    if (spot) {
      throw ec2Error(
        'UnsupportedOperation',
        `You can't stop the Spot Instance '${instanceId}' because it is associated with a one-time Spot Instance request. You can only stop Spot Instances associated with persistent Spot Instance requests.`,
      );
    }
    if (disableApiStop) {
      throw ec2Error(
        'OperationNotPermitted',
        `The instance '${instanceId}' may not be stopped. Modify its 'disableApiStop' instance attribute and try again.`,
      );
    }
  }
  return { StoppingInstances: found.map((instance) => changeState(instance, 'stopped', context)) };
}

function startInstances(input: StartInstancesCommandInput, context: WriteContext) {
  const found = getAll(instances, need(input.InstanceIds, 'InstanceId'), context);
  return { StartingInstances: found.map((instance) => changeState(instance, 'running', context)) };
}

const passing = { stopped: 'stopping', running: 'pending' } as const;

function changeState(
  instance: InstanceRecord,
  state: 'stopped' | 'running',
  context: WriteContext,
): InstanceStateChange {
  if (instance.state === 'terminated' || instance.state === 'shutting-down') {
    throw ec2Error(
      'IncorrectInstanceState',
      `The instance '${instance.instanceId}' is not in a state from which it can be ${state === 'stopped' ? 'stopped' : 'started'}.`,
    );
  }
  const previous = toState(instance.state);
  if (instance.state !== state) {
    const launchedAt = state === 'running' ? new Date(context.now).toISOString() : instance.launchedAt;
    context.put('instance', { ...instance, state, launchedAt });
  }
  const current = instance.state === state ? state : passing[state];
  return { InstanceId: instance.instanceId, PreviousState: previous, CurrentState: toState(current) };
}

export const instanceCommands: CommandTable = {
  DescribeInstances: reads<DescribeInstancesCommandInput, DescribeInstancesCommandOutput>(
    ['InstanceIds', 'Filters', 'MaxResults', 'NextToken', 'DryRun'],
    describeInstances,
  ),
  StopInstances: writes<StopInstancesCommandInput, StopInstancesCommandOutput>(
    ['InstanceIds', 'Force', 'DryRun'],
    stopInstances,
  ),
  StartInstances: writes<StartInstancesCommandInput, StartInstancesCommandOutput>(
    ['InstanceIds', 'DryRun'],
    startInstances,
  ),
};
