import { TourniquetError } from '../../core/errors.ts';
import { InvalidFiles } from '../invalid-files.ts';
import type { Terminal } from './terminal.ts';

/**
 * One line for people. What we did not foresee says so, and keeps its stack for those who ask for it with
 * TOURNIQUET_DEBUG=1.
 */
export function reportFailure(
  { err, paint }: Pick<Terminal, 'err' | 'paint'>,
  error: unknown,
  debug: boolean,
): void {
  if (error instanceof InvalidFiles) {
    for (const { file, problem } of error.problems) err(`${paint('red', 'error')}: ${file}: ${problem}`);
    return;
  }
  const expected = error instanceof TourniquetError || isRefusedByDisk(error);
  const message = (error instanceof Error ? error.message : String(error)).replaceAll(/\s*\n\s*/g, ' ');
  err(`${paint('red', expected ? 'error' : 'internal error')}: ${message}`);
  if (debug && error instanceof Error) err(error.stack ?? '');
  else if (!expected) err('This is a bug. TOURNIQUET_DEBUG=1 shows where.');
}

/** What the operating system says no to: its words name the path, and only the person can mend it. */
const refusals: ReadonlySet<unknown> = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT']);

const isRefusedByDisk = (error: unknown): boolean =>
  error instanceof Error && 'syscall' in error && 'code' in error && refusals.has(error.code);
