import * as z from 'zod';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';

/**
 * Building blocks for wire schemas: what is missing or of the wrong kind reads as absent, so that a
 * provider's new or broken field never costs a finding. Only ids, types and accounts are essential, and
 * `finish.ts` checks those. Limits are those of `core/finding.ts`: texts are cut, identifiers never.
 */
const tolerant = <T>(read: (value: unknown) => T) => z.unknown().optional().transform(read);

const maxText = 4096;
const maxName = 2048;

function readText(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  const trimmed = String(value).trim();
  return trimmed === '' ? undefined : cutText(trimmed);
}

/** At most 4,096 UTF-16 units, never half a character. */
export function cutText(value: string): string {
  return (value.length > maxText ? value.slice(0, maxText) : value).toWellFormed();
}

export function readName(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const trimmed = String(value).trim();
  return trimmed === '' || trimmed.length > maxName || !trimmed.isWellFormed() ? undefined : trimmed;
}

function readNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** The last instant of year 9999: beyond it ISO 8601 needs a sign. */
const lastInstant = 253_402_300_799_999;

/** ISO 8601 or epoch; numbers below 10^11 are seconds (milliseconds would mean before March 1973). */
function readTime(value: unknown): string | undefined {
  const number = readNumber(value);
  const text = readText(value);
  const ms = number === undefined ? Date.parse(text ?? '') : Math.abs(number) < 1e11 ? number * 1000 : number;
  return ms >= 0 && ms <= lastInstant ? new Date(ms).toISOString() : undefined;
}

const maxTags = 100;

/** `[{key, value}]`, `[{name, value}]` or a plain map. */
function readTags(value: unknown): Record<string, string> | undefined {
  const pairs = Array.isArray(value) ? value.filter(isJsonObject).map(readPair) : readMap(value);
  const tags = pairs.filter((pair) => pair !== undefined).slice(0, maxTags);
  return tags.length === 0 ? undefined : Object.fromEntries(tags);
}

function readPair(tag: JsonObject): [string, string] | undefined {
  const key = readName(tag['key'] ?? tag['name']);
  return key === undefined ? undefined : [key, readText(tag['value']) ?? ''];
}

const readMap = (value: unknown): [string, string][] =>
  isJsonObject(value) ? Object.entries(value).map(([key, inner]) => [key, readText(inner) ?? '']) : [];

export const text = tolerant(readText);
export const name = tolerant(readName);
/** An account id. As a number it has lost its leading zeros; a text of fewer digits is a mistake, and stays one. */
export const accountId = tolerant((value) =>
  typeof value === 'number' ? String(value).padStart(12, '0') : readName(value),
);
export const number = tolerant(readNumber);
export const time = tolerant(readTime);
export const tags = tolerant(readTags);
export const flag = tolerant((value) => String(readText(value)).toLowerCase() === 'true');
export const json = tolerant((value) => value as Json | undefined);
export const texts = tolerant((value) =>
  (Array.isArray(value) ? value : [value]).map(readText).filter((item) => item !== undefined),
);

/** An object, or absent. Its own fields are tolerant, so that it never fails. */
export const shape = <S extends z.ZodType>(schema: S) =>
  tolerant((value): z.output<S> | undefined => (isJsonObject(value) ? schema.parse(value) : undefined));

/** As `shape`, but absent reads as an object without any field: for parts whose presence says nothing. */
export const part = <S extends z.ZodType>(schema: S) => {
  const nothing = schema.parse({});
  return tolerant((value): z.output<S> => (isJsonObject(value) ? schema.parse(value) : nothing));
};

/** The first that is there. */
export const firstOf = <T>(...values: readonly (T | undefined)[]): T | undefined =>
  values.find((value) => value !== undefined);

const maxItems = 1000;

/** A list of objects; a lone object is a list of one; whatever else stands in it is left out. */
export const list = <S extends z.ZodType>(schema: S) =>
  tolerant((value): z.output<S>[] =>
    (Array.isArray(value) ? value : [value])
      .filter(isJsonObject)
      .slice(0, maxItems)
      .map((item) => schema.parse(item)),
  );

/** Keys of these hold data rather than field names. */
const freeMaps = new Set([
  'productFields',
  'userDefinedFields',
  'affectedResources',
  'tags',
  'labels',
  'other',
]);

/**
 * `AccessKeyId`, `accessKeyId` and `access_key_id` to `accessKeyId`, all the way down: GuardDuty speaks
 * camelCase in events and PascalCase in its API, ASFF is PascalCase and OCSF snake_case. Free maps keep theirs.
 */
export function camelKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => camelKeys(item));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    (Object.entries(value) as [string, Json][]).flatMap(([key, inner]) => {
      if (key === '__proto__') return [];
      const camel = camelKey(key);
      return [[camel, freeMaps.has(camel) && isJsonObject(inner) ? inner : camelKeys(inner)] as const];
    }),
  );
}

const camelKey = (key: string) =>
  key.charAt(0).toLowerCase() +
  key.slice(1).replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
