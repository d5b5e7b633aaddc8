/** Tells that something in the store changed; what it was, whoever is told looks up. */
export interface Changes {
  /** @returns how to stop; null: there are as many listeners as there may be. */
  listen(listener: () => void): (() => void) | null;
}
