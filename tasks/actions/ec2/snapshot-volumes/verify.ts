import type { VerifyReply } from '../../../../core/playbook/protocol.ts';
import type { ActionContext } from '../../action.ts';
import { findEvidence } from './snapshots.ts';

/** A snapshot that has not completed by then is stuck. */
const patienceMs = 24 * 60 * 60 * 1000;

/**
 * Pending snapshots count: what they hold is fixed when the call returns, copying it may take hours, and
 * containment must not wait for that.
 * https://docs.aws.amazon.com/ebs/latest/userguide/ebs-create-snapshot.html
 */
export async function verifyEvidence(
  instanceId: string,
  { clients: { ec2 }, clock, incident }: ActionContext<unknown>,
): Promise<VerifyReply> {
  const snapshots = await findEvidence(ec2, instanceId, incident);
  if (snapshots.length === 0) {
    return { verified: 'pending', reason: `no snapshot is tagged with ${incident} yet`, retryAfter: 5 };
  }
  const since = clock.now() - patienceMs;
  const failed = snapshots.filter(
    ({ State, StartTime }) =>
      State === 'error' || (State === 'pending' && StartTime !== undefined && StartTime.getTime() < since),
  );
  if (failed.length > 0) {
    const ids = failed.map(({ SnapshotId, State }) => `${SnapshotId} (${State})`).join(', ');
    const verified = failed.length < snapshots.length ? 'partial' : 'not';
    return { verified, reason: `snapshots that failed or do not complete: ${ids}` };
  }
  const completed = snapshots.filter(({ State }) => State === 'completed').length;
  return { verified: 'contained', reason: `${completed} of ${snapshots.length} snapshots completed` };
}
