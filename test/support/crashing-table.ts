import type { Table } from '../../core/ports/table.ts';

/** The process died: nothing after the write happens. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/**
 * A table whose writes may be the last thing that happens: `afterWrite` is called once a write is done and
 * throws to crash there; `between` runs before each operation and decides who goes next.
 */
export function createCrashingTable(
  table: Table,
  hooks: { readonly afterWrite: () => void; readonly between: () => Promise<void> },
): Table {
  const turn = async <T>(work: () => Promise<T>): Promise<T> => {
    await hooks.between();
    return await work();
  };
  return {
    get: (key) => turn(() => table.get(key)),
    query: (query) => turn(() => table.query(query)),
    queryIndex: (index, query) => turn(() => table.queryIndex(index, query)),
    put: (item, condition) =>
      turn(async () => {
        const written = await table.put(item, condition);
        hooks.afterWrite();
        return written;
      }),
  };
}
