import type { Paged } from '../../core/api/paging.ts';
import type { Slice } from '../../core/records/listing.ts';
import { Refusal } from './problem.ts';

/** Where a slice ends, as lists of records are sorted: by time, then by id. */
const place = /^\d{4}-\d\d-\d\dT[\d:.]+Z#./;

/** The place that a cursor stands for: what a page had as `next`. */
export function readCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const beyond = Buffer.from(cursor, 'base64url').toString();
  if (place.test(beyond)) return beyond;
  throw notNext();
}

export const notNext = (): Refusal =>
  new Refusal(422, 'cursor is not the `next` of a page of this list; leave it out to begin anew');

/** A slice of records as a page of what clients see of them. */
export const toPage = <T, View>(
  { items, next, looked }: Slice<T>,
  view: (record: T) => View,
): Paged<View> => ({
  items: items.map(view),
  next: next === null ? null : Buffer.from(next).toString('base64url'),
  looked,
});
