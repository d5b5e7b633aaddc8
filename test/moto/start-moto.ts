import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where moto listens: `http://localhost:PORT`. */
    readonly moto: string;
  }
}

/** As `.ci/run` installs it. */
const ownServer = fileURLToPath(new URL('../../.moto/bin/moto_server', import.meta.url));

const howToInstall = `moto is not here. Install it beside the project, and run this again:
  python3 -m venv .moto && .moto/bin/pip install -r test/moto/requirements.txt
or name a moto_server of your own: MOTO_SERVER=/path/to/moto_server npm run test:contract`;

const settings = {
  /** AWS's own policies, of which AWSDenyAll is attached. */
  MOTO_IAM_LOAD_MANAGED_POLICIES: 'true',
  /** Thousands, made anew for each account. */
  MOTO_EC2_LOAD_DEFAULT_AMIS: 'false',
};

/** Starts moto on a free port of loopback for the whole lane, and stops it whatever happens. */
export default async function startMoto(project: TestProject): Promise<() => Promise<void>> {
  const server = process.env['MOTO_SERVER'] ?? ownServer;
  if (!existsSync(server)) {
    console.error(howToInstall);
    process.exit(1);
  }
  const child = spawn(server, ['-H', '127.0.0.1', '-p', '0'], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  process.once('exit', () => void child.kill('SIGKILL'));
  try {
    project.provide('moto', `http://localhost:${await findPort(child)}`);
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The port that it took, by what it says. */
function findPort(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      // It goes on to log every request: read on, or it stands still.
      if (said.length > 10_000) return;
      said += text;
      const port = /Running on http:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (port !== undefined) resolve(port);
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`moto did not start: ${said}`)));
  });
}
