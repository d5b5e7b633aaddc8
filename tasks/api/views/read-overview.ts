import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Overview } from '../../../core/api/overview.ts';
import type { Incident } from '../../../core/incident.ts';
import { periodOf, summariseIncidents } from '../../../core/overview/summarise-incidents.ts';
import type { Clock } from '../../../core/ports/clock.ts';
import type { ReadSlice } from '../../../core/records/listing.ts';
import type { Stores } from '../../../core/records/stores.ts';

interface OverviewPorts {
  readonly stores: Stores;
  readonly clock: Clock;
}

const most = 10_000;
/** Reading so many takes a few milliseconds; others have their turn in between. */
const atOnce = 200;
const freshMs = 3000;

/** The overview of the last so many days. Computed once in three seconds at most, however many ask. */
export function createOverview({ stores, clock }: OverviewPorts): (days: number) => Promise<Overview> {
  const known = new Map<number, { readonly at: number; readonly overview: Promise<Overview> }>();
  return async (days) => {
    const now = clock.now();
    const fresh = known.get(days);
    if (fresh !== undefined && now - fresh.at < freshMs) return await fresh.overview;
    const overview = read(stores, now, days);
    known.set(days, { at: now, overview });
    overview.catch(() => known.delete(days));
    return await overview;
  };
}

async function read(stores: Stores, now: number, days: number): Promise<Overview> {
  const period = periodOf(now, days);
  const [incidents, deadLetters, waiting, threatLists] = await Promise.all([
    readSince(stores.incidents.newest, ({ lastSeen }: Incident) => lastSeen >= period.from),
    readSince(stores.deadLetters.newest, ({ at }) => at >= period.from),
    readSince(stores.approvals.newestWaiting, () => true),
    stores.feedStates.list(),
  ]);
  return {
    from: period.from,
    to: period.to,
    partial: incidents.partial || deadLetters.partial || waiting.partial,
    ...summariseIncidents(incidents.records, period),
    deadLetters: deadLetters.records.length,
    waitingApprovals: waiting.records.length,
    threatLists,
  };
}

interface Since<T> {
  readonly records: readonly T[];
  /** There were more. */
  readonly partial: boolean;
}

/** The newest records, as long as they are wanted. */
async function readSince<T>(newest: ReadSlice<T>, isWanted: (record: T) => boolean): Promise<Since<T>> {
  const records: T[] = [];
  let beyond: string | undefined;
  while (records.length < most) {
    // Each part begins where the one before ended.
    // oxlint-disable-next-line no-await-in-loop
    const { items, next } = await newest({ limit: atOnce, beyond });
    const wanted = items.filter(isWanted);
    records.push(...wanted);
    if (next === null || wanted.length < items.length) return { records, partial: false };
    beyond = next;
    // oxlint-disable-next-line no-await-in-loop
    await nextTurn();
  }
  return { records, partial: true };
}
