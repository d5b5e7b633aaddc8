import type { DeadLetter } from '../../../core/records/dead-letters.ts';
import { oneLine } from '../safe-text.ts';
import type { Terminal } from '../terminal.ts';

/** What became of a letter that was tried again. */
export interface Redriven {
  readonly id: string;
  /** `begun`: its triage runs, and the letter waits again should that fail. */
  readonly went: 'well' | 'begun' | 'wrong';
  /** Absent where it was not even looked at. */
  readonly attempts?: number;
  /** Of what went wrong. */
  readonly reason?: string;
}

/** By how the letter stands after it was tried. */
export function describeLetter({ id, queue, attempts, reason, ended, tried }: DeadLetter): Redriven {
  if (ended !== undefined) return { id, went: queue === 'processing' ? 'begun' : 'well', attempts };
  return { id, went: 'wrong', attempts, reason: tried?.at(-1)?.problem ?? reason };
}

/** @returns whether nothing went wrong. */
export function tellRedriven(
  terminal: Terminal,
  results: readonly Redriven[],
  { json }: { readonly json: boolean },
): boolean {
  if (json) terminal.out(JSON.stringify(results, null, 2));
  else for (const result of results) terminal.out(describe(terminal, result));
  return results.every(({ went }) => went !== 'wrong');
}

function describe({ paint }: Terminal, { id, went, attempts, reason = '' }: Redriven): string {
  switch (went) {
    case 'well':
      return `${paint('green', 'went well')}   ${id}`;
    case 'begun':
      return `${paint('green', 'begun anew')}  ${id}; it is back in "dlq list" should it fail again`;
    case 'wrong':
      return `${paint('red', 'still waits')} ${id}${attempts === undefined ? '' : ` (${attempts} tries)`}: ${oneLine(reason)}`;
  }
}
