import { fork } from 'node:child_process';
import { once } from 'node:events';

export interface Served {
  readonly url: string;
  /** Milliseconds of CPU that the server has taken so far. */
  readCpu(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts the server in a process of its own, so that it shares no thread with who asks. */
export async function serveDatabase(file: string): Promise<Served> {
  const child = fork(new URL('server.ts', import.meta.url), [file]);
  const ended = once(child, 'exit');
  const failed = ended.then(() => {
    throw new Error('the server ended before it said where it is');
  });
  const [url] = (await Promise.race([once(child, 'message'), failed])) as [string];
  // From now on it may end.
  failed.catch(() => undefined);
  return {
    url,
    async readCpu() {
      child.send('cpu');
      const [{ user, system }] = (await once(child, 'message')) as [NodeJS.CpuUsage];
      return (user + system) / 1000;
    },
    async stop() {
      child.disconnect();
      await ended;
    },
  };
}
