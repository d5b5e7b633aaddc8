import type { Instance } from '@aws-sdk/client-ec2';
import type { BlastRadius } from '../../../../core/plan.ts';
import type { ActionContext, Draft } from '../../action.ts';
import { refused } from '../../refused.ts';
import { factsOfInstance, findInstance, refuseGone, tagOf } from '../instances.ts';
import { attributes, beforeOf, changeOf, openOf, readProtection, wanted } from './protection.ts';
import type { ProtectionData } from './protection.ts';

const limits = [
  'Whoever may call ModifyInstanceAttribute can take the protection off again',
  'Auto Scaling, and AWS itself when it retires hardware, end the instance in spite of it',
  'While stop protection is on EC2 does not stop the instance either: put ec2.stop-instance before this',
];

export async function planProtection(
  { instanceId }: { readonly instanceId: string },
  { clients: { ec2 }, target, data }: ActionContext<ProtectionData>,
): Promise<Draft> {
  const instance = await findInstance(ec2, instanceId);
  const gone = refuseGone(target, instance);
  if (instance === null || gone !== null) return gone as Draft;
  const facts = factsOfInstance(target, instance);
  const obstacle = findObstacle(instanceId, instance);
  if (obstacle !== null) return refused(obstacle.rule, obstacle.reason, facts);
  const current = await readProtection(ec2, instanceId);
  const recorded = data();
  return {
    calls: attributes.map((attribute) => ({
      service: 'ec2',
      command: 'ModifyInstanceAttribute',
      input: changeOf(instanceId, attribute, wanted),
    })),
    before: { ...beforeOf(current, recorded) },
    after: { ...wanted },
    blastRadius: describeBlast(instanceId, instance),
    inPlace: openOf(current).length === 0 && attributes.every((name) => recorded.before[name] !== undefined),
    facts,
  };
}

const instead = 'copy its disks with ec2.snapshot-volumes';

function findObstacle(instanceId: string, { InstanceLifecycle, RootDeviceType }: Instance) {
  if (InstanceLifecycle === 'spot') {
    const reason = `${instanceId} is a Spot Instance, which EC2 does not protect and may take back at any time: ${instead}`;
    return { rule: 'spot-instance', reason };
  }
  if (RootDeviceType === 'instance-store') {
    const reason = `the root volume of ${instanceId} is an instance store, so it cannot be stopped instead of terminated: turn on termination protection by hand`;
    return { rule: 'instance-store-root', reason };
  }
  return null;
}

function describeBlast(instanceId: string, instance: Instance): BlastRadius {
  const scalingGroup = tagOf(instance, 'aws:autoscaling:groupName');
  return {
    summary: `${instanceId} can be neither terminated nor stopped by API calls, and stops where it would terminate itself`,
    affected:
      scalingGroup === undefined
        ? []
        : [
            {
              kind: 'autoscaling-group',
              id: scalingGroup,
              why: 'terminates the instance in spite of the protection when it is unhealthy or one too many',
            },
          ],
    limits,
  };
}
