import type { Instance } from '@aws-sdk/client-ec2';
import type { TargetFacts } from '../../../core/guardrails/facts.ts';
import type { Clients } from '../../aws-clients.ts';
import { isAwsError } from '../aws-errors.ts';
import { messageOf } from '../errors.ts';
import { cautionsOf, findEmptied, findRegistrations } from './registrations.ts';

/** So many target groups are asked, one call each: it is done for every plan. */
const mostGroups = 50;

/**
 * Is nothing left behind a load balancer, or in a target group, once the instance no longer answers? Fails
 * closed: where load balancers may not be read, or the VPC has more target groups than are asked, that nothing
 * is lost is not known, and people are asked. `guardrails.blastRadius` of the configuration lifts it.
 */
export async function cautionOfLastTarget(
  clients: Clients,
  instance: Instance,
): Promise<TargetFacts['cautions']> {
  const { InstanceId = '' } = instance;
  const unknown = (why: string): TargetFacts['cautions'] => [
    {
      id: 'last-target',
      others: 1,
      reason: `${InstanceId} may be the last target of a load balancer: ${why}`,
    },
  ];
  try {
    const found = await findRegistrations(clients, instance, mostGroups);
    const emptied = await findEmptied(clients, InstanceId, found);
    if (emptied.length > 0 || found.unread === 0) return cautionsOf(InstanceId, emptied);
    return unknown(`${found.unread} target groups of its VPC were not looked into`);
  } catch (error) {
    if (!isAwsError(error, 'AccessDenied', 'AccessDeniedException')) throw error;
    return unknown(messageOf(error));
  }
}
