import type { SeenRecords } from '../../core/ports/seen-records.ts';

/** Keeps each record once, though batches come side by side. */
export interface Once {
  /**
   * Waits until none of the records is in another's hands.
   * @param keep makes the records durable that it is handed: those that nobody has kept.
   * @returns how many others have kept.
   * @throws what `keep` throws
   */
  keep(records: readonly string[], keep: (fresh: ReadonlySet<string>) => Promise<void>): Promise<number>;
}

export function createOnce(seen: SeenRecords): Once {
  const inHand = new Map<string, Promise<void>>();
  const othersWith = (records: readonly string[]): readonly Promise<void>[] => [
    ...new Set(records.flatMap((record) => inHand.get(record) ?? [])),
  ];
  return {
    async keep(records, keep) {
      // All are taken at once or none, so that no two wait for each other; and what a batch keeps is all that is new in
      // it, so that one that comes again has nothing new under its name.
      for (let others = othersWith(records); others.length > 0; others = othersWith(records))
        // oxlint-disable-next-line no-await-in-loop
        await Promise.all(others);
      const { promise: done, resolve: settle } = Promise.withResolvers<void>();
      for (const record of records) inHand.set(record, done);
      try {
        const known = await seen.has(records);
        const fresh = new Set(records.filter((_, index) => known[index] !== true));
        await keep(fresh);
        await seen.add([...fresh]);
        return records.length - fresh.size;
      } finally {
        for (const record of records) inHand.delete(record);
        settle();
      }
    },
  };
}
