import type { Clock } from '../ports/clock.ts';
import type { Counters, Tally } from '../ports/counters.ts';
import type { Digest } from '../ports/digest.ts';
import type { Table } from '../ports/table.ts';
import { type Entry, enterMembers, isOverfull, type Seen, seenIn, Slice } from './counter-slice.ts';
import { createRecords, type Records } from './record.ts';

/** A window is counted in so many slices. */
const slicesPerWindow = 8;

/**
 * A rule's rows, whatever its records say and however many groups they name: so many partitions, each with so many
 * slices. Groups and times share them by their digests.
 */
const partitionsPerRule = 1024;
const slicesPerPartition = 64;

/** Groups that are looked up at the same time. */
const atOnce = 16;

interface Parts {
  readonly table: Table;
  readonly clock: Clock;
  readonly digest: Digest;
}

interface Store extends Parts {
  readonly rows: Records<Slice, SliceId>;
}

interface SliceId {
  readonly pk: string;
  readonly place: number;
}

/**
 * The Counters port on any Table: rows for each rule and eighth of the window. Of a group a row takes no more members than
 * the limit, and a full one is never written again: so a flood costs reads alone, rows stay small and few, and writers
 * that come at once hardly ever meet. Rows expire when no window can reach them.
 */
export function createCounters({ table, clock, digest }: Parts): Counters {
  const rows = createRecords<Slice, SliceId>(table, {
    schema: Slice,
    keyOf: ({ pk, place }) => ({ pk, sk: sortKey(place) }),
    placed: ({ expiresAt }) => ({ expiresAt }),
  });
  const store = { table, clock, digest, rows };
  const groupOf = ({ rule, group, windowMs }: Tally): string => `${rule}#${windowMs}#${group}`;

  return {
    async add(tallies) {
      const counts = tallies.map(() => 0);
      const groups = [...Map.groupBy(tallies.entries(), ([, tally]) => groupOf(tally)).values()];
      const count = async (entries: (typeof groups)[number]) => {
        const counted = await countGroup(
          store,
          entries.map(([, tally]) => tally),
        );
        for (const [place, [index]] of entries.entries()) counts[index] = counted[place] ?? 0;
      };
      for (let from = 0; from < groups.length; from += atOnce) {
        // A batch may have thousands of groups: so many at once, not all.
        // oxlint-disable-next-line no-await-in-loop
        await Promise.all(groups.slice(from, from + atOnce).map(count));
      }
      return counts;
    },
  };
}

/** A slice of time of one group, and where its members stand among others'. */
interface Place extends SliceId {
  readonly tag: string;
}

/** @param tallies of one rule and group: window and limit are the same in all. */
async function countGroup(store: Store, tallies: readonly Tally[]): Promise<readonly number[]> {
  const { rule, group, windowMs, limit } = tallies[0] as Tally;
  const { clock, digest, rows } = store;
  const size = Math.ceil(windowMs / slicesPerWindow);
  const sliceOf = (at: number): number => Math.floor(at / size);
  const placeOf = (slice: number): Place => {
    const lap = Math.floor(slice / slicesPerPartition);
    const partition = Number.parseInt(digest(`${lap} ${group}`).slice(0, 8), 16) % partitionsPerRule;
    return {
      pk: `COUNTER#${rule}#${windowMs}#${partition}`,
      place: slice - lap * slicesPerPartition,
      tag: digest(`${slice} ${group}`).slice(0, 16),
    };
  };
  const needed = new Set(tallies.flatMap(({ at }) => range(sliceOf(at - windowMs), sliceOf(at))));
  const places = new Map([...needed].map((slice) => [slice, placeOf(slice)] as const));
  const before = await readSlices(store, places);
  const now = Math.floor(clock.now() / 1000);
  // No window that ends now reaches further; twice as long, as records may come late.
  const expiresAt = Math.ceil((clock.now() + 2 * windowMs) / 1000) + 3600;
  const named = (tally: Tally, { tag }: Place): Entry => ({
    ...tally,
    tag,
    name: tag + digest(tally.member).slice(0, 16),
  });
  const loud = new Set<Tally>();
  const enter = async ([slice, added]: readonly [number, readonly Tally[]]): Promise<void> => {
    const place = places.get(slice) ?? placeOf(slice);
    const entries = added.map((tally) => named(tally, place));
    const known = before.get(slice) ?? null;
    const change = (row: Slice | null) => enterMembers(row, entries, { now, expiresAt });
    const after = change(known) === known ? known : await rows.change(place, change);
    for (const [index, entry] of entries.entries())
      if (isOverfull(entry, { before: known, after })) loud.add(added[index] as Tally);
  };
  await Promise.all([...Map.groupBy(tallies, ({ at }) => sliceOf(at))].map(enter));
  const stored = [...places].flatMap(([slice, { tag }]) => seenIn(before.get(slice) ?? null, tag));
  const own = tallies.map(({ member, at }): Seen => [digest(member).slice(0, 16), at]);
  const counted = countWindows(tallies, [...stored, ...own]);
  return tallies.map((tally, index) => (loud.has(tally) ? limit : (counted[index] ?? 0)));
}

const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** Few partitions, each in one read: a window is shorter than what stands in one. */
async function readSlices(
  { table, rows }: Store,
  places: ReadonlyMap<number, Place>,
): Promise<ReadonlyMap<number, Slice>> {
  const found = new Map<string, Slice>();
  const partitions = [...Map.groupBy(places.values(), ({ pk }) => pk)];
  await Promise.all(
    partitions.map(async ([pk, wanted]) => {
      const needed = wanted.map(({ place }) => place);
      const last = sortKey(Math.max(...needed));
      let beyond: string | undefined = sortKey(Math.min(...needed) - 1);
      while (beyond !== undefined) {
        // oxlint-disable-next-line no-await-in-loop
        const { items, next } = await table.query({ pk, beyond, limit: slicesPerPartition });
        for (const item of items) found.set(`${pk} ${item.sk}`, rows.read(item));
        const end: string | undefined = items.at(-1)?.sk;
        beyond = next !== undefined && end !== undefined && end < last ? end : undefined;
      }
    }),
  );
  return new Map(
    [...places].flatMap(([slice, { pk, place }]) => {
      const row = found.get(`${pk} ${sortKey(place)}`);
      return row === undefined ? [] : [[slice, row] as const];
    }),
  );
}

/** For each tally the different members within the window that ends with it, up to its limit. */
function countWindows(tallies: readonly Tally[], seen: readonly Seen[]): number[] {
  const latest = seen.toSorted(([, a], [, b]) => b - a);
  return tallies.map(({ at, windowMs, limit }) => {
    const within = new Set<string>();
    for (const [member, time] of latest) {
      if (time <= at - windowMs || within.size === limit) break;
      if (time <= at) within.add(member);
    }
    return within.size;
  });
}

/** Sorts as numbers do; one before the first. */
const sortKey = (place: number): string => String(place + 1).padStart(3, '0');
