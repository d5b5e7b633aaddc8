import type { Finding } from '../../../core/finding.ts';
import type { AccountStore } from '../account-store.ts';
import type { Kind, Place, RecordKinds } from '../records.ts';
import { idOf } from '../records.ts';

/** What the seeding of one resource needs to know. */
export interface Seeder {
  readonly finding: Finding;
  readonly place: Place;
  readonly partition: string;
  has(kind: Kind, id: string): boolean;
  get<K extends Kind>(kind: K, id: string): RecordKinds[K] | undefined;
  put<K extends Kind>(kind: K, record: RecordKinds[K]): void;
  /** Nothing happens if the record exists. */
  putIfAbsent<K extends Kind>(kind: K, record: RecordKinds[K]): void;
}

export function createSeeder(finding: Finding, place: Place, store: AccountStore): Seeder {
  const has = (kind: Kind, id: string) => store.get(kind, place, id) !== undefined;
  return {
    finding,
    place,
    partition: finding.partition,
    has,
    get: (kind, id) => store.get(kind, place, id),
    put: (kind, record) => store.put(kind, place, record),
    putIfAbsent(kind, record) {
      if (!has(kind, idOf[kind](record))) store.put(kind, place, record);
    },
  };
}
