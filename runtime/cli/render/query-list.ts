import type { NamedQuery } from '../../../core/lake/named-query.ts';
import type { Terminal } from '../terminal.ts';
import { wrapWords } from './wrap.ts';

/** The queries that ship with the program, and what each shows. */
export function renderQueryList(terminal: Terminal, queries: readonly NamedQuery[]): string {
  const width = Math.max(...queries.map(({ name }) => name.length));
  const indent = ' '.repeat(width + 4);
  return [
    'Queries:',
    ...queries.flatMap(({ name, shows }) => wrapWords(terminal, `  ${name.padEnd(width)}  ${shows}`, indent)),
  ].join('\n');
}

const mebibyte = 1_048_576;
/** What Athena asks for in most Regions: https://aws.amazon.com/athena/pricing/ */
const dollarsPerTebibyte = 5;
/** The least that is charged for a query. */
const leastBytes = 10 * mebibyte;

export function describeScan(bytes: number): string {
  const dollars = (Math.max(bytes, leastBytes) / (mebibyte * mebibyte)) * dollarsPerTebibyte;
  return `Athena read ${(bytes / mebibyte).toFixed(1)} MiB, for about $${dollars.toFixed(5)}.`;
}
