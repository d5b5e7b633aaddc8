import * as z from 'zod';
import type { Tally } from '../ports/counters.ts';

/**
 * What was seen in one slice of time, of all groups that share the row: for each member of a group when it was first
 * seen there (epoch milliseconds), and until when that is of interest (epoch seconds, by our own clock).
 */
export const Slice = z.object({
  members: z.record(z.string(), z.tuple([z.number(), z.number()])),
  expiresAt: z.number(),
});
export type Slice = z.infer<typeof Slice>;

/** A tally, with the names that its group and member go by in its slice. */
export interface Entry extends Tally {
  /** The group's: what its members' names begin with. */
  readonly tag: string;
  readonly name: string;
}

/**
 * So many members fit into a row: some groups that are full, or hundreds that have a few members each. With the largest
 * limit it is a half of what DynamoDB takes.
 */
const capacityOf = (limit: number): number => 256 + 3 * limit;

const membersOf = (slice: Slice | null, tag: string) =>
  Object.entries(slice?.members ?? {}).filter(([name]) => name.startsWith(tag));

/** When each member of the group was first seen in the slice. */
export const seenIn = (slice: Slice | null, tag: string): readonly Seen[] =>
  membersOf(slice, tag).map(([name, [at]]) => [name.slice(tag.length), at]);
export type Seen = readonly [member: string, at: number];

/** Those that a window may still reach. */
const listWanted = (slice: Slice | null, now: number) =>
  Object.entries(slice?.members ?? {}).filter(([, [, until]]) => until > now);

/**
 * The slice itself where there is nothing to add, or no room: so a flood costs reads alone.
 * @param entries of one group, at least one.
 */
export function enterMembers(
  slice: Slice | null,
  entries: readonly Entry[],
  { now, expiresAt }: { readonly now: number; readonly expiresAt: number },
): Slice | null {
  const members = new Map(listWanted(slice, now));
  const [{ tag, limit }] = entries as readonly [Entry];
  let room = Math.min(limit - membersOf(slice, tag).length, capacityOf(limit) - members.size);
  let changed = false;
  for (const { name, at } of entries) {
    const [known = Infinity] = members.get(name) ?? [];
    // Earlier than known too: who wrote a value before, with a later time, must not take it from the burst under way.
    if (room <= 0 || at >= known) continue;
    if (!members.has(name)) room -= 1;
    members.set(name, [at, expiresAt]);
    changed = true;
  }
  return changed ? { members: Object.fromEntries(members), expiresAt } : slice;
}

/**
 * Whether so many were seen within the slice that times say nothing more: it holds as many of the group as the limit is,
 * or of other groups that there was no room for this one. Whoever fills slices beforehand, with times of their choosing or
 * with groups that nobody ever heard of, makes what follows loud, and never silent.
 */
export function isOverfull(
  { tag, name, at, limit }: Entry,
  { before, after }: { readonly before: Slice | null; readonly after: Slice | null },
): boolean {
  // It came before, and counts as it did then.
  if (before?.members[name]?.[0] === at) return false;
  if (membersOf(before, tag).length >= limit) return true;
  return after?.members[name] === undefined && membersOf(after, tag).length < limit;
}
