import type { JsonObject } from '../../core/json.ts';
import type { Item, Key } from '../../core/ports/table.ts';
import type { Database } from './database.ts';

/** As a row stands in the table; rows as arrays cost SQLite's binding a good deal less than objects. */
export type Row = readonly [
  pk: string,
  sk: string,
  version: number,
  data: string,
  gsi1pk: string | null,
  gsi1sk: string | null,
  gsi2pk: string | null,
  gsi2sk: string | null,
  expiresAt: number | null,
];

/** What was last read or written, so that an item that many steps look at is read and parsed once. */
export interface ItemCache {
  /** The item as it is known, or as `load` finds it now (null: there is none). */
  read(key: Key, load: () => Row | null): Item | null;
  /**
   * A statement wrote this row, out of `data`. It is remembered where the item was asked for before: most are never
   * read. Frozen data is the item's from now on; other data is read from the row again.
   */
  wrote(row: Row, data: JsonObject): void;
  /** It was overwritten, whatever its version was. */
  drop(key: Key): void;
  /** The item of a row that was just read: the one that is known, if it is still the same. */
  itemOf(row: Row): Item;
}

interface Entry {
  readonly row: Row | null;
  /** Parsed when it is first asked for. */
  item: Item | null | undefined;
}

/** Characters of JSON; the parsed items are some three times as large. */
const mostCharacters = 8 * 1024 * 1024;
/** What an entry takes beside its JSON, in the same measure. */
const charactersAnEntry = 200;

/**
 * Nothing in it outlives the database's generation, so that it never shows what another process has overwritten, nor
 * what was rolled back. The oldest entries go first.
 */
export function createItemCache(
  database: Pick<Database, 'generation'>,
  most: number = mostCharacters,
): ItemCache {
  const entries = new Map<string, Entry>();
  let generation = database.generation();
  let characters = 0;

  function renew(): void {
    const current = database.generation();
    if (current === generation) return;
    generation = current;
    entries.clear();
    characters = 0;
  }

  function drop(name: string): void {
    const entry = entries.get(name);
    if (entry === undefined) return;
    entries.delete(name);
    characters -= sizeOf(entry);
  }

  function keep(name: string, row: Row | null): Entry {
    drop(name);
    const entry: Entry = { row, item: undefined };
    entries.set(name, entry);
    characters += sizeOf(entry);
    for (const oldest of entries.keys()) {
      if (characters <= most) break;
      drop(oldest);
    }
    return entry;
  }

  return {
    read(key, load) {
      renew();
      const name = nameOf(key);
      const known = entries.get(name);
      if (known) return itemIn(known);
      // Where somebody writes while it is read, this row is of the generation that is over.
      return itemIn(keep(name, load()));
    },
    wrote(row, data) {
      renew();
      const name = nameOf({ pk: row[0], sk: row[1] });
      if (!entries.has(name)) return;
      const entry = keep(name, row);
      if (Object.isFrozen(data)) entry.item = toItem(row, data);
    },
    drop: (key) => drop(nameOf(key)),
    itemOf(row) {
      const entry = entries.get(nameOf({ pk: row[0], sk: row[1] }));
      const [, , version, data] = entry?.row ?? [];
      return (version === row[2] && data === row[3] && entry && itemIn(entry)) || parseRow(row);
    },
  };
}

function itemIn(entry: Entry): Item | null {
  if (entry.item === undefined) entry.item = entry.row && parseRow(entry.row);
  return entry.item;
}

/** Unlike for any two keys. */
const nameOf = ({ pk, sk }: Key): string => `${pk.length}:${pk}${sk}`;

const sizeOf = ({ row }: Entry): number => charactersAnEntry + (row?.[3].length ?? 0);

const parseRow = (row: Row): Item => toItem(row, JSON.parse(row[3]) as JsonObject);

function toItem([pk, sk, version, , gsi1pk, gsi1sk, gsi2pk, gsi2sk, expiresAt]: Row, data: JsonObject): Item {
  return {
    pk,
    sk,
    version,
    data,
    ...(gsi1pk === null ? {} : { gsi1: { pk: gsi1pk, sk: gsi1sk ?? '' } }),
    ...(gsi2pk === null ? {} : { gsi2: { pk: gsi2pk, sk: gsi2sk ?? '' } }),
    ...(expiresAt === null ? {} : { expiresAt }),
  };
}

/** One for each database, however many tables are made of it: a second one would not see what the first one writes. */
const caches = new WeakMap<Database, ItemCache>();

export function itemCacheOf(database: Database): ItemCache {
  const known = caches.get(database);
  if (known) return known;
  const cache = createItemCache(database);
  caches.set(database, cache);
  return cache;
}
