import type { ResourceOf } from '../../../core/finding.ts';
import { daysBefore, madeUpId } from './make-up.ts';
import type { Seeder } from './seeder.ts';
import { seedInstance } from './seed-instance.ts';

type Instance = ResourceOf<'ec2-instance'>;

/** AWS puts it on every instance that a group launches. */
const groupTag = 'aws:autoscaling:groupName';

/**
 * An instance and, where its tags name one, its Auto Scaling group with two more instances in service behind one
 * target group, so that it is not the last one. A new instance joins a group that exists; of one that exists nothing changes.
 */
export function seedInstanceAndGroup(resource: Instance, seeder: Seeder): void {
  if (seeder.has('instance', resource.instanceId)) return;
  seedInstance(resource, seeder);
  const name = resource.tags?.[groupTag];
  if (name) joinGroup(name, resource, seeder);
}

function joinGroup(name: string, resource: Instance, seeder: Seeder): void {
  const group = seeder.get('scaling-group', name);
  if (!group) return seedGroup(name, resource, seeder);
  if (group.members.some(({ instanceId }) => instanceId === resource.instanceId)) return;
  const desiredCapacity = group.desiredCapacity + 1;
  seeder.put('scaling-group', {
    ...group,
    desiredCapacity,
    maxSize: Math.max(group.maxSize, desiredCapacity),
    members: [...group.members, toMember(resource.instanceId, seeder)],
  });
  for (const arn of group.targetGroupArns) {
    const found = seeder.get('target-group', arn);
    if (!found) continue;
    const target = {
      id: resource.instanceId,
      port: found.port,
      availabilityZone: null,
      state: 'healthy' as const,
    };
    const targets = [...found.targets, target].toSorted((a, b) => (a.id < b.id ? -1 : 1));
    seeder.put('target-group', { ...found, targets });
  }
}

function seedGroup(name: string, resource: Instance, seeder: Seeder): void {
  const { finding, place, partition } = seeder;
  const { account, region } = place;
  const peers = ['1', '2'].map((nth) => madeUpId('i', account, region, name, nth));
  for (const instanceId of peers) seedInstance(toPeer(instanceId, resource), seeder);
  seeder.put('scaling-group', {
    name,
    arn: `arn:${partition}:autoscaling:${region}:${account}:autoScalingGroup:${madeUpId('asg', account, region, name)}:autoScalingGroupName/${name}`,
    createdAt: daysBefore(finding.createdAt, 90),
    minSize: 2,
    maxSize: 6,
    desiredCapacity: 3,
    healthCheckType: 'EC2',
    members: [resource.instanceId, ...peers].map((instanceId) => toMember(instanceId, seeder)),
    targetGroupArns: [seedTargetGroup(name, [resource.instanceId, ...peers], seeder)],
    loadBalancerNames: [],
  });
}

/** What the group serves: a load balancer sends requests to all its instances. @returns its ARN */
function seedTargetGroup(groupName: string, ids: readonly string[], seeder: Seeder): string {
  const { place, partition } = seeder;
  const { account, region } = place;
  const name = groupName.replaceAll(/[^A-Za-z0-9]+/g, '-').slice(0, 32);
  const prefix = `arn:${partition}:elasticloadbalancing:${region}:${account}`;
  const suffix = madeUpId('tg', account, region, groupName).slice(-16);
  const arn = `${prefix}:targetgroup/${name}/${suffix}`;
  seeder.putIfAbsent('target-group', {
    arn,
    name,
    port: 80,
    vpcId: seeder.get('instance', ids[0] ?? '')?.vpcId ?? '',
    targetType: 'instance',
    loadBalancerArns: [`${prefix}:loadbalancer/app/${name}/${suffix}`],
    targets: ids
      .map((id) => ({ id, port: 80, availabilityZone: null, state: 'healthy' as const }))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  });
  return arn;
}

/** Launched from the same template: same network, role and tags. */
function toPeer(
  instanceId: string,
  { vpcId, subnetId, instanceProfileArn, imageId, tags }: Instance,
): Instance {
  return {
    kind: 'ec2-instance',
    instanceId,
    vpcId,
    subnetId,
    instanceProfileArn,
    imageId,
    tags,
    interfaces: [],
  };
}

const toMember = (instanceId: string, { place }: Seeder) => ({
  instanceId,
  availabilityZone: `${place.region}a`,
  lifecycleState: 'InService' as const,
});
