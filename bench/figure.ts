/** One measured number. `goal` is what the project wants it to be; a benchmark prints it and fails nothing. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly goal?: string;
}
