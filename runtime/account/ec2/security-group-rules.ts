import type {
  AuthorizeSecurityGroupEgressCommandInput,
  AuthorizeSecurityGroupEgressCommandOutput,
  AuthorizeSecurityGroupIngressCommandInput,
  AuthorizeSecurityGroupIngressCommandOutput,
  IpPermission,
  RevokedSecurityGroupRule,
  RevokeSecurityGroupEgressCommandInput,
  RevokeSecurityGroupEgressCommandOutput,
  RevokeSecurityGroupIngressCommandInput,
  RevokeSecurityGroupIngressCommandOutput,
  SecurityGroupRule as SdkRule,
} from '@aws-sdk/client-ec2';
import type { CommandTable, WriteContext } from '../command.ts';
import { writes } from '../command.ts';
import type { SecurityGroupRecord, SecurityGroupRule } from '../records.ts';
import { getOne } from './describe.ts';
import { securityGroups } from './descriptions.ts';
import { ec2Error, need } from './ec2-error.ts';
import { readPermissions, sameRule, toPermissions } from './ip-permissions.ts';

type Direction = 'ingress' | 'egress';

interface RuleInput {
  readonly GroupId?: string | undefined;
  readonly IpPermissions?: IpPermission[] | undefined;
}

const authorize = (direction: Direction) => (input: RuleInput, context: WriteContext) => {
  const group = getOne(securityGroups, need(input.GroupId, 'GroupId'), context);
  const added: SecurityGroupRule[] = [];
  for (const rule of readPermissions(need(input.IpPermissions, 'IpPermissions'), context.account)) {
    if ([...group[direction], ...added].some((old) => sameRule(old, rule))) {
      throw ec2Error('InvalidPermission.Duplicate', `the specified rule "${describe(rule)}" already exists`);
    }
    if (rule.peer.kind === 'group') getOne(securityGroups, rule.peer.value, context);
    added.push({ ruleId: context.newId('sgr'), ...rule });
  }
  context.put('security-group', { ...group, [direction]: [...group[direction], ...added] });
  return {
    Return: true,
    SecurityGroupRules: added.map((rule) => toRule(rule, group, direction, context.account)),
  };
};

function describe({ peer, protocol, fromPort, toPort }: Omit<SecurityGroupRule, 'ruleId'>): string {
  const ports = fromPort === null ? 'ALL' : `from port: ${fromPort}, to port: ${toPort}`;
  return `peer: ${peer.value}, ${protocol === '-1' ? 'ALL' : `${protocol.toUpperCase()}, ${ports}`}, ALLOW`;
}

interface RevokeInput extends RuleInput {
  readonly SecurityGroupRuleIds?: string[] | undefined;
}

const revoke = (direction: Direction) => (input: RevokeInput, context: WriteContext) => {
  const group = getOne(securityGroups, need(input.GroupId, 'GroupId'), context);
  const byId = rulesById(group[direction], input.SecurityGroupRuleIds ?? []);
  const wanted = readPermissions(input.IpPermissions ?? [], context.account);
  if (byId.length + wanted.length === 0) need(undefined, 'IpPermissions');
  const unknown = wanted.filter((rule) => !group[direction].some((old) => sameRule(old, rule)));
  // In a default VPC, EC2 names what it did not find and goes on.
  if (unknown.length > 0 && !context.get('vpc', group.vpcId)?.isDefault) {
    throw ec2Error('InvalidPermission.NotFound', 'The specified rule does not exist in this security group.');
  }
  const gone = group[direction].filter(
    (old) => byId.includes(old) || wanted.some((rule) => sameRule(old, rule)),
  );
  context.put('security-group', {
    ...group,
    [direction]: group[direction].filter((rule) => !gone.includes(rule)),
  });
  return {
    Return: true,
    RevokedSecurityGroupRules: gone.map((rule) => toRevoked(rule, group, direction)),
    UnknownIpPermissions: unknown.length > 0 ? toPermissions(unknown) : undefined,
  };
};

function rulesById(rules: readonly SecurityGroupRule[], ids: readonly string[]): SecurityGroupRule[] {
  return ids.map((id) => {
    const rule = rules.find(({ ruleId }) => ruleId === id);
    if (!rule) {
      throw ec2Error(
        'InvalidSecurityGroupRuleId.NotFound',
        `The security group rule ID '${id}' does not exist`,
      );
    }
    return rule;
  });
}

function shared({ ruleId, protocol, fromPort, toPort, description, peer }: SecurityGroupRule) {
  return {
    SecurityGroupRuleId: ruleId,
    IpProtocol: protocol,
    FromPort: fromPort ?? -1,
    ToPort: toPort ?? -1,
    ...(peer.kind === 'ipv4' ? { CidrIpv4: peer.value } : {}),
    ...(peer.kind === 'ipv6' ? { CidrIpv6: peer.value } : {}),
    ...(peer.kind === 'prefix-list' ? { PrefixListId: peer.value } : {}),
    ...(description === null ? {} : { Description: description }),
  };
}

function toRule(
  rule: SecurityGroupRule,
  group: SecurityGroupRecord,
  direction: Direction,
  account: string,
): SdkRule {
  const { peer } = rule;
  return {
    ...shared(rule),
    GroupId: group.groupId,
    GroupOwnerId: account,
    IsEgress: direction === 'egress',
    ...(peer.kind === 'group' ? { ReferencedGroupInfo: { GroupId: peer.value, UserId: peer.owner } } : {}),
  };
}

function toRevoked(
  rule: SecurityGroupRule,
  group: SecurityGroupRecord,
  direction: Direction,
): RevokedSecurityGroupRule {
  return {
    ...shared(rule),
    GroupId: group.groupId,
    IsEgress: direction === 'egress',
    ...(rule.peer.kind === 'group' ? { ReferencedGroupId: rule.peer.value } : {}),
  };
}

export const securityGroupRuleCommands: CommandTable = {
  AuthorizeSecurityGroupIngress: writes<
    AuthorizeSecurityGroupIngressCommandInput,
    AuthorizeSecurityGroupIngressCommandOutput
  >(['GroupId', 'IpPermissions', 'DryRun'], authorize('ingress')),
  AuthorizeSecurityGroupEgress: writes<
    AuthorizeSecurityGroupEgressCommandInput,
    AuthorizeSecurityGroupEgressCommandOutput
  >(['GroupId', 'IpPermissions', 'DryRun'], authorize('egress')),
  RevokeSecurityGroupIngress: writes<
    RevokeSecurityGroupIngressCommandInput,
    RevokeSecurityGroupIngressCommandOutput
  >(['GroupId', 'IpPermissions', 'SecurityGroupRuleIds', 'DryRun'], revoke('ingress')),
  RevokeSecurityGroupEgress: writes<
    RevokeSecurityGroupEgressCommandInput,
    RevokeSecurityGroupEgressCommandOutput
  >(['GroupId', 'IpPermissions', 'SecurityGroupRuleIds', 'DryRun'], revoke('egress')),
};
