import type { Instance } from '@aws-sdk/client-ec2';
import type { BlastRadius, CallTemplate } from '../../../../core/plan.ts';
import type { ActionContext, Draft } from '../../action.ts';
import { findInstance, findRoleSharers, nameSome, refuseGone, tagOf } from '../instances.ts';
import { readHostFacts } from '../host-facts.ts';
import { cautionOfLastTarget } from '../last-target.ts';
import { groupCalls, isolationId, openId } from './groups.ts';
import {
  groupsBefore,
  hasOnly,
  listInterfaces,
  lookUp,
  vpcsOf,
  type Interface,
  type IsolationData,
} from './interfaces.ts';

/**
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
 */
const limits = [
  'Connections through a NAT gateway, Network Load Balancer, PrivateLink, Global Accelerator, Network Firewall, ' +
    'an egress-only internet gateway or a DynamoDB gateway endpoint stay tracked: those that are open go on until they idle out',
  'ICMP flows stay tracked until they idle out',
  'Security groups do not filter DNS to the VPC resolver nor the instance metadata service',
  'Credentials that were taken from the instance work elsewhere until they are revoked or expire',
  'Between the two steps, for a moment, each interface is open to everything: only so are its connections cut',
];

export async function planIsolation(
  { instanceId }: { readonly instanceId: string },
  { clients, target, data }: ActionContext<IsolationData>,
): Promise<Draft> {
  const { ec2 } = clients;
  const instance = await findInstance(ec2, instanceId);
  const gone = refuseGone(target, instance);
  if (instance === null || gone !== null) return gone as Draft;
  const [interfaces, sharers, cautions, facts] = await Promise.all([
    listInterfaces(ec2, instanceId),
    findRoleSharers(ec2, instance),
    cautionOfLastTarget(clients, instance),
    readHostFacts(clients, target, instance),
  ]);
  const recorded = data();
  const state = (groups: (item: Interface) => readonly string[]) =>
    interfaces.map((item) => ({ id: item.id, vpcId: item.vpcId, groups: [...groups(item)].toSorted() }));
  return {
    calls: callsFor(instanceId, interfaces),
    before: { interfaces: state((item) => groupsBefore(item, recorded)) },
    after: { interfaces: state(({ vpcId }) => [isolationId(vpcId)]) },
    blastRadius: describeBlast(instance, interfaces, sharers),
    inPlace: interfaces.every((item) => hasOnly(item, lookUp(recorded.groups, item.vpcId)?.isolation)),
    facts: { ...facts, cautions: [...facts.cautions, ...cautions] },
  };
}

function callsFor(instanceId: string, interfaces: readonly Interface[]): CallTemplate[] {
  const vpcs = vpcsOf(interfaces);
  const call = (command: string, input: CallTemplate['input']) => ({ service: 'ec2', command, input });
  const swap = 'ModifyNetworkInterfaceAttribute';
  return [
    ...vpcs.flatMap((vpcId) => groupCalls(instanceId, vpcId)),
    ...interfaces.flatMap(({ id, vpcId }) => [
      call(swap, { NetworkInterfaceId: id, Groups: [openId(vpcId)] }),
      call(swap, { NetworkInterfaceId: id, Groups: [isolationId(vpcId)] }),
    ]),
    ...vpcs.map((vpcId) => call('DeleteSecurityGroup', { GroupId: openId(vpcId) })),
  ];
}

function describeBlast(
  instance: Instance,
  interfaces: readonly Interface[],
  sharers: readonly string[],
): BlastRadius {
  const { InstanceId = '', IamInstanceProfile } = instance;
  const name = tagOf(instance, 'Name');
  const scalingGroup = tagOf(instance, 'aws:autoscaling:groupName');
  const count = `${interfaces.length} network interface${interfaces.length === 1 ? '' : 's'}`;
  return {
    summary: `${name === undefined ? InstanceId : `${InstanceId} (${name})`} loses all network traffic on ${count}`,
    affected: [
      ...nameSome(sharers, () => ({
        kind: 'ec2-instance',
        aside: true,
        why: `has the same instance profile ${IamInstanceProfile?.Arn}: its credentials may be stolen too; it is not isolated by this`,
      })),
      ...(scalingGroup === undefined
        ? []
        : [
            {
              kind: 'autoscaling-group',
              id: scalingGroup,
              why: 'finds the instance unhealthy, terminates it and with it the evidence, and launches another, unless it is on standby: use ec2.detach-from-asg first',
            },
          ]),
    ],
    limits,
  };
}
