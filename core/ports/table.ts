import type { JsonObject } from '../json.ts';

/** Where an item stands: as in DynamoDB's single-table design, a partition and a sort key. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** A sparse secondary index entry: items without one are not in the index. Read with eventual consistency. */
export interface IndexKey {
  readonly pk: string;
  readonly sk: string;
}

export interface NewItem extends Key {
  readonly data: JsonObject;
  readonly gsi1?: IndexKey;
  readonly gsi2?: IndexKey;
  /** Epoch seconds after which the store may drop the item (DynamoDB TTL); absent: kept. */
  readonly expiresAt?: number;
}

export interface Item extends NewItem {
  /** 1 on creation, raised by every write: the handle for optimistic concurrency. */
  readonly version: number;
}

/** The condition of a write. `always` overwrites; use it only where the last writer may win. */
export type Condition = 'absent' | 'always' | { readonly version: number };

export interface PageQuery {
  readonly pk: string;
  /** Only sort keys with this prefix. */
  readonly prefix?: string;
  /** Exclusive start, in the direction of travel: the `next` of the page before. */
  readonly after?: string;
  /**
   * Only sort keys beyond this one, in the direction of travel: a place that means the same in every store, and in
   * every partition that is sorted alike. For sort keys that are unique; others have `after`.
   */
  readonly beyond?: string;
  /** @default 100 */
  readonly limit?: number;
  /** Descending sort keys. @default false */
  readonly descending?: boolean;
}

export interface Page {
  readonly items: readonly Item[];
  /** Present when there may be more. Opaque. */
  readonly next?: string;
}

/**
 * The store's one primitive: conditional writes on single items, ordered reads of one partition. No
 * transactions, so that SQLite and DynamoDB hold to the same contract (`test/contract/table.ts`); what
 * must survive a crash between two writes is designed so in `core/records/`.
 */
export interface Table {
  get(key: Key): Promise<Item | null>;
  /**
   * @returns false, having written nothing, when the condition does not hold.
   * @throws ItemTooLarge, having written nothing: see `item-limits.ts`.
   */
  put(item: NewItem, condition: Condition): Promise<boolean>;
  query(query: PageQuery): Promise<Page>;
  queryIndex(index: 'gsi1' | 'gsi2', query: PageQuery): Promise<Page>;
}
