import type { BlastRadius, CallTemplate } from '../../../../core/plan.ts';
import type { ActionContext, Draft } from '../../action.ts';
import { refused } from '../../refused.ts';
import { findInstance, refuseGone, tagOf } from '../instances.ts';
import { readHostFacts } from '../host-facts.ts';
import { cautionsOf, findEmptied, findRegistrations } from '../registrations.ts';
import { toTarget } from '../target-groups.ts';
import { beforeUs, isBehindNone, mostGroups, toBehind, type Behind, type BehindData } from './behind.ts';

const limits = [
  'Requests that are under way go on until the deregistration delay of the target group ends: five minutes, unless it says otherwise',
  'Only the load balancers stop: whoever reaches the instance another way still does, and it reaches out as before',
  'Target groups of other VPCs that hold its address are not looked into',
];

export async function planDeregistration(
  { instanceId }: { readonly instanceId: string },
  { clients, target, data }: ActionContext<BehindData>,
): Promise<Draft> {
  const instance = await findInstance(clients.ec2, instanceId);
  const gone = refuseGone(target, instance);
  if (instance === null || gone !== null) return gone as Draft;
  const found = await findRegistrations(clients, instance, mostGroups);
  const facts = await readHostFacts(clients, target, instance);
  const now = toBehind(found);
  const { before } = data();
  const unread = found.unread === 0 ? [] : [describeUnread(found.unread)];
  if (before === null && isBehindNone(now)) {
    const reason = [`${instanceId} is behind no load balancer`, ...unread].join('; ');
    return refused('nothing-to-do', reason, facts);
  }
  const behind = beforeUs(now, before);
  const emptied = await findEmptied(clients, instanceId, found);
  const scalingGroup = tagOf(instance, 'aws:autoscaling:groupName');
  return {
    calls: callsFor(instanceId, behind),
    before: { targets: behind.targets.map((item) => ({ ...item })), balancers: behind.balancers },
    after: { targets: [], balancers: [] },
    blastRadius: {
      ...describeBlast(instanceId, behind, scalingGroup),
      limits: [...limits, ...unread],
    },
    inPlace: before !== null && isBehindNone(now),
    facts: { ...facts, cautions: [...facts.cautions, ...cautionsOf(instanceId, emptied)] },
  };
}

export const describeUnread = (unread: number): string =>
  `${unread} more target groups of its VPC were not looked into: it may be in them too`;

function callsFor(instanceId: string, { targets, balancers }: Behind): CallTemplate[] {
  const groups = [...new Set(targets.map(({ group }) => group))];
  return [
    ...groups.map((group) => ({
      service: 'elbv2',
      command: 'DeregisterTargets',
      input: {
        TargetGroupArn: group,
        Targets: targets.filter((item) => item.group === group).map(toTarget),
      },
    })),
    ...balancers.map((name) => ({
      service: 'elb',
      command: 'DeregisterInstancesFromLoadBalancer',
      input: { LoadBalancerName: name, Instances: [{ InstanceId: instanceId }] },
    })),
  ];
}

function describeBlast(
  instanceId: string,
  { targets, balancers }: Behind,
  scalingGroup: string | undefined,
): Omit<BlastRadius, 'limits'> {
  const why = `sends ${instanceId} no new requests; its other targets take them over`;
  return {
    summary: `${instanceId} gets no new requests of ${targets.length + balancers.length} registrations`,
    affected: [
      ...targets.map(({ group, id, port }) => ({
        kind: 'target-group',
        id: group,
        why: `${why} (${id}, port ${port})`,
      })),
      ...balancers.map((id) => ({ kind: 'load-balancer', id, why })),
      ...(scalingGroup === undefined
        ? []
        : [
            {
              kind: 'autoscaling-group',
              id: scalingGroup,
              why: 'may find the instance unhealthy, and terminate it: use ec2.detach-from-asg first',
            },
          ]),
    ],
  };
}
