import { DescribeNetworkInterfacesCommand } from '@aws-sdk/client-ec2';
import type { BlastRadius } from '../../../../core/plan.ts';
import type { Clients } from '../../../aws-clients.ts';
import type { ActionContext, Draft } from '../../action.ts';
import { toFacts } from '../../facts.ts';
import { partitionOf } from '../../partition.ts';
import { refused } from '../../refused.ts';
import { nameSome } from '../instances.ts';
import { findGroup, isOpen, nameOfRule, openBefore, rulesOf, toPermission } from './rules.ts';
import type { IngressData, IngressRule } from './rules.ts';

export interface Parameters {
  readonly groupId: string;
  readonly ports: readonly number[];
}

const limits = [
  'Connections that are open may go on until they idle out, up to 5 days: ec2.isolate-instance or ec2.stop-instance ends them',
  'Other groups of the same interfaces may open the same ports; all of their rules add up',
  'Ranges that make up the internet in parts (0.0.0.0/1 and 128.0.0.0/1), and prefix lists, stay',
  'Rules that are put back have new ids, and no tags',
];

export async function planRevoking(
  { groupId, ports }: Parameters,
  { clients: { ec2 }, target, data }: ActionContext<IngressData>,
): Promise<Draft> {
  const group = await findGroup(ec2, groupId);
  if (group === null) {
    const reason = `there is no security group ${groupId} in account ${target.account}, ${target.region}: it may be deleted, or be elsewhere`;
    return refused('target-gone', reason);
  }
  const arn = `arn:${partitionOf(target.region)}:ec2:${target.region}:${target.account}:security-group/${groupId}`;
  const facts = toFacts({ arns: [arn], names: [group.GroupName], tags: group.Tags });
  const rules = rulesOf(group);
  const before = openBefore(rules, ports, data());
  if (before.length === 0) {
    const reason = `${groupId} opens none of the ports ${ports.join(', ')} to the internet`;
    return refused('nothing-to-do', reason, facts);
  }
  const IpPermissions = before.map(toPermission);
  return {
    calls: [
      { service: 'ec2', command: 'RevokeSecurityGroupIngress', input: { GroupId: groupId, IpPermissions } },
    ],
    before: { open: before },
    after: { open: [] },
    blastRadius: await describeBlast(ec2, groupId, before),
    inPlace: !rules.some((rule) => isOpen(rule, ports)),
    facts,
  };
}

async function describeBlast(
  ec2: Clients['ec2'],
  groupId: string,
  rules: readonly IngressRule[],
): Promise<BlastRadius> {
  const { NetworkInterfaces = [] } = await ec2.send(
    new DescribeNetworkInterfacesCommand({ Filters: [{ Name: 'group-id', Values: [groupId] }] }),
  );
  const users = NetworkInterfaces.flatMap(
    ({ Attachment, NetworkInterfaceId }) => Attachment?.InstanceId ?? NetworkInterfaceId ?? [],
  );
  return {
    summary: `${groupId} no longer lets in ${rules.map(nameOfRule).join(', ')}: whatever else these rules let in is closed too`,
    affected: nameSome([...new Set(users)], (id) => ({
      kind: id.startsWith('eni-') ? 'network-interface' : 'ec2-instance',
      why: 'uses the group: whoever comes from the internet by these rules is kept out, its administrators too',
    })),
    limits,
  };
}
