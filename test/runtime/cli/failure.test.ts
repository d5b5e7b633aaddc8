import { describe, expect, it } from 'vitest';
import { reportFailure } from '../../../runtime/cli/failure.ts';

function report(error: unknown): readonly string[] {
  const lines: string[] = [];
  const terminal = { err: (line: string) => void lines.push(line), paint: (_: string, text: string) => text };
  reportFailure(terminal, error, false);
  return lines;
}

const ofDisk = (code: string): Error =>
  Object.assign(new Error(`${code}: permission denied, mkdir 'drafts'`), { code, syscall: 'mkdir' });

describe('a failure', () => {
  it.each(['EACCES', 'EPERM', 'EROFS', 'ENOSPC'])(
    'of the disk (%s) is said in one line, and is no bug',
    (code) => {
      expect(report(ofDisk(code))).toEqual([`error: ${code}: permission denied, mkdir 'drafts'`]);
    },
  );

  it.each([ofDisk('ENOENT'), new TypeError('x is not a function')])(
    'that nobody foresaw is a bug: %s',
    (error) => {
      expect(report(error)).toEqual([
        `internal error: ${error.message}`,
        'This is a bug. TOURNIQUET_DEBUG=1 shows where.',
      ]);
    },
  );
});
