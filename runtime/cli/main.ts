import { CommanderError } from 'commander';
import { createProgram } from './program.ts';
import { reportFailure } from './failure.ts';
import { openTerminal } from './terminal.ts';

const wrongUsage = 2;

async function main(): Promise<void> {
  const terminal = openTerminal();
  try {
    await createProgram(terminal).parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : wrongUsage;
    else {
      reportFailure(terminal, error, process.env['TOURNIQUET_DEBUG'] === '1');
      process.exitCode = 1;
    }
  }
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of our pipe has seen enough (`| head`).
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
await main();
