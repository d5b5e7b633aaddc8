import { fork } from 'node:child_process';
import { once } from 'node:events';
import { withCompileCache } from '../with-compile-cache.ts';

/**
 * Gives one job to a process of its own and waits for its one reply: DuckDB's memory and threads are not the home's,
 * whatever becomes of them it goes on, and a process can be ended that DuckDB itself will not stop.
 * @param program sends back what it replies to its first message.
 * @param longest milliseconds. @returns null where there was no reply by then.
 * @throws Error where it ended without a reply.
 */
export async function runInChild<Reply>(program: URL, job: object, longest?: number): Promise<Reply | null> {
  const child = fork(program, {
    execArgv: withCompileCache,
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const over = Promise.withResolvers<[null]>();
  const timer = longest === undefined ? undefined : setTimeout(() => over.resolve([null]), longest);
  try {
    const ended = once(child, 'exit').then(() => {
      throw new Error('the process that works on the lake ended before it was done');
    });
    child.send(job);
    const [reply] = (await Promise.race([once(child, 'message'), ended, over.promise])) as [Reply | null];
    return reply;
  } finally {
    clearTimeout(timer);
    child.kill('SIGKILL');
  }
}
