/**
 * Which records came lately, by their ids, so that one that comes twice, in two batches, is kept once. A memory with an
 * end: what came long ago is told apart by `event_id` when the lake is asked.
 */
export interface SeenRecords {
  /** In the order of the ids. */
  has(ids: readonly string[]): Promise<readonly boolean[]>;
  /** Durable once it resolves. Safe to repeat. */
  add(ids: readonly string[]): Promise<void>;
}
