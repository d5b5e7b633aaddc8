import { fork, type ChildProcess } from 'node:child_process';
import type { ShadowResult } from '../../core/api/playbooks.ts';
import { Refusal } from '../../tasks/api/problem.ts';
import type { ShadowJob, ShadowReply } from './shadow-child.ts';

interface Bounds {
  /** @default 20 s; a shipped playbook takes one or two, most of them to start the process */
  readonly longestMs?: number;
  /** @default 512 */
  readonly mostMegabytes?: number;
}

const program = new URL('shadow-child.ts', import.meta.url);

/**
 * A shadow run in a process of its own. Nobody has tried the text yet: an expression that repeats for ever, or eats all
 * memory, ends that process (a thread would take ours with it), and not the home that answers incidents.
 * @throws Refusal when it takes too long, or too much memory.
 */
export async function shadowInChild(
  job: ShadowJob,
  { longestMs = 20_000, mostMegabytes = 512 }: Bounds = {},
): Promise<ShadowResult> {
  const child = fork(program, {
    serialization: 'advanced',
    execArgv: [`--max-old-space-size=${mostMegabytes}`],
    // It needs none of our credentials.
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    timeout: longestMs,
    killSignal: 'SIGKILL',
  });
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  try {
    child.send(job);
    return await resultOf(child, { longestMs, mostMegabytes });
  } finally {
    process.off('exit', end);
    end();
  }
}

const resultOf = async (child: ChildProcess, bounds: Required<Bounds>): Promise<ShadowResult> =>
  await new Promise((resolve, reject) => {
    child.once('message', (message) => {
      const reply = message as ShadowReply;
      if ('result' in reply) resolve(reply.result);
      else reject(new Error(`a shadow run failed: ${reply.failure}`));
    });
    child.once('error', reject);
    child.once('exit', (_code, signal) => reject(explain(signal, bounds)));
  });

function explain(signal: NodeJS.Signals | null, { longestMs, mostMegabytes }: Required<Bounds>): Refusal {
  const what =
    signal === 'SIGKILL'
      ? `it was not done after ${longestMs / 1000} s`
      : `it takes more than ${mostMegabytes} MB of memory`;
  return new Refusal(422, `${what}; look for what an expression repeats, or makes ever larger`);
}
