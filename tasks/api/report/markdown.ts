/** What no text needs, and what could turn lines and words around: control characters, line ends, directions. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu;

/**
 * Text of others (findings, accounts, people) as Markdown that shows it and nothing else: in a code span nothing becomes
 * a link, an image or HTML, and its fence is longer than any run of backticks in the text.
 * @param longest more characters than that are cut off. @default 500
 */
export function code(text: string, longest = 500): string {
  const clean = text.replaceAll(unprintable, ' ').trim();
  if (clean === '') return '–';
  const short = clean.length > longest ? `${clean.slice(0, longest).toWellFormed()}…` : clean;
  const runs = short.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(0, ...runs.map((run) => run.length)) + 1);
  const pad = short.startsWith('`') || short.endsWith('`') ? ' ' : '';
  return fence + pad + short + pad + fence;
}

/**
 * A table. Cells hold what `code` made, and words of our own. A pipe ends a cell also within a code span, unless it is
 * escaped, and a backslash before it would be taken for that escape's.
 */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll(/\\(?=\|)/g, '\\ ').replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The same, where there are rows. */
export const tableOf = (heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  rows.length === 0 ? [] : [table(heads, rows)];

/** `2026-11-20 17:47:08 UTC` */
export const time = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;

/** How long it took from one moment to another: `2 h 5 min`, `45 s`. */
export function span(from: string, to: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${rest} s` : `${rest} s`;
}
