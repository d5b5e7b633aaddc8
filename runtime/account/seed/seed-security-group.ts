import type { ResourceOf } from '../../../core/finding.ts';
import { defaultEgress } from '../ec2/security-groups.ts';
import type { SecurityGroupRecord } from '../records.ts';
import { madeUpId, toTagList } from './make-up.ts';
import type { Seeder } from './seeder.ts';

/** A group that a finding names by itself, in the VPC where the instances without one stand. */
export function seedSecurityGroup(resource: ResourceOf<'security-group'>, seeder: Seeder): void {
  const { groupId, vpcId = madeUpId('vpc', seeder.place.account, seeder.place.region), tags } = resource;
  seeder.putIfAbsent('vpc', { vpcId, isDefault: false, tags: [] });
  seedWebGroup({ groupId, vpcId, tags: toTagList(tags) }, seeder);
}

/** A group of web servers, that lets the internet in at 443, and wherever the finding says that it does. */
export function seedWebGroup(
  { groupId, vpcId, tags }: Pick<SecurityGroupRecord, 'groupId' | 'vpcId' | 'tags'>,
  seeder: Seeder,
): void {
  seeder.putIfAbsent('security-group', {
    groupId,
    groupName: `web-${groupId}`,
    description: 'Web servers',
    vpcId,
    ingress: [443, ...openPorts(seeder.finding.type)].map((port) => ({
      ruleId: madeUpId('sgr', groupId, ...(port === 443 ? ['in'] : ['in', String(port)])),
      protocol: 'tcp',
      fromPort: port,
      toPort: port,
      peer: { kind: 'ipv4' as const, value: '0.0.0.0/0' },
      description: null,
    })),
    egress: [defaultEgress(madeUpId('sgr', groupId, 'out'))],
    tags,
  });
}

/** Every VPC has one: its members reach each other. */
export function seedDefaultGroup(groupId: string, vpcId: string, seeder: Seeder): void {
  seeder.putIfAbsent('security-group', {
    groupId,
    groupName: 'default',
    description: 'default VPC security group',
    vpcId,
    ingress: [
      {
        ruleId: madeUpId('sgr', groupId, 'in'),
        protocol: '-1',
        fromPort: null,
        toPort: null,
        peer: { kind: 'group', value: groupId, owner: seeder.place.account },
        description: null,
      },
    ],
    egress: [defaultEgress(madeUpId('sgr', groupId, 'out'))],
    tags: [],
  });
}

/** Findings that are there because an administration port is open. */
const portsByType: readonly (readonly [RegExp, readonly number[]])[] = [
  [/\/EC2\.13$/, [22]],
  [/\/EC2\.14$/, [3389]],
  [/\/EC2\.(18|19|53|54)$/, [22, 3389]],
  [/^Recon:EC2\/PortProbeUnprotectedPort$/, [22, 9200]],
  [/^Recon:EC2\/PortProbeEMR/, [8088]],
  [/^UnauthorizedAccess:EC2\/SSHBruteForce$/, [22]],
  [/^UnauthorizedAccess:EC2\/RDPBruteForce$/, [3389]],
];

const openPorts = (type: string): readonly number[] =>
  portsByType.find(([pattern]) => pattern.test(type))?.[1] ?? [];
