import { InvalidInput } from '../errors.ts';
import { splitCsvLine } from './split-csv-line.ts';

/** Which columns of a CSV feed hold what, by the names in its header. */
export interface FeedColumns {
  readonly value: string;
  readonly confidence?: string | undefined;
  readonly expires?: string | undefined;
}

/** One entry as it is written; '' for what it does not say. Null for a line that is no row at all. */
export interface FeedRow {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly text: string;
  readonly fields: readonly [value: string, confidence: string, expires: string] | null;
}

/** What is longer is no entry of any feed. */
const maxLine = 10_000;

/** @throws InvalidInput where a CSV feed has no header that names the columns. The message follows the feed's name. */
export function feedRows(text: string, columns: FeedColumns | undefined): Generator<FeedRow> {
  const lines = (text.startsWith('\uFEFF') ? text.slice(1) : text).split('\n');
  return columns === undefined ? plainRows(lines) : csvRows(lines, columns);
}

const comment = /[#;].*$/s;
/** Files of hosts send names nowhere. */
const nowhere = /^(?:0\.0\.0\.0|127\.0\.0\.1|::1?)[ \t]+/;

function* plainRows(lines: readonly string[]): Generator<FeedRow> {
  for (const [index, text] of lines.entries()) {
    if (text.length > maxLine) {
      yield { line: index + 1, text, fields: null };
      continue;
    }
    const entry = text.replace(comment, '').trim().replace(nowhere, '');
    if (entry === '') continue;
    const [value = '', confidence = '', expires = ''] = entry.split(',').map((field) => field.trim());
    yield { line: index + 1, text, fields: [value, confidence, expires] };
  }
}

function* csvRows(lines: readonly string[], columns: FeedColumns): Generator<FeedRow> {
  const { places, after } = findHeader(lines, columns);
  const pick = (fields: readonly string[]): FeedRow['fields'] => {
    const [value = '', confidence = '', expires = ''] = places.map((place) => fields[place] ?? '');
    return [value, confidence, expires];
  };
  let next = after;
  while (next < lines.length) {
    const at = next;
    const text = lines[at] ?? '';
    const row = readCsvRow(lines, at);
    const isEntry = text.trim() !== '' && !isComment(text);
    next += isEntry && row !== null ? row.lines : 1;
    if (isEntry) yield { line: at + 1, text, fields: row === null ? null : pick(row.fields) };
  }
}

/** Some feeds comment their header out; the first line that is none is the last that may be it. */
function findHeader(lines: readonly string[], columns: FeedColumns) {
  const wanted = [columns.value, columns.confidence, columns.expires];
  let named: readonly string[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    named = splitCsvLine(line.replace(/^\s*#+/, '').slice(0, maxLine)) ?? [];
    if (named.includes(columns.value)) {
      const places = wanted.map((column) => (column === undefined ? -1 : placeOf(column, named)));
      return { places, after: index + 1 };
    }
    if (!isComment(line)) break;
  }
  return { places: [placeOf(columns.value, named)], after: 0 };
}

function placeOf(column: string, named: readonly string[]): number {
  const place = named.indexOf(column);
  if (place >= 0) return place;
  const names = named.join(', ').slice(0, 200);
  throw new InvalidInput(
    `has no column ${JSON.stringify(column)}; its first line names ${names === '' ? 'none' : names}`,
  );
}

const isComment = (line: string): boolean => /^\s*#/.test(line);

/** A quoted field may go on in the next line. A quote that ends nowhere near spoils its own line alone. */
const maxLinesOfRow = 10;

function readCsvRow(lines: readonly string[], at: number) {
  let text = '';
  for (let count = 1; count <= maxLinesOfRow; count += 1) {
    const next = lines[at + count - 1];
    if (next === undefined) return null;
    text += `${count === 1 ? '' : '\n'}${next}`;
    if (text.length > maxLine) return null;
    const fields = splitCsvLine(text);
    if (fields !== null) return { fields, lines: count };
  }
  return null;
}
