import type { Examined } from '../../doctor/diagnose.ts';
import type { Style, Terminal } from '../terminal.ts';
import { fit } from './fit.ts';
import { renderTable } from './table.ts';
import { wrapWords } from './wrap.ts';

const styles: Readonly<Record<Examined['status'], Style>> = { ok: 'green', failed: 'red', unknown: 'yellow' };

/** A line for each check and place; below it, whole, what is not in order and how to mend it. */
export function renderDiagnoses(terminal: Terminal, examined: readonly Examined[]): string {
  const { paint, pretty } = terminal;
  const widest = (of: (one: Examined) => string) => Math.max(5, ...examined.map((one) => of(one).length));
  const used =
    widest(({ status }) => status) + widest(({ check }) => check) + widest(({ where }) => where) + 6;
  const head = ['STATE', 'CHECK', 'WHERE', 'WHAT', ...(pretty ? [] : ['REMEDY'])];
  const rows = examined.map(({ status, check, where, says, remedy = '' }) => [
    paint(styles[status], status),
    check,
    where,
    fit(terminal, says, used),
    ...(pretty ? [] : [remedy]),
  ]);
  const table = renderTable(terminal, head, rows);
  if (!pretty) return table;
  const bad = examined.filter(({ status }) => status !== 'ok');
  const remedies = bad.flatMap(({ status, check, where, says, remedy = '' }) => [
    '',
    ...wrapWords(terminal, `${paint(styles[status], check)}${where && ` in ${where}`}: ${says}`),
    ...wrapWords(terminal, `  → ${remedy}`, '    '),
  ]);
  return [table, ...remedies, '', summarise(examined)].join('\n');
}

function summarise(examined: readonly Examined[]): string {
  const count = (wanted: Examined['status']) => examined.filter(({ status }) => status === wanted).length;
  const [failures, doubts] = [count('failed'), count('unknown')];
  const rest = doubts === 0 ? '' : `, ${doubts} could not be looked at`;
  return failures === 0
    ? `Nothing is wrong${rest}.`
    : `${failures} of ${examined.length} checks failed${rest}.`;
}
