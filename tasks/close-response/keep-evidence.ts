import { canonicalJson, type Json } from '../../core/json.ts';
import type { Evidence } from '../../core/ports/evidence.ts';
import type { Stores } from '../../core/records/stores.ts';
import { readIncident } from '../read-incident.ts';

export interface EvidencePorts {
  readonly stores: Pick<Stores, 'incidents' | 'outcomes' | 'timeline'>;
  readonly evidence: Evidence;
}

/**
 * Keeps what a response came to, where nobody changes it: the incident, what was done, and the timeline with the hash of
 * its last line. Whoever could rewrite the table, chain and all, could not rewrite this. The first one of a revision
 * stands: a response that is closed again, after its answer was lost, says the same.
 */
export async function keepEvidence(
  { stores, evidence }: EvidencePorts,
  id: string,
  revision: number,
): Promise<void> {
  const [incident, outcomes, timeline] = await Promise.all([
    readIncident(stores, id),
    stores.outcomes.list(id),
    stores.timeline.list(id),
  ]);
  const head = timeline.at(-1)?.hash ?? null;
  const text = canonicalJson({ revision, head, incident, outcomes, timeline } as unknown as Json);
  await evidence.put(`incidents/${id}/r${revision}.json`, new TextEncoder().encode(text));
}
