import { runCommand } from './run-command.ts';
import { openTerminal } from './terminal.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of our pipe has seen enough (`| head`).
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
await runCommand(openTerminal(), process.argv.slice(2));
