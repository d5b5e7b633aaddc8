/** The only source of time in core and tasks. Milliseconds since the Unix epoch. */
export interface Clock {
  now(): number;
}
