import type { Json, JsonObject } from '../../json.ts';
import type { LogKind, LogRecord } from '../log-record.ts';

/** What a record's reader may ask for. */
export interface ReadContext {
  /** When the record came in, ISO 8601. */
  readonly now: string;
  /** An id for a record that brings none: the same bytes have the same. */
  digest(): string;
}

/** What is bad about a record in itself, whatever the rules say of it. */
export interface Traits {
  /** The account's root user did it, not a service in its name. */
  readonly root: boolean;
  readonly withoutMfa: boolean;
  readonly denied: boolean;
  readonly change: boolean;
  /** 0–100, of a finding. */
  readonly severity: number;
}

export const noTraits: Traits = { root: false, withoutMfa: false, denied: false, change: false, severity: 0 };

/** A record, and what feeds are asked about. */
export interface Classified {
  readonly record: LogRecord;
  readonly ips: readonly string[];
  readonly domains: readonly string[];
  /** Of files. @default none */
  readonly hashes?: readonly string[];
  readonly traits: Traits;
}

/** How to know and to read the records of one kind. */
export interface Kind {
  readonly kind: LogKind;
  /** By fields that no other kind has. Their types are looked at afterwards. */
  recognises(record: JsonObject): boolean;
  /** Fields that have this type wherever they are. */
  readonly shape: Shape;
  /** @returns the reason where it is not usable, in one line */
  read(record: JsonObject, context: ReadContext): Classified | string;
}

export type Shape = readonly (readonly [field: string, type: 'text' | 'object'])[];

/** Which field has another type than it should, in one line. */
export function findMisfit(record: JsonObject, shape: Shape): string | undefined {
  for (const [field, type] of shape) {
    const value = record[field];
    if (value === undefined || value === null) continue;
    const fits =
      type === 'text' ? typeof value === 'string' : typeof value === 'object' && !Array.isArray(value);
    if (!fits) return `/${field} is ${describe(value)}, and must be ${names[type]}; correct what writes it`;
  }
  return undefined;
}

const names = { text: 'a text', object: 'an object' };

function describe(value: Json): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' ? 'an object' : JSON.stringify(value).slice(0, 80);
}
