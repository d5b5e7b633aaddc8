import { CommanderError } from 'commander';
import { reportFailure } from './failure.ts';
import { createProgram } from './program.ts';
import type { Terminal } from './terminal.ts';

const wrongUsage = 2;

/** A command line from its arguments to its exit code, which is left in `process.exitCode`: 1 for a failure, 2 for wrong usage. */
export async function runCommand(terminal: Terminal, args: readonly string[]): Promise<void> {
  try {
    await createProgram(terminal).parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : wrongUsage;
    else {
      reportFailure(terminal, error, process.env['TOURNIQUET_DEBUG'] === '1');
      process.exitCode = 1;
    }
  }
}
