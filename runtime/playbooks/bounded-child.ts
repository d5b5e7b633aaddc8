import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Refusal } from '../../tasks/api/problem.ts';
import { withCompileCache } from '../with-compile-cache.ts';
import type { JobReply } from './answer-jobs.ts';

export interface Bounds {
  /** Of one job. @default 20 s; a shipped playbook takes one or two, most of them to start the process */
  readonly longestMs?: number;
  /** @default 512 */
  readonly mostMegabytes?: number;
}

/** A process that does one job after another, and is ended with the one that goes beyond its bounds. */
export interface BoundedChild<Job, Result> {
  /**
   * The next one gets a new process where this one had to be ended.
   * @throws Refusal when it takes too long, or too much memory.
   */
  run(job: Job): Promise<Result>;
  end(): void;
}

/** @param program calls `answerJobs`. */
export function createBoundedChild<Job, Result>(
  program: URL,
  { longestMs = 20_000, mostMegabytes = 512 }: Bounds = {},
): BoundedChild<Job, Result> {
  let child: ChildProcess | undefined;
  const end = (): void => {
    process.off('exit', end);
    child?.kill('SIGKILL');
    child = undefined;
  };

  function start(): ChildProcess {
    process.once('exit', end);
    return fork(program, {
      serialization: 'advanced',
      execArgv: [`--max-old-space-size=${mostMegabytes}`, ...withCompileCache],
      // It needs none of our credentials.
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
  }

  return {
    async run(job) {
      const running = (child ??= start());
      const timer = setTimeout(() => running.kill('SIGKILL'), longestMs);
      try {
        running.send(job as object);
        return await resultOf<Result>(running, (signal) => explain(signal, { longestMs, mostMegabytes }));
      } catch (error) {
        end();
        throw error;
      } finally {
        clearTimeout(timer);
      }
    },
    end,
  };
}

async function resultOf<Result>(
  child: ChildProcess,
  explainEnd: (signal: NodeJS.Signals | null) => Error,
): Promise<Result> {
  const settled = new AbortController();
  const told = once(child, 'message', settled).then(([message]) => {
    const reply = message as JobReply<Result>;
    if ('result' in reply) return reply.result;
    throw new Error(`a shadow run failed: ${reply.failure}`);
  });
  const ended = once(child, 'exit', settled).then(([, signal]) => {
    throw explainEnd(signal as NodeJS.Signals | null);
  });
  ended.catch(() => undefined);
  try {
    return await Promise.race([told, ended]);
  } finally {
    told.catch(() => undefined);
    settled.abort();
  }
}

function explain(signal: NodeJS.Signals | null, { longestMs, mostMegabytes }: Required<Bounds>): Refusal {
  const what =
    signal === 'SIGKILL'
      ? `it was not done after ${longestMs / 1000} s`
      : `it takes more than ${mostMegabytes} MB of memory`;
  return new Refusal(422, `${what}; look for what an expression repeats, or makes ever larger`);
}
