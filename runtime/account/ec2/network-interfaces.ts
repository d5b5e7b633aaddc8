import type {
  DescribeNetworkInterfacesCommandInput,
  DescribeNetworkInterfacesCommandOutput,
  ModifyNetworkInterfaceAttributeCommandInput,
  ModifyNetworkInterfaceAttributeCommandOutput,
  NetworkInterface,
} from '@aws-sdk/client-ec2';
import type { CommandTable, ReadContext, WriteContext } from '../command.ts';
import { reads, writes } from '../command.ts';
import type { NetworkInterfaceRecord } from '../records.ts';
import { getAll, getOne, paginate, select } from './describe.ts';
import { networkInterfaces, securityGroups, statusOf } from './descriptions.ts';
import { ec2Error, need } from './ec2-error.ts';
import { toGroups } from './instances.ts';

/** The most that AWS allows after a raise of the quota (5 at first). */
const groupLimit = 16;

function describeNetworkInterfaces(input: DescribeNetworkInterfacesCommandInput, context: ReadContext) {
  const selection = { ids: input.NetworkInterfaceIds, filters: input.Filters };
  const { items, NextToken } = paginate(select(networkInterfaces, selection, context), input);
  return { NetworkInterfaces: items.map((record) => toNetworkInterface(record, context)), NextToken };
}

function toNetworkInterface(record: NetworkInterfaceRecord, context: ReadContext): NetworkInterface {
  return {
    NetworkInterfaceId: record.networkInterfaceId,
    VpcId: record.vpcId,
    SubnetId: record.subnetId,
    AvailabilityZone: record.availabilityZone,
    OwnerId: context.account,
    Status: statusOf(record),
    InterfaceType: 'interface',
    RequesterManaged: false,
    Description: record.description,
    SourceDestCheck: record.sourceDestCheck,
    PrivateIpAddress: record.privateIp,
    Association: record.publicIp === null ? undefined : { PublicIp: record.publicIp, IpOwnerId: 'amazon' },
    Attachment: toAttachment(record, context),
    Groups: toGroups(record.groups, context),
    TagSet: record.tags.map((tag) => ({ ...tag })),
  };
}

function toAttachment({ attachment }: NetworkInterfaceRecord, context: ReadContext) {
  if (!attachment) return undefined;
  return {
    AttachmentId: attachment.attachmentId,
    InstanceId: attachment.instanceId,
    InstanceOwnerId: context.account,
    DeviceIndex: attachment.deviceIndex,
    Status: 'attached' as const,
    AttachTime: new Date(attachment.attachedAt),
    DeleteOnTermination: attachment.deviceIndex === 0,
  };
}

/** The security groups of a call that replaces an interface's: at least one, and all of the interface's VPC. */
export function readGroups(
  ids: readonly string[] | undefined,
  vpcId: string,
  context: ReadContext,
): readonly string[] {
  if (!ids?.length) throw ec2Error('InvalidParameterCombination', 'No attributes specified.');
  const groups = getAll(securityGroups, ids, context);
  if (groups.some((group) => group.vpcId !== vpcId)) {
    throw ec2Error(
      'InvalidGroup.NotFound',
      'You have specified two resources that belong to different networks.',
    );
  }
  if (groups.length > groupLimit) {
    throw ec2Error(
      'SecurityGroupsPerInterfaceLimitExceeded',
      'The maximum number of security groups per interface has been reached.',
    );
  }
  return groups.map(({ groupId }) => groupId);
}

function modifyNetworkInterfaceAttribute(
  input: ModifyNetworkInterfaceAttributeCommandInput,
  context: WriteContext,
) {
  const id = need(input.NetworkInterfaceId, 'NetworkInterfaceId');
  const record = getOne(networkInterfaces, id, context);
  const { Groups, Description, SourceDestCheck } = input;
  const given = [Groups, Description, SourceDestCheck].filter((value) => value !== undefined);
  if (given.length > 1) {
    throw ec2Error('InvalidParameterCombination', 'You can specify only one attribute at a time');
  }
  if (Description) context.put('network-interface', { ...record, description: Description.Value ?? '' });
  else if (SourceDestCheck) {
    context.put('network-interface', { ...record, sourceDestCheck: SourceDestCheck.Value ?? true });
  } else {
    context.put('network-interface', { ...record, groups: readGroups(Groups, record.vpcId, context) });
  }
  return {};
}

export const networkInterfaceCommands: CommandTable = {
  DescribeNetworkInterfaces: reads<
    DescribeNetworkInterfacesCommandInput,
    DescribeNetworkInterfacesCommandOutput
  >(['NetworkInterfaceIds', 'Filters', 'MaxResults', 'NextToken', 'DryRun'], describeNetworkInterfaces),
  ModifyNetworkInterfaceAttribute: writes<
    ModifyNetworkInterfaceAttributeCommandInput,
    ModifyNetworkInterfaceAttributeCommandOutput
  >(
    ['NetworkInterfaceId', 'Groups', 'Description', 'SourceDestCheck', 'DryRun'],
    modifyNetworkInterfaceAttribute,
  ),
};
