import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import type { CheckpointJob } from './checkpoint-worker.ts';

/** Brings what is in the write-ahead log into the database file, so that the log does not grow for ever. */
export interface Checkpointer {
  /** To be told of each commit, outside of any transaction, and how many writes were in it. */
  committed(writes: number): void;
  /** Waits for what is under way; the connection may be closed afterwards. */
  close(): void;
}

/** How large the log becomes, in pages of 4 KiB. */
export interface LogSizes {
  /** The worker begins. @default 8,000: 32 MiB */
  readonly begin: number;
  /** So few are left that the writer itself does them: the log can begin anew only when none is left. @default 500 */
  readonly finish: number;
  /** The writer does it all, for it writes faster than the worker copies. @default 32,000: 128 MiB */
  readonly most: number;
}

const defaults: LogSizes = { begin: 8000, finish: 500, most: 32_000 };
/** Looking costs as much as a small read. */
const writesBetweenLooks = 256;
const closingMs = 30_000;

/**
 * Checkpoints in a worker of its own: they wait for the disk, and in the writer's thread everything else would wait
 * with them, half a second for each 32 MiB. The worker starts with the first one; where it cannot run, the writer does
 * its work.
 * @see https://sqlite.org/wal.html#ckpt
 */
export function createCheckpointer(
  sqlite: DatabaseSync,
  path: string,
  sizes: LogSizes = defaults,
): Checkpointer {
  const look = sqlite.prepare('PRAGMA wal_checkpoint(NOOP)');
  const checkpoint = sqlite.prepare('PRAGMA wal_checkpoint(PASSIVE)');
  const busy = new Int32Array(new SharedArrayBuffer(4));
  let worker: Worker | undefined;
  let isBroken = false;
  let sinceLook = 0;

  function start(): Worker {
    const workerData: CheckpointJob = { path, busy: busy.buffer };
    const started = new Worker(new URL('checkpoint-worker.ts', import.meta.url), { workerData });
    started.unref();
    started.on('message', decide);
    started.on('error', () => {
      isBroken = true;
      Atomics.store(busy, 0, 0);
    });
    return started;
  }

  /** After a commit, or once the worker is done: then a group may be open, and the next commit decides. */
  function decide(): void {
    sinceLook = writesBetweenLooks;
    if (!sqlite.isOpen || sqlite.isTransaction || isWorking()) return;
    sinceLook = 0;
    const { log, left } = readLog();
    if (log < sizes.begin) return;
    if (isBroken || left <= sizes.finish || log >= sizes.most) checkpoint.get();
    else ask();
  }

  const isWorking = (): boolean => Atomics.load(busy, 0) === 1;

  function readLog(): { log: number; left: number } {
    const { log, checkpointed } = look.get() as { log: number; checkpointed: number };
    return { log, left: log - checkpointed };
  }

  function ask(): void {
    Atomics.store(busy, 0, 1);
    worker ??= start();
    worker.postMessage('checkpoint');
  }

  return {
    committed(writes) {
      sinceLook += writes;
      if (sinceLook >= writesBetweenLooks) decide();
    },
    close() {
      Atomics.wait(busy, 0, 1, closingMs);
      void worker?.terminate();
    },
  };
}
