import * as z from 'zod';
import {
  absorbFinding,
  openIncident,
  type Arrival,
  type IncidentSeed,
} from '../../core/dedupe/absorb-finding.ts';
import { findingIdentity, standingOf, standingPrefix } from '../../core/dedupe/finding-identity.ts';
import { type DedupeConfig, dedupeKey, primaryResource } from '../../core/dedupe/dedupe-key.ts';
import { type Incident, wantedRevision } from '../../core/incident.ts';
import type { Digest } from '../../core/ports/digest.ts';
import { DeliveryRef, occurrenceId } from '../../core/records/deliveries.ts';
import type { Stores } from '../../core/records/stores.ts';
import { Risk } from '../../core/risk.ts';
import { readIncident } from '../read-incident.ts';
import { readReceived } from '../read-received.ts';
import type { Task } from '../task.ts';

const DeduplicateRequest = z.object({ ref: DeliveryRef, risk: Risk });

/**
 * What this occurrence meant to its incident. Derived from what is stored, so that the same delivery always
 * gets the same answer.
 */
type Verdict = 'opened' | 'worsened' | 'repeated';

export interface DeduplicatePorts {
  readonly stores: Stores;
  readonly digest: Digest;
  readonly config: DedupeConfig;
}

/**
 * Puts an occurrence into its incident. Five conditional writes, in an order in which a crash after any of
 * them is mended by the next delivery: claim of the key, window, assignment, incident, occurrence.
 */
export function createDeduplicate({ stores, digest, config }: DeduplicatePorts): Task {
  const seedFor = async ({ finding, receivedAt }: Arrival): Promise<IncidentSeed> => {
    const standing = standingOf(finding);
    const identity = findingIdentity(finding.id, standing);
    const key = await stores.windows.claimKey(
      identity,
      standingPrefix(standing) + dedupeKey(finding, config),
    );
    const windowStart = await stores.windows.openWindow(key, receivedAt, config.windowHours);
    const id = `inc-${digest(`${key}|${windowStart}`).slice(0, 16)}`;
    return { id, key, windowStart, resource: primaryResource(finding) };
  };

  const join = async (arrival: Arrival): Promise<Incident> => {
    const seed = await seedFor(arrival);
    const id = await stores.windows.assign(arrival.occurrence, seed.id);
    const incident = await stores.incidents.change(id, (known) =>
      known === null ? openIncident({ ...seed, id }, arrival) : absorbFinding(known, arrival),
    );
    const { occurrence, finding, receivedAt } = arrival;
    const told = { id: occurrence, finding: finding.id, route: finding.source, at: receivedAt };
    await stores.incidents.addOccurrence(id, told);
    return incident;
  };

  return async (payload) => {
    const { ref, risk } = DeduplicateRequest.parse(payload);
    const { finding, receivedAt } = await readReceived(stores, ref);
    const occurrence = occurrenceId(ref);
    const known = await stores.windows.assigned(occurrence);
    const joined = known !== null && (await stores.incidents.hasOccurrence(known, occurrence));
    const incident = joined
      ? await readIncident(stores, known)
      : await join({ occurrence, finding, risk, receivedAt });
    return {
      incident: incident.id,
      revision: wantedRevision(incident),
      verdict: verdictOf(incident, occurrence),
    };
  };
}

function verdictOf(incident: Incident, occurrence: string): Verdict {
  const revision = incident.revisions.find(({ causedBy }) => causedBy === occurrence);
  if (revision === undefined) return 'repeated';
  return revision.number === 1 ? 'opened' : 'worsened';
}
