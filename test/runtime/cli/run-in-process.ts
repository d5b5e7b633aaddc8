import { createProgram } from '../../../runtime/cli/program.ts';
import { reportFailure } from '../../../runtime/cli/failure.ts';

export interface CommandResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A command in this process, as if in a pipe: what it prints and its exit code. Cheaper than one of its own. */
export async function runInProcess(...args: readonly string[]): Promise<CommandResult> {
  const [out, err]: [string[], string[]] = [[], []];
  const terminal = {
    out: (text: string) => void out.push(`${text}\n`),
    err: (text: string) => void err.push(`${text}\n`),
    pretty: false,
    lively: false,
    interactive: false,
    width: 100,
    paint: (_style: string, text: string) => text,
  };
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await createProgram(terminal).parseAsync(args, { from: 'user' });
    return { code: process.exitCode, out: out.join(''), err: err.join('') };
  } catch (error) {
    reportFailure(terminal, error, false);
    return { code: 1, out: out.join(''), err: err.join('') };
  } finally {
    process.exitCode = before;
  }
}
