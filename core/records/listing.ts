import type { IndexKey, Item, Page, PageQuery, Table } from '../ports/table.ts';
import type { Reader } from './record.ts';

/** Which part of a listing is wanted. Newest first. */
export interface SliceQuery<T> {
  readonly limit: number;
  /** The `next` of the slice before. */
  readonly beyond?: string | undefined;
  /** @default all */
  readonly matches?: (record: T) => boolean;
}

/** Part of a listing. It may be short, even empty, and not be the last: looking on is for who asks again. */
export interface Slice<T> {
  readonly items: readonly T[];
  /** Where the next one begins: the sort key of the record that was looked at last. Null: there is no more. */
  readonly next: string | null;
  /** How many records were looked at. */
  readonly looked: number;
}

/** Whoever lists needs no more of the store. */
type Indexed = Pick<Table, 'queryIndex'>;

export type ReadSlice<T> = (query: SliceQuery<T>) => Promise<Slice<T>>;

/** Records that are listed in an index by unique sort keys; in several partitions, as if they were one. */
export interface Listing<T> {
  readonly index: 'gsi1' | 'gsi2';
  readonly partitions: readonly [string, ...string[]];
  readonly read: Reader<T>;
}

/** A filter looks through so many records, or a few more, and then gives what it has. */
const mostLooked = 1000;
/** What a filter reads at once. */
const chunk = 250;

/** Nothing is lost or repeated from slice to slice, however records come, go and move between the partitions. */
export function createListing<T>(table: Indexed, listing: Listing<T>): ReadSlice<T> {
  return async ({ limit, beyond, matches }) => {
    const size = matches === undefined ? limit : Math.max(limit, chunk);
    const found: T[] = [];
    let [place, looked, isLast] = [beyond, 0, false];
    while (found.length < limit && looked < mostLooked && !isLast) {
      // Each round begins where the one before ended.
      // oxlint-disable-next-line no-await-in-loop
      const round = await readRound(table, listing, { size, beyond: place });
      const seen = pick(round.items, listing, { matches, most: limit - found.length });
      found.push(...seen.picked);
      looked += seen.looked;
      place = seen.place ?? place;
      isLast = round.isLast && seen.looked === round.items.length;
    }
    return { items: found, next: isLast ? null : (place ?? null), looked };
  };
}

interface Picked<T> {
  readonly picked: readonly T[];
  readonly looked: number;
  /** Of the item that was looked at last. */
  readonly place: string | undefined;
}

/** Looks at the items until it has as many as it may take. */
function pick<T>(
  items: readonly Item[],
  { read, index }: Listing<T>,
  { matches, most }: { readonly matches: SliceQuery<T>['matches']; readonly most: number },
): Picked<T> {
  const picked: T[] = [];
  let looked = 0;
  for (const item of items) {
    if (picked.length === most) break;
    looked += 1;
    const record = read(item);
    if (matches === undefined || matches(record)) picked.push(record);
  }
  const last = items[looked - 1];
  return { picked, looked, place: last && placeOf(last, index) };
}

interface Round {
  readonly items: readonly Item[];
  readonly isLast: boolean;
}

/** The first of all partitions together, as far as each of them was read. */
async function readRound<T>(
  table: Indexed,
  { index, partitions }: Listing<T>,
  { size, beyond }: { readonly size: number; readonly beyond: string | undefined },
): Promise<Round> {
  const query = { limit: size, descending: true, ...(beyond === undefined ? {} : { beyond }) };
  const pages = await Promise.all(partitions.map((pk) => readPage(table, index, { pk, ...query })));
  const ends = pages.flatMap(({ items, next }) => (next === undefined ? [] : items.slice(-1)));
  const readTo = ends.reduce((end, item) => (placeOf(item, index) > end ? placeOf(item, index) : end), '');
  const items = pages
    .flatMap((page) => page.items)
    .filter((item) => placeOf(item, index) >= readTo)
    .toSorted((a, b) => (placeOf(a, index) > placeOf(b, index) ? -1 : 1));
  return { items, isLast: ends.length === 0 };
}

/** A page that has items, where there are any: on DynamoDB one may be empty and not be the last. */
async function readPage(table: Indexed, index: 'gsi1' | 'gsi2', query: PageQuery): Promise<Page> {
  let page = await table.queryIndex(index, query);
  while (page.items.length === 0 && page.next !== undefined) {
    // Each page names the next.
    // oxlint-disable-next-line no-await-in-loop
    page = await table.queryIndex(index, { ...query, after: page.next });
  }
  return page;
}

/** What is found in an index stands in it. */
function placeOf(item: Item, index: 'gsi1' | 'gsi2'): string {
  const key: IndexKey | undefined = item[index];
  if (key === undefined) throw new TypeError(`${item.pk} was found in ${index} and has no place there`);
  return key.sk;
}
