import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroup,
} from '@aws-sdk/client-ec2';
import { Busy } from '../../../../core/errors.ts';
import type { CallTemplate } from '../../../../core/plan.ts';
import type { Clients } from '../../../aws-clients.ts';
import { orNull, required } from '../../aws-errors.ts';

type Ec2 = Clients['ec2'];

/** The group without rules. One for each VPC, kept for the next time: it lets nothing in or out. */
const isolationName = 'tourniquet-isolation';

/** The group that allows everything, for the moment between the two steps: per instance, then deleted. */
const openName = (instanceId: string): string => `tourniquet-open-${instanceId}`;

const everything = [
  { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }], Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
];

const creation = (name: string, vpcId: string) => ({
  GroupName: name,
  Description: name === isolationName ? 'Tourniquet: isolation, no rules' : 'Tourniquet: for a moment only',
  VpcId: vpcId,
  TagSpecifications: [
    { ResourceType: 'security-group' as const, Tags: [{ Key: 'tourniquet:purpose', Value: name }] },
  ],
});

/** Makes sure that the VPC has the isolation group and that it has no rules. @returns its id. */
export async function ensureIsolationGroup(ec2: Ec2, vpcId: string): Promise<string> {
  for (let look = 0; look < 3; look++) {
    // Each look sees what those did who isolate another instance of this VPC at the same time.
    // oxlint-disable-next-line no-await-in-loop
    const group = await ensureGroup(ec2, isolationName, vpcId);
    // oxlint-disable-next-line no-await-in-loop
    if (!(await revokeRules(ec2, group))) return required(group.GroupId, 'GroupId');
  }
  throw new Busy(`the rules of ${isolationName} in ${vpcId} keep changing; try again shortly`);
}

/** @returns false when there was none; a rule that somebody else has just revoked is no error. */
async function revokeRules(ec2: Ec2, group: SecurityGroup): Promise<boolean> {
  const { GroupId, IpPermissions = [], IpPermissionsEgress = [] } = group;
  const gone = 'InvalidPermission.NotFound';
  if (IpPermissionsEgress.length > 0) {
    const revoke = new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: IpPermissionsEgress });
    await orNull(ec2.send(revoke), gone);
  }
  if (IpPermissions.length > 0) {
    await orNull(ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions })), gone);
  }
  return IpPermissions.length + IpPermissionsEgress.length > 0;
}

/** Everything goes out of a new group by itself; this lets everything in too. @returns its id. */
export async function ensureOpenGroup(ec2: Ec2, instanceId: string, vpcId: string): Promise<string> {
  const group = await ensureGroup(ec2, openName(instanceId), vpcId);
  const GroupId = required(group.GroupId, 'GroupId');
  if (group.IpPermissions?.length) return GroupId;
  const allow = new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: everything });
  await orNull(ec2.send(allow), 'InvalidPermission.Duplicate');
  return GroupId;
}

/**
 * Deletes the instance's open groups, in whichever VPC an attempt made one. Best effort: while an interface
 * that somebody else moved still uses it, AWS keeps it.
 */
export async function deleteOpenGroups(ec2: Ec2, instanceId: string): Promise<void> {
  const groups = await findGroups(ec2, { 'group-name': [openName(instanceId)] });
  await Promise.all(
    groups.map(({ GroupId }) =>
      orNull(
        ec2.send(new DeleteSecurityGroupCommand({ GroupId })),
        'DependencyViolation',
        'InvalidGroup.NotFound',
      ),
    ),
  );
}

export const findIsolationGroups = (ec2: Ec2, vpcIds: readonly string[]): Promise<SecurityGroup[]> =>
  findGroups(ec2, { 'group-name': [isolationName], 'vpc-id': vpcIds });

async function findGroups(
  ec2: Ec2,
  by: Readonly<Record<string, readonly string[]>>,
): Promise<SecurityGroup[]> {
  const Filters = Object.entries(by).map(([Name, values]) => ({ Name, Values: [...values] }));
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters }));
  return SecurityGroups;
}

async function ensureGroup(ec2: Ec2, name: string, vpcId: string): Promise<SecurityGroup> {
  const by = { 'group-name': [name], 'vpc-id': [vpcId] };
  const [found] = await findGroups(ec2, by);
  if (found) return found;
  await orNull(ec2.send(new CreateSecurityGroupCommand(creation(name, vpcId))), 'InvalidGroup.Duplicate');
  const [made] = await findGroups(ec2, by);
  if (made) return made;
  throw new Busy(`AWS does not show the new group ${name} in ${vpcId} yet; try again shortly`);
}

/** The calls that prepare a VPC, as templates; what is there already is not made again. */
export function groupCalls(instanceId: string, vpcId: string): CallTemplate[] {
  const call = (command: string, input: CallTemplate['input']) => ({ service: 'ec2', command, input });
  return [
    call('CreateSecurityGroup', creation(isolationName, vpcId)),
    call('RevokeSecurityGroupEgress', { GroupId: isolationId(vpcId), IpPermissions: ['<all>'] }),
    call('CreateSecurityGroup', creation(openName(instanceId), vpcId)),
    call('AuthorizeSecurityGroupIngress', { GroupId: openId(vpcId), IpPermissions: everything }),
  ];
}

/** Stand for ids that are not known when the plan is made. */
export const isolationId = (vpcId: string): string => `<${isolationName} in ${vpcId}>`;
export const openId = (vpcId: string): string => `<tourniquet-open in ${vpcId}>`;
