import { stringify } from 'csv-stringify/sync';
import type { Json } from '../../../core/json.ts';
import type { Answer } from '../../../core/ports/queries.ts';
import type { Terminal } from '../terminal.ts';
import { renderTable } from './table.ts';

/** One text for a value: what has parts is JSON, what is missing nothing. */
function textOf(value: Json): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Columns that would become narrower than this are set below one another. */
const narrowest = 8;
const gap = 2;

/** Rows as a table that fits the terminal; where it cannot, each row as lines. Whole in a pipe. */
export function renderAnswer(terminal: Terminal, { columns, rows }: Answer): string {
  const head = columns.map((column) => column.toUpperCase());
  const cells = rows.map((row) => row.map(textOf));
  if (!terminal.pretty) return renderTable(terminal, head, cells);
  const widths = fitWidths(widthsOf([head, ...cells]), terminal.width);
  if (widths === null) return cells.map((row) => renderRow(terminal, columns, row)).join('\n\n');
  const cut = (row: readonly string[]): readonly string[] =>
    row.map((text, index) => shorten(text, widths[index] ?? narrowest));
  return renderTable(terminal, cut(head), cells.map(cut));
}

const widthsOf = (cells: readonly (readonly string[])[]): readonly number[] =>
  (cells[0] ?? []).map((_, index) => Math.max(...cells.map((row) => row[index]?.length ?? 0)));

/** The widest give way first. Null: there are too many for one line. */
function fitWidths(wanted: readonly number[], width: number): readonly number[] | null {
  const widths = [...wanted];
  const total = (): number => widths.reduce((sum, one) => sum + one, gap * (widths.length - 1));
  while (total() > width) {
    const widest = Math.max(...widths);
    if (widest <= narrowest) return null;
    widths[widths.indexOf(widest)] = widest - 1;
  }
  return widths;
}

/** Of ARNs the end says most, of all else the beginning. */
function shorten(text: string, width: number): string {
  if (text.length <= width) return text;
  return text.startsWith('arn:') ? `…${text.slice(1 - width)}` : `${text.slice(0, width - 1)}…`;
}

function renderRow({ paint }: Terminal, columns: readonly string[], row: readonly string[]): string {
  const width = Math.max(...columns.map(({ length }) => length));
  return columns
    .map((column, index) => `${paint('dim', column.padEnd(width))}  ${row[index] ?? ''}`)
    .join('\n');
}

/** Rows as objects. */
export const answerAsJson = ({ columns, rows }: Answer): string =>
  JSON.stringify(
    rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]]))),
    null,
    2,
  );

/** Text that a spreadsheet would take for a formula is escaped: an intruder may have written it. */
export const answerAsCsv = ({ columns, rows }: Answer): string =>
  stringify(
    rows.map((row) => row.map(textOf)),
    { header: true, columns: [...columns], escape_formulas: true },
  ).trimEnd();
