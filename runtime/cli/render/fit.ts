import type { Terminal } from '../terminal.ts';

/** Text (without colours) cut to what is left of a line after `used` columns; whole in a pipe. */
export function fit({ pretty, width }: Terminal, text: string, used = 0): string {
  const room = Math.max(20, width - used);
  return pretty && text.length > room ? `${text.slice(0, room - 1)}…` : text;
}
