import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

interface Program {
  readonly url: string;
  /** Ctrl-C, until everything has ended. */
  readonly interrupt: () => Promise<void>;
}

const checkout = fileURLToPath(new URL('../../../', import.meta.url));

/** `npm start`, as people type it, but on a free port and with its data in a file of the test's own. */
export async function startProgram(database: string): Promise<Program> {
  // A group of its own: Ctrl-C reaches npm and what npm started, as it does at a terminal.
  const child = spawn('npm', ['start', '--', '--port', '0', '--db', database], {
    cwd: checkout,
    detached: true,
  });
  const ended = once(child, 'close');
  const interrupt = async (): Promise<void> => {
    const runs = child.exitCode === null && child.signalCode === null;
    if (runs && child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
    await ended;
  };
  onTestFinished(interrupt);
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const read = (text: string): void => {
      said += text;
      const found = /Tourniquet is at \S*(http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    void ended.then(() => reject(new Error(`npm start ended: ${said}`)));
  });
  return { url, interrupt };
}
