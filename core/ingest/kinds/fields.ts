import { readAddress } from '../../intel/address.ts';
import { isJsonObject, type Json, type JsonObject } from '../../json.ts';

type Value = Json | undefined;

/** The longest text that becomes a column: an ARN has 2,048 at most. What is longer stands in `raw` alone. */
const maxText = 2048;

/** Null also for half a character: no other program would read the row. */
export const textOf = (value: Value): string | null =>
  typeof value === 'string' && value !== '' && value.length <= maxText && value.isWellFormed() ? value : null;

/** Null for what is no address. */
export function addressOf(value: Value): string | null {
  const text = textOf(value);
  return text !== null && readAddress(text) !== undefined ? text : null;
}

const nothing: JsonObject = {};

/** An empty one where there is none, so that fields within can be asked for. */
export const objectOf = (value: Value): JsonObject => (isJsonObject(value) ? value : nothing);

export const listOf = (value: Value): readonly Json[] => (Array.isArray(value) ? value : []);

/** The last instant of year 9999: beyond it ISO 8601 needs a sign. */
const lastInstant = 253_402_300_799_999;

/** A second from 1970 to 2999 in UTC, as CloudTrail and Resolver write it. The 29th of February takes the long way. */
const plainSecond =
  /^(?:19[7-9]|2\d\d)\d-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

/** ISO 8601 in, and out in UTC with milliseconds; null for what is no time. */
export function timeOf(value: Value): string | null {
  if (typeof value !== 'string') return null;
  // By way of a date it takes as long as all else that is read of a record.
  return plainSecond.test(value) ? `${value.slice(0, -1)}.000Z` : instantOf(Date.parse(value));
}

/** @param ms since the epoch */
export const instantOf = (ms: number): string | null =>
  ms >= 0 && ms <= lastInstant ? new Date(ms).toISOString() : null;
