import type { DatabaseSync } from 'node:sqlite';

/** Counts how often what was read before may have become untrue. */
export interface Generation {
  current(): number;
  /** Writes of our own were rolled back. */
  raise(): void;
  /** Raises it where another connection wrote: https://sqlite.org/pragma.html#pragma_data_version */
  look(): void;
}

export function countGenerations(sqlite: DatabaseSync): Generation {
  const dataVersion = sqlite.prepare('PRAGMA data_version');
  dataVersion.setReturnArrays(true);
  let generation = 0;
  let seen: unknown;
  return {
    current: () => generation,
    raise() {
      generation += 1;
    },
    look() {
      const [version] = dataVersion.get() as unknown as [number];
      if (version !== seen) generation += 1;
      seen = version;
    },
  };
}
