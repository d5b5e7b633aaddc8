import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { SealReply } from './seal-child.ts';
import type { SealJob } from './seal-part.ts';

const program = new URL('seal-child.ts', import.meta.url);

/**
 * Seals in a process of its own: DuckDB's memory and threads are not the home's, and whatever becomes of them it goes on.
 * @throws Error where it did not succeed.
 */
export async function sealInChild(job: SealJob): Promise<void> {
  const child = fork(program, { env: {}, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const exited = once(child, 'exit');
  try {
    child.send(job);
    const [reply] = (await Promise.race([once(child, 'message'), exited.then(died)])) as [SealReply];
    if (reply !== null) throw new Error(reply);
    await exited;
  } finally {
    child.kill('SIGKILL');
  }
}

function died(): never {
  throw new Error('the process that seals ended before it was done');
}
