import { changeEvent } from '../change-event.ts';
import { secondsOf } from '../duration.ts';
import type { Json, JsonObject } from '../json.ts';
import type { RecordReference } from './case-schema.ts';

/**
 * The records that a reference of a case stands for: each with an id and a time of its own, as if they had come one
 * after another.
 * @throws TypeError for a change that leads through something else than objects and arrays
 */
export function repeatRecord(
  record: JsonObject,
  { change, times, every }: Pick<RecordReference, 'change' | 'times' | 'every'>,
): readonly JsonObject[] {
  const apart = secondsOf(every);
  return Array.from({ length: times }, (_, index) => {
    const filled = Object.entries(change).map(
      ([pointer, value]) => [pointer, fillIn(value, index + 1)] as const,
    );
    const changed = changeEvent(record, Object.fromEntries(filled));
    return index === 0 ? changed : shift(changed, index, index * apart);
  });
}

/** `{n}` in texts is the number; a text that is nothing else is that number itself, as ports are. */
function fillIn(value: Json, n: number): Json {
  if (value === '{n}') return n;
  if (typeof value === 'string') return value.replaceAll('{n}', String(n));
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => fillIn(item, n));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, inner === undefined ? inner : fillIn(inner, n)]),
  );
}

/** Where the known kinds of records have their ids and times. */
const ids = new Set(['eventID', 'id']);
const instants = new Set(['eventTime', 'query_timestamp']);
const epochs = new Set(['start', 'end']);

function shift(record: JsonObject, index: number, seconds: number): JsonObject {
  const moved = Object.entries(record).map(([name, value]) => {
    if (ids.has(name) && typeof value === 'string') return [name, `${value}-${index}`];
    if (instants.has(name) && typeof value === 'string') return [name, later(value, seconds)];
    return [name, epochs.has(name) && typeof value === 'number' ? value + seconds : value];
  });
  return Object.fromEntries(moved) as JsonObject;
}

/** As CloudTrail and Resolver write times: without milliseconds. */
const later = (time: string, seconds: number): string =>
  new Date(Date.parse(time) + seconds * 1000).toISOString().replace('.000Z', 'Z');
