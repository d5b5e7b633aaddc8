import * as z from 'zod';
import type { Clock } from '../ports/clock.ts';
import type { Counters, Tally } from '../ports/counters.ts';
import type { Digest } from '../ports/digest.ts';
import type { Table } from '../ports/table.ts';
import { createRecords, type Records } from './record.ts';

/** Members of one group that were seen in one slice of time: their digests, and when each was first seen there. */
const Slice = z.object({ members: z.record(z.string(), z.number()), expiresAt: z.number() });
type Slice = z.infer<typeof Slice>;

interface SliceId {
  readonly pk: string;
  readonly index: number;
}

/** A window is counted in so many slices, each a row of its own. */
const slicesPerWindow = 8;

/** Groups that are looked up at the same time. */
const atOnce = 16;

interface Parts {
  readonly table: Table;
  readonly clock: Clock;
  readonly digest: Digest;
}

/**
 * The Counters port on any Table: a row for each rule, group and eighth of the window. A row takes no more members than
 * the limit, and a full one is never written again: so a flood costs reads alone, its rows stay small, and writers that
 * come at once hardly ever meet. Rows expire when no window can reach them.
 */
export function createCounters({ table, clock, digest }: Parts): Counters {
  const rows = createRecords<Slice, SliceId>(table, {
    schema: Slice,
    keyOf: ({ pk, index }) => ({ pk, sk: sortKey(index) }),
    placed: ({ expiresAt }) => ({ expiresAt }),
  });
  const nameOf = (member: string): string => digest(member).slice(0, 16);
  const groupOf = ({ rule, group, windowMs }: Tally): string =>
    `COUNTER#${rule}#${windowMs}#${digest(group).slice(0, 32)}`;

  return {
    async add(tallies) {
      const counts = tallies.map(() => 0);
      const groups = [...Map.groupBy(tallies.entries(), ([, tally]) => groupOf(tally))];
      const count = async ([pk, entries]: (typeof groups)[number]) => {
        const own = entries.map(([, tally]) => ({ ...tally, member: nameOf(tally.member) }));
        const counted = await countGroup({ table, rows, clock }, pk, own);
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

interface Store {
  readonly table: Table;
  readonly rows: Records<Slice, SliceId>;
  readonly clock: Clock;
}

/** @param tallies of one rule and group: window and limit are the same in all. */
async function countGroup(
  { table, rows, clock }: Store,
  pk: string,
  tallies: readonly Tally[],
): Promise<readonly number[]> {
  const { windowMs = 1, limit = 1 } = tallies[0] ?? {};
  const size = Math.ceil(windowMs / slicesPerWindow);
  const times = tallies.map(({ at }) => at);
  const known = await readSlices({ table, rows }, pk, {
    first: Math.floor((Math.min(...times) - windowMs) / size),
    last: Math.floor(Math.max(...times) / size),
  });
  // No window that ends now reaches further; twice as long, as records may come late.
  const expiresAt = Math.ceil((clock.now() + 2 * windowMs) / 1000) + 3600;
  const bySlice = Map.groupBy(tallies, ({ at }) => Math.floor(at / size));
  await Promise.all(
    [...bySlice].map(async ([index, added]) => {
      const enter = (slice: Slice | null): Slice | null => enterMembers(slice, added, { limit, expiresAt });
      const before = known.get(index) ?? null;
      if (enter(before) !== before) await rows.change({ pk, index }, enter);
    }),
  );
  const stored = [...known.values()].flatMap(({ members }) => Object.entries(members));
  return countWindows(tallies, [...stored, ...tallies.map(({ member, at }) => [member, at] as const)]);
}

async function readSlices(
  { table, rows }: Omit<Store, 'clock'>,
  pk: string,
  { first, last }: { readonly first: number; readonly last: number },
): Promise<ReadonlyMap<number, Slice>> {
  const found = new Map<number, Slice>();
  let beyond: string | undefined = sortKey(first - 1);
  while (beyond !== undefined) {
    // oxlint-disable-next-line no-await-in-loop
    const { items, next } = await table.query({ pk, beyond, limit: 4 * slicesPerWindow });
    for (const item of items) found.set(Number(item.sk), rows.read(item));
    const end: string | undefined = items.at(-1)?.sk;
    beyond = next !== undefined && end !== undefined && Number(end) < last ? end : undefined;
  }
  return found;
}

/** The slice itself where there is nothing to add, or no room. */
function enterMembers(
  slice: Slice | null,
  added: readonly Tally[],
  { limit, expiresAt }: { readonly limit: number; readonly expiresAt: number },
): Slice | null {
  const members = new Map(Object.entries(slice?.members ?? {}));
  const before = members.size;
  for (const { member, at } of added)
    if (members.size < limit && !members.has(member)) members.set(member, at);
  return members.size === before ? slice : { members: Object.fromEntries(members), expiresAt };
}

type Seen = readonly [member: string, at: number];

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

/** Sorts as numbers do, up to the year 9999 in slices of a millisecond. */
const sortKey = (index: number): string => String(Math.max(0, index)).padStart(15, '0');
