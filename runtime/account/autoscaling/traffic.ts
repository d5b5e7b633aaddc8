import type { WriteContext } from '../command.ts';
import { addTargets, deregister } from '../elbv2/registrations.ts';
import type { ScalingGroupRecord } from '../records.ts';

/** A group takes its instances off its load balancers when they go on standby, and puts them back after. */
export function moveTraffic(
  group: ScalingGroupRecord,
  ids: readonly string[],
  to: 'Standby' | 'InService',
  context: WriteContext,
): void {
  const targets = ids.map((Id) => ({ Id }));
  for (const arn of group.targetGroupArns) {
    const found = context.get('target-group', arn);
    if (!found) continue;
    if (to === 'Standby') deregister(found, targets, context);
    else addTargets(found, targets, context);
  }
  for (const name of group.loadBalancerNames) {
    const found = context.get('classic-load-balancer', name);
    if (!found) continue;
    const others = found.instances.filter(({ instanceId }) => !ids.includes(instanceId));
    const back = ids.map((instanceId) => ({ instanceId, state: 'InService' as const }));
    const instances = to === 'Standby' ? others : [...others, ...back];
    const sorted = instances.toSorted((a, b) => (a.instanceId < b.instanceId ? -1 : 1));
    context.put('classic-load-balancer', { ...found, instances: sorted });
  }
}
