import type { Finding, ResourceOf } from '../../../core/finding.ts';
import type { NetworkInterfaceRecord, ProfileAssociation } from '../records.ts';
import { daysBefore, madeUpIamId, madeUpId, madeUpIp, toTagList } from './make-up.ts';
import type { Seeder } from './seeder.ts';
import { seedRole } from './seed-role.ts';
import { seedDefaultGroup, seedWebGroup } from './seed-security-group.ts';
import { seedDisks } from './seed-volume.ts';

type Instance = ResourceOf<'ec2-instance'>;
type NamedInterface = Instance['interfaces'][number];

/**
 * An instance with its network, its disks and its role. One that exists already is left as it is, even where
 * this finding names more of it.
 */
export function seedInstance(resource: Instance, seeder: Seeder): void {
  const { instanceId } = resource;
  if (seeder.has('instance', instanceId)) return;
  const { finding, place } = seeder;
  const launchedAt = resource.launchedAt ?? daysBefore(finding.createdAt, 30);
  const interfaces = seedInterfaces(resource, launchedAt, seeder);
  const [primary] = interfaces;
  seeder.putIfAbsent('instance', {
    instanceId,
    imageId: resource.imageId ?? madeUpId('ami', instanceId),
    instanceType: 't3.medium',
    state: 'running',
    launchedAt,
    availabilityZone: `${place.region}a`,
    vpcId: primary?.vpcId ?? vpcOf(resource, seeder),
    subnetId: primary?.subnetId ?? subnetOf(resource, seeder),
    interfaces: interfaces.map(({ networkInterfaceId }) => networkInterfaceId),
    volumes: seedDisks(instanceId, launchedAt, seeder),
    profile: seedProfile(resource, launchedAt, seeder),
    spot: false,
    disableApiTermination: false,
    disableApiStop: false,
    shutdownBehavior: 'stop',
    sourceDestCheck: true,
    tags: toTagList(resource.tags),
  });
}

/** Instances of one account and region stand in one VPC unless their findings say otherwise. */
const vpcOf = ({ vpcId }: Instance, { place }: Seeder) =>
  vpcId ?? madeUpId('vpc', place.account, place.region);

const subnetOf = ({ subnetId }: Instance, { place }: Seeder) =>
  subnetId ?? madeUpId('subnet', place.account, place.region);

function seedInterfaces(resource: Instance, attachedAt: string, seeder: Seeder): NetworkInterfaceRecord[] {
  const madeUp: NamedInterface = {
    networkInterfaceId: madeUpId('eni', resource.instanceId),
    securityGroupIds: [],
  };
  const named = resource.interfaces.filter(
    ({ networkInterfaceId }) => !seeder.has('network-interface', networkInterfaceId),
  );
  const unique = new Map(named.map((item) => [item.networkInterfaceId, item]));
  const wanted = unique.size > 0 ? [...unique.values()] : [madeUp];
  return wanted.map((item, deviceIndex) => {
    const record = toInterface(resource, item, { deviceIndex, attachedAt }, seeder);
    seeder.putIfAbsent('network-interface', record);
    return record;
  });
}

function toInterface(
  resource: Instance,
  item: NamedInterface,
  slot: { readonly deviceIndex: number; readonly attachedAt: string },
  seeder: Seeder,
): NetworkInterfaceRecord {
  const { networkInterfaceId } = item;
  const vpcId = item.vpcId ?? vpcOf(resource, seeder);
  const groups =
    item.securityGroupIds.length > 0 ? [...new Set(item.securityGroupIds)] : [madeUpId('sg', vpcId, 'web')];
  seedVpc(vpcId, groups, seeder);
  return {
    networkInterfaceId,
    vpcId,
    subnetId: item.subnetId ?? subnetOf(resource, seeder),
    availabilityZone: `${seeder.place.region}a`,
    privateIp: item.privateIp ?? madeUpIp(networkInterfaceId),
    publicIp: item.publicIp ?? null,
    groups,
    attachment: {
      attachmentId: madeUpId('eni-attach', networkInterfaceId),
      instanceId: resource.instanceId,
      ...slot,
    },
    description: '',
    sourceDestCheck: true,
    tags: [],
  };
}

function seedVpc(vpcId: string, groups: readonly string[], seeder: Seeder): void {
  seeder.putIfAbsent('vpc', { vpcId, isDefault: false, tags: [] });
  seedDefaultGroup(madeUpId('sg', vpcId, 'default'), vpcId, seeder);
  for (const groupId of groups) seedWebGroup({ groupId, vpcId, tags: [] }, seeder);
}

/** The role has the profile's name, unless the finding says whose session ran on this instance. */
function seedProfile(resource: Instance, since: string, seeder: Seeder): ProfileAssociation {
  const { instanceId } = resource;
  const { place, partition, finding } = seeder;
  const arn =
    resource.instanceProfileArn ??
    `arn:${partition}:iam::${place.account}:instance-profile/role-of-${instanceId}`;
  const resourceName = arn.slice(arn.indexOf('/') + 1);
  const name = resourceName.slice(resourceName.lastIndexOf('/') + 1);
  const path = `/${resourceName.slice(0, resourceName.length - name.length)}`;
  const roleName = roleOfSession(finding, instanceId) ?? name;
  seedRole({ kind: 'iam-role', roleName }, seeder);
  const profileId = madeUpIamId('AIPA', arn);
  seeder.putIfAbsent('instance-profile', {
    name,
    profileId,
    path,
    arn,
    createdAt: daysBefore(since, 1),
    roles: [roleName],
  });
  return { associationId: madeUpId('iip-assoc', instanceId), arn, profileId, since };
}

/** EC2 names the sessions of instance roles after the instance. */
function roleOfSession({ resources }: Finding, instanceId: string): string | undefined {
  for (const resource of resources) {
    if (resource.kind === 'iam-role' && resource.sessionName === instanceId) return resource.roleName;
  }
  return undefined;
}
