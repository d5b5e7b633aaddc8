import * as z from 'zod';
import type { ActionContext, Draft } from '../../action.ts';
import { defineAction } from '../../action.ts';
import { refused } from '../../refused.ts';
import { factsOfInstance, findInstance, refuseGone } from '../instances.ts';
import { findEvidence, idsOf, snapshotRequest, takeEvidence, volumesOf } from './snapshots.ts';
import { spec } from './spec.ts';
import { verifyEvidence } from './verify.ts';

/** By incident: each takes evidence of its own, for the disk has gone on changing since another did. */
const EvidenceData = z.object({ snapshots: z.record(z.string(), z.array(z.string())).default({}) });

const limits = [
  'The set is crash-consistent: what the system had not written to disk yet is not in it, nor is memory',
  'Instance store volumes are not copied',
  'Snapshots under the default key aws/ebs cannot be shared with another account',
];

async function planEvidence(
  { instanceId }: { readonly instanceId: string },
  { clients: { ec2 }, target, incident, data }: ActionContext<z.infer<typeof EvidenceData>>,
): Promise<Draft> {
  const instance = await findInstance(ec2, instanceId);
  const gone = refuseGone(target, instance);
  if (instance === null || gone !== null) return gone as Draft;
  const facts = factsOfInstance(target, instance);
  const volumes = volumesOf(instance);
  if (volumes.length === 0) return refused('nothing-to-do', `${instanceId} has no EBS volumes`, facts);
  const taken = await findEvidence(ec2, instanceId, incident);
  const count = `${volumes.length} volume${volumes.length === 1 ? '' : 's'}`;
  return {
    calls: [{ service: 'ec2', command: 'CreateSnapshots', input: snapshotRequest(instanceId, incident) }],
    before: { volumes },
    after: { volumes, snapshots: volumes.map((volume) => `<snapshot of ${volume}>`) },
    blastRadius: {
      summary: `${count} of ${instanceId} are copied as evidence; the instance runs on`,
      affected: [],
      limits,
    },
    inPlace: taken.length > 0 && Object.hasOwn(data().snapshots, incident),
    facts,
  };
}

export const snapshotVolumes = defineAction(spec, {
  data: EvidenceData,
  plan: planEvidence,
  async apply({ parameters: { instanceId } }, { clients: { ec2 }, incident, data, record }) {
    const taken = idsOf(await findEvidence(ec2, instanceId, incident));
    const snapshots = taken.length > 0 ? taken : await takeEvidence(ec2, instanceId, incident);
    await record({ snapshots: { ...data().snapshots, [incident]: snapshots } });
    return { snapshots };
  },
  verify: ({ parameters }, context) => verifyEvidence(parameters.instanceId, context),
});
