import Table from 'cli-table3';
import { oneLine } from '../safe-text.ts';
import type { Terminal } from '../terminal.ts';

const noBorders = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Aligned columns on a terminal; in a pipe one row a line, fields separated by tabs, for cut and awk. */
export function renderTable(
  terminal: Terminal,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const cells = [head, ...rows].map((row) => row.map(oneLine));
  if (!terminal.pretty) return cells.map((row) => row.join('\t')).join('\n');
  const table = new Table({
    head: head.map((title) => terminal.paint('dim', title)),
    chars: noBorders,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...cells.slice(1));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
