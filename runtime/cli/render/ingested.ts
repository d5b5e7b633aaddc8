import type { IngestTotals } from '../ingest-files.ts';
import type { Terminal } from '../terminal.ts';
import { fit } from './fit.ts';
import { renderTable } from './table.ts';

/** Reasons that are told; the rest is among the dead letters. */
const mostReasons = 10;

const number = (count: number): string => count.toLocaleString('en');

/** What became of log files: the records, why some were refused, and what the rules saw. */
export function renderIngested(terminal: Terminal, totals: IngestTotals): string {
  const { records, accepted, repeated, rejected, findings } = totals;
  const counts = [
    ['records', number(records)],
    [
      'accepted',
      number(accepted) + (repeated === 0 ? '' : ` (${number(repeated)} of them were there already)`),
    ],
    ['rejected', number(rejected)],
    ['findings', number(findings.size)],
  ];
  const parts = [
    renderTable(terminal, ['LOGS', ''], counts),
    ...renderHits(terminal, totals),
    ...renderReasons(terminal, totals),
  ];
  return parts.join('\n\n');
}

function renderHits(terminal: Terminal, { hits }: IngestTotals): readonly string[] {
  if (hits.size === 0) return [];
  const rows = [...hits].toSorted(([, a], [, b]) => b - a).map(([rule, count]) => [rule, number(count)]);
  return [renderTable(terminal, ['RULE', 'RECORDS'], rows)];
}

function renderReasons(terminal: Terminal, { reasons }: IngestTotals): readonly string[] {
  if (reasons.size === 0) return [];
  const sorted = [...reasons.values()].toSorted((a, b) => b.count - a.count);
  const told = sorted.slice(0, mostReasons);
  const used = Math.max(...told.map(({ first }) => first.length)) + 'REJECTED'.length + 4;
  const rows = told.map(({ count, first, reason }) => [number(count), first, fit(terminal, reason, used)]);
  const more = sorted.length - told.length;
  const table = renderTable(terminal, ['REJECTED', 'FIRST', 'WHY'], rows);
  return [more === 0 ? table : `${table}\n… and ${more} more reasons: tourniquet dlq list`];
}
