/**
 * Which records came lately, each as `identityOf` tells it, so that one that comes twice, in two batches, is kept once. A
 * memory with an end: what came long ago is told apart by `event_id` and `raw` when the lake is asked.
 */
export interface SeenRecords {
  /** In the order of the records. */
  has(records: readonly string[]): Promise<readonly boolean[]>;
  /** Durable once it resolves. Safe to repeat. */
  add(records: readonly string[]): Promise<void>;
}
