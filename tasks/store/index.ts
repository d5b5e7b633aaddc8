import * as z from 'zod';
import { findingIdentity, standingOf } from '../../core/dedupe/finding-identity.ts';
import { Enrichment } from '../../core/enrichment.ts';
import type { Finding } from '../../core/finding.ts';
import type { JsonObject } from '../../core/json.ts';
import { DeliveryRef, occurrenceId } from '../../core/records/deliveries.ts';
import type { StoredFinding } from '../../core/records/findings.ts';
import type { Stores } from '../../core/records/stores.ts';
import { Risk } from '../../core/risk.ts';
import { readReceived } from '../read-received.ts';
import type { Task } from '../task.ts';

const Request = z.object({
  ref: DeliveryRef,
  enrichment: Enrichment,
  risk: Risk,
  incident: z.string(),
  verdict: z.enum(['opened', 'worsened', 'repeated']),
});

/** Keeps the newest state of the finding, and tells the timeline what is new or has changed. */
export function createStore({ stores }: { readonly stores: Stores }): Task {
  return async (payload) => {
    const { ref, enrichment, risk, incident, verdict } = Request.parse(payload);
    const { finding } = await readReceived(stores, ref);
    let changes: JsonObject = {};
    await stores.findings.change(findingIdentity(finding.id, standingOf(finding)), (known) => {
      changes = known === null ? {} : describeChanges(known.finding, finding);
      return newest(known, { finding, enrichment, risk, incident, writtenBack: known?.writtenBack ?? null });
    });
    if (verdict !== 'repeated' || Object.keys(changes).length > 0) {
      await stores.timeline.append(incident, {
        key: `finding/${occurrenceId(ref)}`,
        kind: `finding.${verdict}`,
        data: {
          finding: finding.id,
          type: finding.type,
          severity: finding.severity.label,
          score: risk.score,
          ...changes,
        },
      });
    }
    return { changes };
  };
}

/** Events may come out of order, and by two routes: an older state never replaces a newer one. */
function newest(known: StoredFinding | null, arrived: StoredFinding): StoredFinding {
  if (known === null) return arrived;
  if (arrived.finding.updatedAt < known.finding.updatedAt) return known;
  const finding =
    arrived.finding.source === known.finding.source
      ? arrived.finding
      : mergeRoutes(known.finding, arrived.finding);
  return { ...arrived, finding };
}

/** GuardDuty's own event says more than its rendering in Security Hub, which alone knows how to write back. */
function mergeRoutes(a: Finding, b: Finding): Finding {
  const [fuller, other] = a.source === 'guardduty' ? [a, b] : [b, a];
  return {
    ...fuller,
    aliases: [...new Set([...fuller.aliases, ...other.aliases])],
    count: Math.max(a.count, b.count),
    provider: { ...other.provider, ...fuller.provider },
  };
}

function describeChanges(before: Finding, after: Finding): JsonObject {
  const compared = {
    severity: [before.severity.label, after.severity.label],
    archived: [before.archived, after.archived],
    remotes: [addresses(before), addresses(after)],
  } as const;
  return Object.fromEntries(
    Object.entries(compared)
      .filter(([, [was, is]]) => was !== is)
      .map(([field, [was, is]]) => [field, { was, is }]),
  );
}

const addresses = ({ remotes }: Finding): string =>
  remotes.map(({ ip, domain }) => ip ?? domain ?? '').join(' ');
