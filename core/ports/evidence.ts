/** Keeps what an investigation must be able to show later: written once, never changed. */
export interface Evidence {
  /**
   * @param name such as `incidents/inc-…/r1.json`
   * @returns false where something stands under this name already, which stays as it is.
   */
  put(name: string, bytes: Uint8Array): Promise<boolean>;
}
