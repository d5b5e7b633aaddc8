import type * as z from 'zod';
import { Busy } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { Item, Key, NewItem, Page, PageQuery, Table } from '../ports/table.ts';

/** How one kind of record stands in the table. Every record is parsed when it is read. */
export interface RecordType<T, Id> {
  readonly schema: z.ZodType<T>;
  readonly keyOf: (id: Id) => Key;
  /** Index entries and expiry, derived from the value so that they never disagree with it. */
  readonly placed?: (value: T) => Pick<NewItem, 'gsi1' | 'gsi2' | 'expiresAt'>;
}

export interface Records<T, Id> {
  get(id: Id): Promise<T | null>;
  /** @returns false when there is one already, which is left as it is. */
  create(id: Id, value: T): Promise<boolean>;
  /**
   * Reads, changes, and writes on the version that was read; begins again when somebody wrote in between.
   * `change` may run several times and returns the value it was given (by identity) to write nothing.
   * @returns the value as it stands afterwards.
   * @throws Busy after 100 lost races.
   */
  change<R extends T | null>(id: Id, change: (value: T | null) => R): Promise<R>;
  /** The record in an item that was found otherwise: in a listing. */
  readonly read: Reader<T>;
}

const maxRaces = 100;

/** Reads items of one kind, each once. */
export interface Reader<T> {
  (item: Item): T;
  /** Takes note of a value that is about to be written, so that reading it again parses nothing. It is frozen. */
  note(value: T): T;
}

/**
 * Parses an item's data once, however often the table hands out that same object. What it gives is shared by all who
 * ask, so it is frozen.
 */
export function parseOnce<T>(schema: z.ZodType<T>): Reader<T> {
  const parsed = new WeakMap<JsonObject, { readonly value: T }>();
  const read = ({ data }: Item): T => {
    const known = parsed.get(data);
    if (known) return known.value;
    const value = freeze(schema.parse(data));
    parsed.set(data, { value });
    return value;
  };
  const note = (value: T): T => {
    parsed.set(freeze(value) as JsonObject, { value });
    return value;
  };
  return Object.assign(read, { note });
}

/** With all that is in it. What is frozen already is so to its last leaf. */
function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) freeze(inner);
  return Object.freeze(value);
}

export function createRecords<T, Id>(table: Table, type: RecordType<T, Id>): Records<T, Id> {
  const itemOf = (id: Id, value: T): NewItem => ({
    ...type.keyOf(id),
    data: value as JsonObject,
    ...type.placed?.(value),
  });
  const parse = parseOnce(type.schema);

  return {
    read: parse,
    async get(id) {
      const item = await table.get(type.keyOf(id));
      return item === null ? null : parse(item);
    },
    create: (id, value) => table.put(itemOf(id, value), 'absent'),
    async change(id, change) {
      for (let race = 0; race < maxRaces; race++) {
        // Each race must see what the winner wrote.
        // oxlint-disable-next-line no-await-in-loop
        const item = await table.get(type.keyOf(id));
        const value = item === null ? null : parse(item);
        const changed = change(value);
        if (changed === null || changed === value) return changed;
        const condition = item === null ? 'absent' : { version: item.version };
        // oxlint-disable-next-line no-await-in-loop
        if (await table.put(itemOf(id, parse.note(changed)), condition)) return changed;
      }
      throw new Busy(`${type.keyOf(id).pk} was written by others ${maxRaces} times in a row; try again`);
    },
  };
}

/** Where everything that belongs to one incident stands, each kind under a prefix of its own. */
export const partitionOf = (incident: string): string => `INCIDENT#${incident}`;

/** What sets the records of nested runs apart. */
export const nestingOf = ({ within }: { readonly within?: string | undefined }): string =>
  within ? `#${within}` : '';

/** The records among the items, in their order. */
export async function readAll<T>(schema: z.ZodType<T>, items: AsyncIterable<Item>): Promise<T[]> {
  const found: T[] = [];
  for await (const { data } of items) found.push(schema.parse(data));
  return found;
}

/** All items that a query finds, page by page. */
export const eachItem = (table: Table, query: PageQuery): AsyncGenerator<Item> =>
  eachOf((after) => table.query({ limit: 500, ...query, ...after }));

/** The same over an index partition. */
export const eachIndexed = (table: Table, index: 'gsi1' | 'gsi2', pk: string): AsyncGenerator<Item> =>
  eachOf((after) => table.queryIndex(index, { pk, limit: 500, ...after }));

async function* eachOf(read: (after: { after?: string }) => Promise<Page>): AsyncGenerator<Item> {
  let after: string | undefined;
  do {
    // oxlint-disable-next-line no-await-in-loop
    const page = await read(after === undefined ? {} : { after });
    yield* page.items;
    after = page.next;
  } while (after !== undefined);
}
