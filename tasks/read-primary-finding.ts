import { NotFound } from '../core/errors.ts';
import { findingIdentity } from '../core/dedupe/finding-identity.ts';
import type { Incident } from '../core/incident.ts';
import type { StoredFinding } from '../core/records/findings.ts';
import type { Stores } from '../core/records/stores.ts';

/** The finding that an incident is about: of all that joined it the one with the highest risk, then the first. */
export async function readPrimaryFinding(stores: Stores, incident: Incident): Promise<StoredFinding> {
  const stored = await Promise.all(
    incident.findings.map((id) => stores.findings.get(findingIdentity(id, incident))),
  );
  const worst = stored
    .filter((finding) => finding !== null)
    .reduce<StoredFinding | null>(
      (best, finding) => (best === null || finding.risk.score > best.risk.score ? finding : best),
      null,
    );
  if (worst === null) throw new NotFound(`no finding of incident ${incident.id} is stored yet`);
  return worst;
}
