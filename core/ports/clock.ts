/** The only source of time in core and tasks. Milliseconds since the Unix epoch. */
export interface Clock {
  now(): number;
}

/** A clock that also wakes: what the state machine engine and the sweepers run on. */
export interface TimerClock extends Clock {
  /**
   * Runs `run` once, when `now()` has reached `at` (milliseconds since the epoch), never before this call
   * has returned. The result cancels it; cancelling twice, or late, does nothing.
   */
  setTimer(at: number, run: () => void): () => void;
}
