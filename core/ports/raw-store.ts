/** Keeps the bytes that arrived, as they arrived. References are content hashes: storing twice is storing once. */
export interface RawStore {
  /** @returns a reference such as `raw/ab/abcdef…`. */
  put(bytes: Uint8Array): Promise<string>;
  get(reference: string): Promise<Uint8Array | null>;
}
