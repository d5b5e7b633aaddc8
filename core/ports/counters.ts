/** One thing to count for a rule with a threshold. */
export interface Tally {
  readonly rule: string;
  /** What is counted apart: the values of the rule's `by`, joined. */
  readonly group: string;
  /** Counted once, however often it is told: a record's id, or the value of the rule's `distinct`. */
  readonly member: string;
  /** Epoch milliseconds of the record. */
  readonly at: number;
  /** Milliseconds. */
  readonly windowMs: number;
}

/** Counts within sliding windows, for thresholds. What lies behind every window is forgotten. */
export interface Counters {
  /** @returns how many members there are in the window that ends with each tally, itself included; in their order. */
  add(tallies: readonly Tally[]): Promise<readonly number[]>;
}
