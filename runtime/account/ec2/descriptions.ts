import type { ReadContext } from '../command.ts';
import type { InstanceRecord, NetworkInterfaceRecord, SecurityGroupRecord } from '../records.ts';
import type { Description, FilterTable } from './describe.ts';
import { byId, notFound, notFoundOrMalformed } from './describe.ts';
import { stateOfSnapshot } from './snapshot-state.ts';

/** How each kind of EC2 resource is looked for: its filters and what is answered when one is missing. */

const instanceFilters: FilterTable<'instance'> = {
  ...byId('instance', 'instance-id'),
  'vpc-id': (instance) => [instance.vpcId],
  'subnet-id': (instance) => [instance.subnetId],
  'image-id': (instance) => [instance.imageId],
  'instance-type': (instance) => [instance.instanceType],
  'availability-zone': (instance) => [instance.availabilityZone],
  'instance-state-name': (instance) => [instance.state],
  'instance-lifecycle': (instance) => (instance.spot ? ['spot'] : []),
  'iam-instance-profile.arn': (instance) => (instance.profile ? [instance.profile.arn] : []),
  'iam-instance-profile.id': (instance) => (instance.profile ? [instance.profile.profileId] : []),
  'network-interface.network-interface-id': (instance) => instance.interfaces,
  'instance.group-id': groupsOfInstance,
  'network-interface.group-id': groupsOfInstance,
};

function groupsOfInstance(instance: InstanceRecord, context: ReadContext): string[] {
  return instance.interfaces.flatMap((id) => context.get('network-interface', id)?.groups ?? []);
}

export const instances: Description<'instance'> = {
  kind: 'instance',
  filters: instanceFilters,
  missing: notFoundOrMalformed(
    'i',
    { missing: 'InvalidInstanceID.NotFound', malformed: 'InvalidInstanceID.Malformed' },
    'instance ID',
  ),
};

export const networkInterfaces: Description<'network-interface'> = {
  kind: 'network-interface',
  filters: {
    ...byId('network-interface', 'network-interface-id'),
    'vpc-id': (networkInterface) => [networkInterface.vpcId],
    'subnet-id': (networkInterface) => [networkInterface.subnetId],
    'availability-zone': (networkInterface) => [networkInterface.availabilityZone],
    'group-id': (networkInterface) => networkInterface.groups,
    'attachment.instance-id': (networkInterface) =>
      networkInterface.attachment ? [networkInterface.attachment.instanceId] : [],
    'private-ip-address': (networkInterface) => [networkInterface.privateIp],
    'association.public-ip': (networkInterface) => listOf(networkInterface.publicIp),
    status: (networkInterface) => [statusOf(networkInterface)],
  },
  missing: notFoundOrMalformed(
    'eni',
    { missing: 'InvalidNetworkInterfaceID.NotFound', malformed: 'InvalidNetworkInterfaceId.Malformed' },
    'networkInterface ID',
  ),
};

const listOf = (value: string | null) => (value === null ? [] : [value]);

export const statusOf = (networkInterface: NetworkInterfaceRecord) =>
  networkInterface.attachment ? ('in-use' as const) : ('available' as const);

export const securityGroups: Description<'security-group'> = {
  kind: 'security-group',
  filters: {
    ...byId('security-group', 'group-id'),
    'group-name': (group) => [group.groupName],
    'vpc-id': (group) => [group.vpcId],
    description: (group) => [group.description],
    'ip-permission.group-id': (group) => peersOf(group.ingress),
    'egress.ip-permission.group-id': (group) => peersOf(group.egress),
  },
  missing: notFoundOrMalformed(
    'sg',
    { missing: 'InvalidGroup.NotFound', malformed: 'InvalidGroupId.Malformed' },
    'security group',
  ),
};

const peersOf = (rules: SecurityGroupRecord['ingress']) =>
  rules.flatMap(({ peer }) => (peer.kind === 'group' ? [peer.value] : []));

export const volumes: Description<'volume'> = {
  kind: 'volume',
  filters: {
    ...byId('volume', 'volume-id'),
    'attachment.instance-id': (volume) => (volume.attachment ? [volume.attachment.instanceId] : []),
    'attachment.device': (volume) => (volume.attachment ? [volume.attachment.device] : []),
    'availability-zone': (volume) => [volume.availabilityZone],
    encrypted: (volume) => [String(volume.encrypted)],
    status: (volume) => [volume.attachment ? 'in-use' : 'available'],
  },
  missing: notFound('InvalidVolume.NotFound', 'volume'),
};

export const snapshots: Description<'snapshot'> = {
  kind: 'snapshot',
  filters: {
    ...byId('snapshot', 'snapshot-id'),
    'volume-id': (snapshot) => [snapshot.volumeId],
    'owner-id': (_snapshot, context) => [context.account],
    description: (snapshot) => [snapshot.description],
    encrypted: (snapshot) => [String(snapshot.encrypted)],
    status: (snapshot, context) => [stateOfSnapshot(snapshot, context.now)],
  },
  missing: notFound('InvalidSnapshot.NotFound', 'snapshot'),
};

export const vpcs: Description<'vpc'> = {
  kind: 'vpc',
  filters: {
    ...byId('vpc', 'vpc-id'),
    'is-default': (vpc) => [String(vpc.isDefault)],
  },
  missing: notFound('InvalidVpcID.NotFound', 'vpc ID'),
};

/** All of them, as tags see them: by the prefix of their ids. */
export const taggable = {
  i: { type: 'instance', description: instances },
  eni: { type: 'network-interface', description: networkInterfaces },
  sg: { type: 'security-group', description: securityGroups },
  vol: { type: 'volume', description: volumes },
  snap: { type: 'snapshot', description: snapshots },
  vpc: { type: 'vpc', description: vpcs },
} as const;
