import type { TargetFacts } from '../../../../core/guardrails/facts.ts';
import type { BlastRadius, CallTemplate } from '../../../../core/plan.ts';
import type { ActionContext, Draft } from '../../action.ts';
import { refused } from '../../refused.ts';
import { findInstance, refuseGone } from '../instances.ts';
import { readHostFacts } from '../host-facts.ts';
import { findMembership, type Membership } from '../scaling-groups.ts';
import { isComing, isOurs, isStandby, weigh, type StandbyData } from './standby.ts';

const limits = [
  'The instance runs on, with its network, its role and whatever the intruder left on it: contain it too',
  'Requests that it is answering go on while its load balancers let them drain',
  'An instance refresh that is told to may terminate instances on standby: protect it from termination too',
  'The group may move instances between Availability Zones to balance what is left',
];

export async function planStandby(
  { instanceId }: { readonly instanceId: string },
  { clients, target, data }: ActionContext<StandbyData>,
): Promise<Draft> {
  const { ec2, autoscaling } = clients;
  const instance = await findInstance(ec2, instanceId);
  const gone = refuseGone(target, instance);
  if (instance === null || gone !== null) return gone as Draft;
  const membership = await findMembership(autoscaling, instanceId);
  const recorded = data();
  const facts = await readHostFacts(clients, target, instance);
  if (membership === null) return draftOutside(instanceId, recorded, facts);
  if (!isStandby(membership) && !isComing(membership) && membership.state !== 'InService') {
    const reason = `${instanceId} is ${membership.state} in ${membership.group}: only an instance in service can be put on standby`;
    return refused('not-in-service', reason, facts);
  }
  const weighed = weigh(membership, recorded);
  return {
    ...describeStandby(instanceId, weighed),
    blastRadius: describeBlast(instanceId, membership, weighed),
    inPlace: isOurs(membership, recorded),
    facts: { ...facts, cautions: [...facts.cautions, ...cautionsOf(instanceId, membership)] },
  };
}

/** A person took it out of the group since: it is out of the group's reach. */
function draftOutside(instanceId: string, recorded: StandbyData, facts: TargetFacts): Draft {
  if (recorded.before === null) {
    return refused('nothing-to-do', `${instanceId} is in no Auto Scaling group`, facts);
  }
  const { group } = recorded.before;
  return {
    ...describeStandby(instanceId, recorded),
    blastRadius: { summary: `${instanceId} is no longer in ${group}`, affected: [], limits },
    inPlace: true,
    facts,
  };
}

function describeStandby(instanceId: string, { before, loweredTo }: StandbyData) {
  const group = before?.group ?? '';
  const call = (command: string, input: CallTemplate['input']) => ({
    service: 'autoscaling',
    command,
    input: { AutoScalingGroupName: group, ...input },
  });
  const enter = { InstanceIds: [instanceId], ShouldDecrementDesiredCapacity: true };
  return {
    calls: [
      ...(loweredTo === null ? [] : [call('UpdateAutoScalingGroup', { MinSize: loweredTo })]),
      call('EnterStandby', enter),
    ],
    // Not the desired capacity, which scaling policies change all day.
    before: {
      group,
      standby: before?.standby ?? false,
      ...(loweredTo === null ? {} : { minSize: before?.minSize ?? null }),
    },
    after: { group, standby: true, ...(loweredTo === null ? {} : { minSize: loweredTo }) },
  };
}

function describeBlast(
  instanceId: string,
  { group, othersInService, targetGroupArns, loadBalancers }: Membership,
  { loweredTo }: StandbyData,
): BlastRadius {
  const minimum = loweredTo === null ? '' : `, its minimum lowered to ${loweredTo}`;
  const balancers = [
    ...targetGroupArns.map((id) => ({ kind: 'target-group', id })),
    ...loadBalancers.map((id) => ({ kind: 'load-balancer', id })),
  ];
  return {
    summary: `${instanceId} goes on standby; ${group} goes on with ${othersInService} in service${minimum}, and launches no replacement`,
    affected: [
      {
        kind: 'autoscaling-group',
        id: group,
        why: `has ${othersInService} more in service; the others take over what this one did`,
      },
      ...balancers.map((item) => ({ ...item, why: `the group takes ${instanceId} off it` })),
    ],
    limits,
  };
}

function cautionsOf(instanceId: string, membership: Membership): TargetFacts['cautions'] {
  const { group, othersInService } = membership;
  if (othersInService > 0 || isStandby(membership)) return [];
  const reason = `${instanceId} is the last instance of ${group} in service`;
  return [{ id: 'last-target', others: 1, reason }];
}
