import { indexEntries, indexEntry } from './indexes.ts';
import type { Kind, Place, RecordKinds } from './records.ts';
import { shelfOf } from './records.ts';

type AnyRecord = RecordKinds[Kind];

/** The records of one kind at one place. */
interface Shelf {
  readonly kind: Kind;
  readonly place: Place;
  readonly records: Map<string, AnyRecord>;
  readonly index: Map<string, Set<string>>;
}

/** The reading half of the store. */
export interface RecordReader {
  get<K extends Kind>(kind: K, place: Place, id: string): RecordKinds[K] | undefined;
  list<K extends Kind>(kind: K, place: Place): Iterable<RecordKinds[K]>;
  /** All of an account's, sorted by id; of one region or of all. */
  listAccount<K extends Kind>(kind: K, account: string, region?: string): RecordKinds[K][];
  /** By an index of `indexes.ts`. */
  find<K extends Kind>(kind: K, place: Place, index: string, value: string): RecordKinds[K][];
}

/** All records, in memory. */
export interface Shelves extends RecordReader {
  /** Puts a record, or removes it when undefined. @returns what takes the change back */
  set(kind: Kind, place: Place, id: string, record: AnyRecord | undefined): () => void;
  clear(): void;
}

export function createShelves(): Shelves {
  const shelves = new Map<string, Shelf>();

  function shelfAt(kind: Kind, at: Place): Shelf {
    const place = shelfOf(kind, at);
    const name = `${kind}\n${place.account}\n${place.region}`;
    const existing = shelves.get(name);
    if (existing) return existing;
    const shelf: Shelf = { kind, place, records: new Map(), index: new Map() };
    shelves.set(name, shelf);
    return shelf;
  }

  function shelvesOf(kind: Kind, account: string, region: string | undefined): Shelf[] {
    return Array.from(shelves.values()).filter(({ kind: held, place }) => {
      const wanted = shelfOf(kind, { account, region: region ?? place.region });
      return held === kind && place.account === wanted.account && place.region === wanted.region;
    });
  }

  return {
    get: (kind, at, id) => shelfAt(kind, at).records.get(id) as never,
    list: (kind, at) => shelfAt(kind, at).records.values() as never,
    listAccount(kind, account, region) {
      const here = shelvesOf(kind, account, region).flatMap((shelf) => [...shelf.records.entries()]);
      const sorted = here.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, record]) => record);
      return sorted.filter((record) => !('account' in record) || record.account === account) as never;
    },
    find(kind, at, index, value) {
      const shelf = shelfAt(kind, at);
      const ids = shelf.index.get(indexEntry(index, value)) ?? [];
      return Array.from(ids, (id) => shelf.records.get(id) as never);
    },
    set(kind, at, id, record) {
      const shelf = shelfAt(kind, at);
      const before = shelf.records.get(id);
      replace(shelf, id, record);
      return () => replace(shelf, id, before);
    },
    clear: () => shelves.clear(),
  };
}

function replace(shelf: Shelf, id: string, record: AnyRecord | undefined): void {
  const { kind, records } = shelf;
  const before = records.get(id);
  if (before) for (const entry of indexEntries(kind, before as never)) unindex(shelf, entry, id);
  if (!record) {
    records.delete(id);
    return;
  }
  records.set(id, record);
  for (const entry of indexEntries(kind, record as never)) {
    const ids = shelf.index.get(entry);
    if (ids) ids.add(id);
    else shelf.index.set(entry, new Set([id]));
  }
}

function unindex(shelf: Shelf, entry: string, id: string): void {
  const ids = shelf.index.get(entry);
  if (ids?.delete(id) && ids.size === 0) shelf.index.delete(entry);
}
