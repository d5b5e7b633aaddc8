import type { VerifyReply } from '../../../../core/playbook/protocol.ts';
import type { ActionContext } from '../../action.ts';
import { findInstance, isGone } from '../instances.ts';
import { findIsolationGroups } from './groups.ts';
import { hasOnly, listInterfaces, lookUp, vpcsOf, type IsolationData } from './interfaces.ts';

/** Every interface, also one attached since, must have the isolation group alone, and that no rule. */
export async function verifyIsolation(
  instanceId: string,
  { clients: { ec2 }, data }: ActionContext<IsolationData>,
): Promise<VerifyReply> {
  const instance = await findInstance(ec2, instanceId);
  if (instance === null || isGone(instance)) {
    return { verified: 'contained', reason: `${instanceId} is terminated` };
  }
  const interfaces = await listInterfaces(ec2, instanceId);
  if (interfaces.length === 0) return { verified: 'contained', reason: `${instanceId} has no interfaces` };
  const own = await findIsolationGroups(ec2, vpcsOf(interfaces));
  const { groups } = data();
  const isolated = interfaces.filter((item) => hasOnly(item, lookUp(groups, item.vpcId)?.isolation));
  const count = `${isolated.length} of ${interfaces.length} interfaces isolated`;
  if (isolated.length === 0) return { verified: 'not', reason: count };
  const open = interfaces.filter((item) => !isolated.includes(item)).map(({ id }) => id);
  if (open.length > 0) return { verified: 'partial', reason: `${count}; not ${open.join(', ')}` };
  const leaky = own.filter(
    ({ IpPermissions, IpPermissionsEgress }) =>
      (IpPermissions?.length ?? 0) + (IpPermissionsEgress?.length ?? 0) > 0,
  );
  if (leaky.length === 0) return { verified: 'contained', reason: count };
  const names = leaky.map(({ GroupId }) => GroupId).join(', ');
  return { verified: 'partial', reason: `somebody added rules to the isolation group ${names}: remove them` };
}
