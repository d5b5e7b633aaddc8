import type { DeadLetter } from '../../../core/records/dead-letters.ts';
import { showBytes } from '../../../core/show-bytes.ts';
import { inLines } from '../../../tasks/redrive-letter/read-original.ts';
import { fit } from '../render/fit.ts';
import { renderTable } from '../render/table.ts';
import { oneLine } from '../safe-text.ts';
import type { Terminal } from '../terminal.ts';

/** What stands before the reason in a line: id, time, queue and attempts with the space between them. */
const used = 24 + 19 + 10 + 5 + 4 * 2;

export function renderLetters(terminal: Terminal, letters: readonly DeadLetter[]): string {
  const rows = letters.map(({ id, at, queue, attempts, reason, label, ended }) => {
    const why = ended === undefined ? `${reason} (${label})` : `${ended.how} by ${ended.by}: ${reason}`;
    return [
      id,
      at.slice(0, 19).replace('T', ' '),
      queue,
      String(attempts),
      fit(terminal, oneLine(why), used),
    ];
  });
  return renderTable(terminal, ['DEAD LETTER', 'SINCE (UTC)', 'QUEUE', 'TRIES', 'WHY'], rows);
}

interface Original {
  /** Null: it was not kept. */
  readonly place: string | null;
  /** Null: it is gone. */
  readonly bytes: readonly Uint8Array[] | null;
}

/** Everything about a letter, and the beginning of what came. */
export function renderLetter({ paint }: Terminal, letter: DeadLetter, { place, bytes }: Original): string {
  const { id, at, queue, stage, reason, label, delivery, attempts, tried = [], ended } = letter;
  const state =
    ended === undefined
      ? 'waits'
      : `${ended.how} by ${ended.by}, ${ended.at}${ended.reason === undefined ? '' : `: ${ended.reason}`}`;
  const lines = [
    ['why', reason],
    ['what', label],
    ['queue', `${queue}, stopped at ${stage}`],
    ['since', at],
    ['tries', String(attempts)],
    ...tried.map(({ by, at: when, problem }) => [
      'tried by',
      [`${by}, ${when}`, problem].filter(Boolean).join(': '),
    ]),
    ['delivery', delivery],
    ['original', place ?? 'was not kept'],
  ].map(([name = '', value = '']) => `  ${paint('dim', name.padEnd(8))}  ${oneLine(value)}`);
  return [`${paint('bold', id)}  ${state}`, ...lines, ...renderOriginal(bytes)].join('\n');
}

function renderOriginal(original: readonly Uint8Array[] | null): readonly string[] {
  if (original === null) return [];
  const { size, shown, length } = showBytes(inLines(original));
  const cut = length < size ? [`… ${size} bytes in all: --save FILE`] : [];
  return ['', shown.trimEnd(), ...cut];
}
