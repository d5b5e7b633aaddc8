import type { Finding } from '../core/finding.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Digest } from '../core/ports/digest.ts';
import type { Executions } from '../core/ports/executions.ts';
import { type DeliveryRef, occurrenceId } from '../core/records/deliveries.ts';
import type { Stores } from '../core/records/stores.ts';

export interface TriagePorts {
  readonly stores: Stores;
  readonly executions: Executions;
  readonly clock: Clock;
  readonly digest: Digest;
}

/** The name of the triage of a finding, as one delivery brought it. @param occurrence see `occurrenceId`. */
export const triageName = (occurrence: string, finding: string, digest: Digest): string =>
  `triage-${digest(`${occurrence}/${finding}`).slice(0, 40)}`;

/** Keeps a finding as received and starts its triage. Safe to repeat: the names come from the reference and the finding. */
export async function startTriage(
  { stores, executions, clock, digest }: TriagePorts,
  ref: DeliveryRef,
  finding: Finding,
): Promise<{ readonly id: string; readonly execution: string }> {
  const { delivery, index } = ref;
  const receivedAt = new Date(clock.now()).toISOString();
  await stores.deliveries.create(ref, { delivery, index, receivedAt, finding });
  const execution = triageName(occurrenceId(ref), finding.id, digest);
  const { id, type, account, region, severity } = finding;
  const input = {
    ref: { delivery, index },
    finding: { id, type, account, region, severity: severity.label },
  };
  await executions.start({ stateMachine: 'triage', name: execution, input });
  return { id, execution };
}
