import type { TableUsage } from '../../core/cost/usage.ts';
import type { Item, NewItem, Page, Table } from '../../core/ports/table.ts';

export interface CountingTable extends Table {
  /** What was counted since the last time. */
  take(): TableUsage;
}

const none: TableUsage = { requests: 0, readUnits: 0, writeUnits: 0, storedBytes: 0 };

/**
 * A table that counts what its use would come to on DynamoDB. Reads are consistent, those of an index are not, which
 * halves them. An overwrite counts twice in an index, as one that moves does there.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/capacity-unit-calculations.html
 */
export function createCountingTable(table: Table): CountingTable {
  let counted = none;
  const add = (more: Partial<TableUsage>): void => {
    const { requests, readUnits, writeUnits, storedBytes } = counted;
    counted = {
      requests: requests + 1,
      readUnits: readUnits + (more.readUnits ?? 0),
      writeUnits: writeUnits + (more.writeUnits ?? 0),
      storedBytes: storedBytes + (more.storedBytes ?? 0),
    };
  };
  const counting = (page: Page, share: number): Page => {
    add({ readUnits: share * readUnitsOf(page.items) });
    return page;
  };
  return {
    async get(key) {
      const item = await table.get(key);
      add({ readUnits: readUnitsOf(item === null ? [] : [item]) });
      return item;
    },
    async put(item, condition) {
      const written = await table.put(item, condition);
      const indexes = [item.gsi1, item.gsi2].filter((key) => key !== undefined).length;
      const units = Math.ceil(sizeOf(item) / 1024);
      const inIndexes = condition === 'absent' ? indexes : 2 * indexes;
      // What a condition refuses is paid for, and never reaches an index.
      add({
        writeUnits: units * (1 + (written ? inIndexes : 0)),
        storedBytes: written && condition === 'absent' ? sizeOf(item) * (1 + indexes) : 0,
      });
      return written;
    },
    query: async (query) => counting(await table.query(query), 1),
    queryIndex: async (index, query) => counting(await table.queryIndex(index, query), 0.5),
    take() {
      const taken = counted;
      counted = none;
      return taken;
    },
  };
}

/** As `tasks/aws/dynamo-item.ts` writes it, with the names of its attributes. */
function sizeOf({ pk, sk, data, gsi1, gsi2 }: NewItem): number {
  const keys = [pk, sk, gsi1?.pk, gsi1?.sk, gsi2?.pk, gsi2?.sk].filter((key) => key !== undefined).join('');
  return Buffer.byteLength(JSON.stringify(data)) + Buffer.byteLength(keys) + 120;
}

const readUnitsOf = (items: readonly Item[]): number =>
  Math.max(1, Math.ceil(items.reduce((bytes, item) => bytes + sizeOf(item), 0) / 4096));
