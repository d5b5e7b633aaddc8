import type { Finding } from '../core/finding.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Digest } from '../core/ports/digest.ts';
import type { Executions } from '../core/ports/executions.ts';
import type { DeliveryRef } from '../core/records/deliveries.ts';
import type { Stores } from '../core/records/stores.ts';

export interface TriagePorts {
  readonly stores: Stores;
  readonly executions: Executions;
  readonly clock: Clock;
  readonly digest: Digest;
}

/** Keeps a finding as received and starts its triage. Safe to repeat: the names come from the reference and the finding. */
export async function startTriage(
  { stores, executions, clock, digest }: TriagePorts,
  ref: DeliveryRef,
  finding: Finding,
): Promise<{ readonly id: string; readonly execution: string }> {
  const { delivery, index } = ref;
  const receivedAt = new Date(clock.now()).toISOString();
  await stores.deliveries.create(ref, { delivery, index, receivedAt, finding });
  const execution = `triage-${digest(`${delivery}/${index}/${finding.id}`).slice(0, 40)}`;
  const { id, type, account, region, severity } = finding;
  const input = {
    ref: { delivery, index },
    finding: { id, type, account, region, severity: severity.label },
  };
  await executions.start({ stateMachine: 'triage', name: execution, input });
  return { id, execution };
}
