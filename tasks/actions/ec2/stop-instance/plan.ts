import { DescribeInstanceAttributeCommand, type Instance } from '@aws-sdk/client-ec2';
import type { TargetFacts } from '../../../../core/guardrails/facts.ts';
import type { BlastRadius, Target } from '../../../../core/plan.ts';
import type { Clients } from '../../../aws-clients.ts';
import type { ActionContext, Draft } from '../../action.ts';
import { refused } from '../../refused.ts';
import { findInstance, refuseGone, tagOf } from '../instances.ts';
import { readHostFacts } from '../host-facts.ts';
import { cautionOfLastTarget } from '../last-target.ts';
import { isStoppedByUs, isUp, type StopData } from './run-state.ts';

const limits = [
  'What is in memory is lost, and with it the traces of what ran only there: capture it first where it matters',
  'What is on instance store volumes is lost, where it has any',
  'The system shuts down in order: what runs on it is told, and has some minutes',
  'Credentials that were taken from the instance work elsewhere until they expire: use iam.revoke-role-sessions',
];

export async function planStop(
  { instanceId }: { readonly instanceId: string },
  { clients, target, data }: ActionContext<StopData>,
): Promise<Draft> {
  const { ec2 } = clients;
  const instance = await findInstance(ec2, instanceId);
  const gone = refuseGone(target, instance);
  if (instance === null || gone !== null) return gone as Draft;
  const facts = await judgeStop(clients, target, instance);
  const obstacle = isUp(instance) ? await findObstacle(ec2, instanceId, instance) : null;
  if (obstacle !== null) return refused(obstacle.rule, obstacle.reason, facts);
  const recorded = data();
  const ours = isStoppedByUs(instance, recorded);
  return {
    calls: [{ service: 'ec2', command: 'StopInstances', input: { InstanceIds: [instanceId] } }],
    before: { running: ours ? (recorded.before?.running ?? false) : isUp(instance) },
    after: { running: false },
    blastRadius: describeBlast(instanceId, instance),
    inPlace: ours,
    facts,
  };
}

/** What is down already is felt by nobody. */
async function judgeStop(clients: Clients, target: Target, instance: Instance): Promise<TargetFacts> {
  const facts = await readHostFacts(clients, target, instance);
  if (!isUp(instance)) return { ...facts, cautions: [] };
  return { ...facts, cautions: [...facts.cautions, ...(await cautionOfLastTarget(clients, instance))] };
}

const instead = 'use ec2.isolate-instance, which keeps it running';

/** Why EC2 would not stop it. */
async function findObstacle(ec2: Clients['ec2'], instanceId: string, instance: Instance) {
  if (instance.RootDeviceType === 'instance-store') {
    const reason = `the root volume of ${instanceId} is an instance store, so EC2 can only terminate it: ${instead}`;
    return { rule: 'instance-store-root', reason };
  }
  if (instance.InstanceLifecycle === 'spot') {
    const reason = `${instanceId} is a Spot Instance, of which EC2 stops only those of persistent requests: ${instead}`;
    return { rule: 'spot-instance', reason };
  }
  const { DisableApiStop } = await ec2.send(
    new DescribeInstanceAttributeCommand({ InstanceId: instanceId, Attribute: 'disableApiStop' }),
  );
  if (DisableApiStop?.Value !== true) return null;
  const reason =
    `${instanceId} has stop protection on: its owner must turn it off (where ec2.protect-termination did, ` +
    `put ec2.stop-instance before it), or ${instead}`;
  return { rule: 'stop-protection', reason };
}

function describeBlast(instanceId: string, instance: Instance): BlastRadius {
  const name = tagOf(instance, 'Name');
  const scalingGroup = tagOf(instance, 'aws:autoscaling:groupName');
  const lent = (instance.NetworkInterfaces ?? []).flatMap(({ Association }) =>
    Association?.IpOwnerId === 'amazon' ? (Association.PublicIp ?? []) : [],
  );
  return {
    summary: `${name === undefined ? instanceId : `${instanceId} (${name})`} stops; what is in its memory is lost`,
    affected: [
      ...(scalingGroup === undefined
        ? []
        : [
            {
              kind: 'autoscaling-group',
              id: scalingGroup,
              why: 'finds the instance unhealthy, terminates it and with it the evidence, and launches another, unless it is on standby: use ec2.detach-from-asg first',
            },
          ]),
      ...lent.map((id) => ({
        kind: 'public-ip',
        id,
        why: 'goes back to AWS; the instance gets another one when it starts',
      })),
    ],
    limits,
  };
}
