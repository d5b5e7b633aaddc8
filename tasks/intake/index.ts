import type { Json } from '../../core/json.ts';
import { findingIdentity, standingOf } from '../../core/dedupe/finding-identity.ts';
import { normalise } from '../../core/normalise/normalise.ts';
import { parseJson } from '../../core/parse-json.ts';
import type { Finding, Origin } from '../../core/finding.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Digest } from '../../core/ports/digest.ts';
import type { Executions } from '../../core/ports/executions.ts';
import type { RawStore } from '../../core/ports/raw-store.ts';
import type { Stores } from '../../core/records/stores.ts';
import { startTriage } from '../start-triage.ts';

/** One thing that arrived, before anyone has looked into it. */
export interface Arrival {
  readonly bytes: Uint8Array;
  /** Redelivery has the same: EventBridge's `id`, or one per accepted file. */
  readonly delivery: string;
  readonly origin: Origin;
  /** What a person calls it: a file name, a queue. */
  readonly label: string;
}

/** What became of it. `rejected` parts are in the dead letters, with their reasons. */
export interface Intake {
  readonly findings: readonly { readonly id: string; readonly execution: string }[];
  readonly rejected: readonly string[];
  /** Why nothing was to be done, for events that are fine but not for us. */
  readonly ignored?: string;
}

export interface IntakePorts {
  readonly raw: Pick<RawStore, 'put'>;
  readonly stores: Stores;
  readonly executions: Executions;
  readonly clock: Clock;
  readonly digest: Digest;
  /** Bytes. @default 1 MiB, what one EventBridge entry may hold */
  readonly maxBytes?: number;
}

/**
 * Keeps what arrived, normalises it, and starts one triage per finding. Safe to repeat: every name and id
 * comes from the delivery and the finding's place in it.
 */
export function createIntake(ports: IntakePorts): (arrival: Arrival) => Promise<Intake> {
  const { raw, stores, clock, digest } = ports;
  const now = (): string => new Date(clock.now()).toISOString();

  const reject = async (arrival: Arrival, place: number, reason: string, ref: string): Promise<string> => {
    const { delivery, label, origin } = arrival;
    await stores.deadLetters.put({
      id: digest(`${delivery}/${place}`).slice(0, 24),
      at: now(),
      queue: 'ingestion',
      stage: 'intake',
      reason,
      delivery,
      index: place,
      raw: ref,
      label,
      origin,
      attempts: 1,
    });
    return reason;
  };

  /** Null: an echo, which asks for nothing. What was accepted once is no echo when it is delivered again. */
  const takeIn = async (delivery: string, index: number, finding: Finding) => {
    const echo = finding.provider.writtenBackFor !== undefined && (await isEcho(stores, finding));
    if (echo && (await stores.deliveries.get({ delivery, index })) === null) return null;
    return await startTriage(ports, { delivery, index }, finding);
  };

  return async (arrival) => {
    const ref = await raw.put(arrival.bytes);
    const parsed = parseJson(arrival.bytes, ports.maxBytes === undefined ? {} : { maxBytes: ports.maxBytes });
    if (!parsed.ok) return { findings: [], rejected: [await reject(arrival, 0, parsed.reason, ref)] };
    const { origin } = arrival;
    const context = { origin, raw: ref, now: clock.now(), allowBare: origin.via === 'file' };
    const event = normalise(parsed.value as Json, context);
    if (event.kind === 'ignored') return { findings: [], rejected: [], ignored: event.reason };
    if (event.kind === 'malformed') {
      return { findings: [], rejected: [await reject(arrival, 0, event.reason, ref)] };
    }
    const [started, rejected] = await Promise.all([
      Promise.all(event.findings.map((finding, index) => takeIn(arrival.delivery, index, finding))),
      Promise.all(event.rejected.map(({ index, reason }) => reject(arrival, index, reason, ref))),
    ]);
    const findings = started.filter((finding) => finding !== null);
    const nothing = findings.length + rejected.length === 0;
    return { findings, rejected, ...(nothing ? { ignored: echoed } : {}) };
  };
}

const echoed = 'Security Hub sent back what Tourniquet wrote to it; nothing in it is new';

/**
 * Security Hub sends a finding again whenever it is updated, by us too. Our own update leaves the provider's
 * time as it was; anything else that happened to the finding shows in its time, or in a status that is not the
 * one that we wrote. A finding that we closed comes back as one that is archived.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-integration-types.html
 */
async function isEcho(stores: Stores, finding: Finding): Promise<boolean> {
  const standing = standingOf(finding);
  const identities = [standing, { ...standing, archived: false }].map((each) =>
    findingIdentity(finding.id, each),
  );
  const known = await Promise.all(identities.map((identity) => stores.findings.get(identity)));
  return known.some((stored) => stored?.finding.updatedAt === finding.updatedAt);
}
