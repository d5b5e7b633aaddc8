/** One thing to count for a rule with a threshold. */
export interface Tally {
  readonly rule: string;
  /** What is counted apart: the values of the rule's `by`, joined. */
  readonly group: string;
  /** Counted once, however often it is told: a record (`identityOf`), or the value of the rule's `distinct`. */
  readonly member: string;
  /** Epoch milliseconds of the record. */
  readonly at: number;
  /** Milliseconds. */
  readonly windowMs: number;
  /** What lies beyond is of no interest: counting ends here, however many there are. */
  readonly limit: number;
}

/** Counts within sliding windows, for thresholds. What lies behind every window is forgotten. */
export interface Counters {
  /**
   * Safe to repeat: a member that is told again is counted once.
   * @returns how many members there are in the window that ends with each tally, itself included, or its limit where
   * there are more; in their order.
   */
  add(tallies: readonly Tally[]): Promise<readonly number[]>;
}
