import type { Json, JsonObject } from '../json.ts';
import type { Clock } from '../ports/clock.ts';
import type { Table } from '../ports/table.ts';
import { Containment, isHeld, type Holder, type Subject } from './containment.ts';
import { createHolds } from './holds.ts';
import { createLease, takeLease, type Lease } from './lease.ts';
import { createRecords, eachIndexed, readAll } from './record.ts';

/** What a plan brings to a containment that nobody holds yet. */
interface Intent {
  readonly version: number;
  readonly plan: string;
  readonly parameters: JsonObject;
  readonly before: Json;
}

/** `owner` names the work, not the attempt: the same work begun again takes over, other work waits. */
interface Work {
  readonly owner: string;
  readonly holder: Holder;
}

type ReleaseStart =
  | { readonly status: 'not-held' }
  | { readonly status: 'still-held'; readonly containment: Containment }
  | { readonly status: 'last'; readonly lease: Lease };

/** What was applied, by whom it is held, and what its undo needs: one row per account, region, target, action. */
export interface Ledger {
  read(subject: Subject): Promise<Containment | null>;
  /**
   * Starts to apply, or carries on where an attempt died.
   * @throws Busy while other work has the lease.
   */
  startApply(subject: Subject, intent: Intent, work: Work): Promise<Lease>;
  /** Adds a holder to what stands applied. @returns null when it does not stand (any more). */
  join(subject: Subject, holder: Holder): Promise<Containment | null>;
  /**
   * Takes away the holders that `leaves` says. The last ones stay until the release is finished.
   * @throws Busy while other work has the lease, and nobody else would hold it.
   */
  startRelease(subject: Subject, leaves: (holder: Holder) => boolean, owner: string): Promise<ReleaseStart>;
  /** Every containment that the incident holds or held, the latest hold first. */
  listTouched(incident: string): Promise<readonly Containment[]>;
  /** Every containment that an attempt works on, or died on. */
  listUnfinished(): Promise<readonly Containment[]>;
}

const unfinished = 'UNFINISHED-CONTAINMENTS';

/**
 * @param leaseMs how long a silent attempt keeps other work out. Three quarters of it must be longer than any one
 * AWS call with its retries: three attempts of 20 s. Default: two minutes.
 */
export function createLedger(table: Table, clock: Clock, leaseMs = 120_000): Ledger {
  const rows = createRecords<Containment, Subject>(table, {
    schema: Containment,
    keyOf: ({ action, target: { account, region, kind, id } }) => ({
      pk: `CONTAINMENT#${account}#${region}#${action}#${kind}#${id}`,
      sk: 'META',
    }),
    placed: ({ state, action, target: { account, region, kind, id } }) =>
      state === 'applying' || state === 'releasing'
        ? { gsi2: { pk: unfinished, sk: `${account}#${region}#${action}#${kind}#${id}` } }
        : {},
  });
  const holds = createHolds(table);
  const terms = { rows, clock, leaseMs };

  return {
    read: (subject) => rows.get(subject),
    async startApply(subject, intent, { owner, holder }) {
      await holds.add(holder.incident, subject);
      const row = await rows.change(subject, (old) => {
        const base = takeLease(isHeld(old) ? old : begin(subject, intent, old), owner, terms);
        // Whoever asked for the release that died half-way wants it no more: only the newcomer holds it.
        const holders = base.state === 'releasing' ? [] : base.holders;
        return { ...base, state: 'applying', plan: intent.plan, holders: withHolder(holders, holder) };
      });
      return createLease(row, terms);
    },
    async join(subject, holder) {
      await holds.add(holder.incident, subject);
      const row = await rows.change(subject, (old) => {
        if (old?.state !== 'applied') return old;
        const holders = withHolder(old.holders, holder);
        return holders === old.holders ? old : { ...old, holders };
      });
      return row?.state === 'applied' ? row : null;
    },
    async startRelease(subject, leaves, owner) {
      let status: ReleaseStart['status'] = 'not-held';
      const row = await rows.change(subject, (old) => {
        status = 'not-held';
        if (!isHeld(old) || !old.holders.some(leaves)) return old;
        const staying = old.holders.filter((holder) => !leaves(holder));
        status = staying.length > 0 ? 'still-held' : 'last';
        if (staying.length > 0) return { ...old, holders: staying };
        return { ...takeLease(old, owner, terms), state: 'releasing' as const };
      });
      return row === null
        ? { status: 'not-held' }
        : toReleaseStart(status, row, () => createLease(row, terms));
    },
    listUnfinished: () => readAll(Containment, eachIndexed(table, 'gsi2', unfinished)),
    async listTouched(incident) {
      const found = await Promise.all((await holds.list(incident)).map((subject) => rows.get(subject)));
      return found.filter((row) => row !== null).toSorted(byLatestHold(incident));
    },
  };
}

function toReleaseStart(
  status: ReleaseStart['status'],
  containment: Containment,
  lease: () => Lease,
): ReleaseStart {
  if (status === 'last') return { status, lease: lease() };
  return status === 'still-held' ? { status, containment } : { status };
}

function begin({ action, target }: Subject, intent: Intent, old: Containment | null): Containment {
  return {
    action,
    target,
    ...intent,
    state: 'applying',
    data: {},
    result: {},
    holders: [],
    attempts: old?.attempts ?? 0,
    lease: null,
    released: null,
  };
}

/** A step of a run holds once, however often it asks. */
function withHolder(holders: Containment['holders'], holder: Holder): Containment['holders'] {
  return holders.some(({ execution, step }) => execution === holder.execution && step === holder.step)
    ? holders
    : [...holders, holder];
}

/** Sorting is stable: what was taken hold of in the same millisecond keeps the order it came in. */
function byLatestHold(incident: string): (a: Containment, b: Containment) => number {
  const latest = ({ holders }: Containment): string =>
    holders.reduce((at, holder) => (holder.incident === incident && holder.at > at ? holder.at : at), '');
  return (a, b) => (latest(a) < latest(b) ? 1 : latest(a) > latest(b) ? -1 : 0);
}
