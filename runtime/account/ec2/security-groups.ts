import type {
  CreateSecurityGroupCommandInput,
  CreateSecurityGroupCommandOutput,
  DeleteSecurityGroupCommandInput,
  DeleteSecurityGroupCommandOutput,
  DescribeSecurityGroupsCommandInput,
  DescribeSecurityGroupsCommandOutput,
  SecurityGroup,
} from '@aws-sdk/client-ec2';
import type { CommandTable, ReadContext, WriteContext } from '../command.ts';
import { partitionOf, reads, writes } from '../command.ts';
import type { SecurityGroupRecord, SecurityGroupRule } from '../records.ts';
import { getOne, paginate, select } from './describe.ts';
import { securityGroups, vpcs } from './descriptions.ts';
import { ec2Error, need } from './ec2-error.ts';
import { toPermissions } from './ip-permissions.ts';
import { tagsFor, toTags } from './tag-specifications.ts';

const arnOf = (groupId: string, { region, account }: ReadContext) =>
  `arn:${partitionOf(region)}:ec2:${region}:${account}:security-group/${groupId}`;

function describeSecurityGroups(input: DescribeSecurityGroupsCommandInput, context: ReadContext) {
  const selection = { ids: input.GroupIds, filters: input.Filters };
  const { items, NextToken } = paginate(select(securityGroups, selection, context), input);
  return { SecurityGroups: items.map((group) => toSecurityGroup(group, context)), NextToken };
}

function toSecurityGroup(group: SecurityGroupRecord, context: ReadContext): SecurityGroup {
  return {
    GroupId: group.groupId,
    GroupName: group.groupName,
    Description: group.description,
    VpcId: group.vpcId,
    OwnerId: context.account,
    SecurityGroupArn: arnOf(group.groupId, context),
    IpPermissions: toPermissions(group.ingress),
    IpPermissionsEgress: toPermissions(group.egress),
    Tags: toTags(group.tags),
  };
}

/** Every new group of a VPC lets everything out. */
export const defaultEgress = (ruleId: string): SecurityGroupRule => ({
  ruleId,
  protocol: '-1',
  fromPort: null,
  toPort: null,
  peer: { kind: 'ipv4', value: '0.0.0.0/0' },
  description: null,
});

function createSecurityGroup(input: CreateSecurityGroupCommandInput, context: WriteContext) {
  const groupName = need(input.GroupName, 'GroupName');
  const description = need(input.Description, 'GroupDescription');
  const vpcId = input.VpcId ?? defaultVpc(context);
  getOne(vpcs, vpcId, context);
  checkName(groupName);
  if (context.find('security-group', 'group-name', groupName).some((group) => group.vpcId === vpcId)) {
    throw ec2Error(
      'InvalidGroup.Duplicate',
      `The security group '${groupName}' already exists for VPC '${vpcId}'`,
    );
  }
  const groupId = context.newId('sg');
  const tags = tagsFor('security-group', input.TagSpecifications);
  const egress = [defaultEgress(context.newId('sgr'))];
  context.put('security-group', { groupId, groupName, description, vpcId, ingress: [], egress, tags });
  return { GroupId: groupId, Tags: toTags(tags), SecurityGroupArn: arnOf(groupId, context) };
}

function defaultVpc(context: ReadContext): string {
  const [vpc] = context.find('vpc', 'is-default', 'true');
  if (!vpc) throw ec2Error('VPCIdNotSpecified', 'No default VPC for this user');
  return vpc.vpcId;
}

function checkName(name: string): void {
  if (name.startsWith('sg-')) {
    throw ec2Error('InvalidParameterValue', 'Group names may not be in the format sg-*');
  }
  if (name.length > 255 || name === 'default') {
    throw ec2Error('InvalidParameterValue', `Invalid value '${name}' for groupName.`);
  }
}

function deleteSecurityGroup(input: DeleteSecurityGroupCommandInput, context: WriteContext) {
  const { groupId, groupName } = getOne(securityGroups, need(input.GroupId, 'GroupId'), context);
  if (groupName === 'default') {
    throw ec2Error(
      'CannotDelete',
      `the specified group: "${groupId}" name: "default" cannot be deleted by a user`,
    );
  }
  const isUsed = context.find('network-interface', 'group-id', groupId).length > 0;
  const isNamed = context
    .find('security-group', 'referenced-group', groupId)
    .some((group) => group.groupId !== groupId);
  if (isUsed || isNamed) {
    throw ec2Error('DependencyViolation', `resource ${groupId} has a dependent object`);
  }
  context.remove('security-group', groupId);
  return { Return: true, GroupId: groupId };
}

export const securityGroupCommands: CommandTable = {
  DescribeSecurityGroups: reads<DescribeSecurityGroupsCommandInput, DescribeSecurityGroupsCommandOutput>(
    ['GroupIds', 'Filters', 'MaxResults', 'NextToken', 'DryRun'],
    describeSecurityGroups,
  ),
  CreateSecurityGroup: writes<CreateSecurityGroupCommandInput, CreateSecurityGroupCommandOutput>(
    ['GroupName', 'Description', 'VpcId', 'TagSpecifications', 'DryRun'],
    createSecurityGroup,
  ),
  DeleteSecurityGroup: writes<DeleteSecurityGroupCommandInput, DeleteSecurityGroupCommandOutput>(
    ['GroupId', 'DryRun'],
    deleteSecurityGroup,
  ),
};
