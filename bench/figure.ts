/**
 * One measured number. `goal` is what the project wants it to be. Where `met` says that it is not, the run fails: for
 * goals so wide that only much other work on the machine misses them too.
 */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly goal?: string;
  readonly met?: boolean;
}
