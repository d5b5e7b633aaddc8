import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

/** What the worker is given: which file, and a cell that is 1 while it works on it. */
export interface CheckpointJob {
  readonly path: string;
  readonly busy: SharedArrayBuffer;
}

const { path, busy } = workerData as CheckpointJob;
const cell = new Int32Array(busy);

/** Copies what is committed so far into the file. The connection is closed again: the writer's must be the last. */
function checkpoint(): void {
  const sqlite = new DatabaseSync(path);
  try {
    sqlite.exec('PRAGMA wal_checkpoint(PASSIVE)');
  } finally {
    sqlite.close();
  }
}

parentPort?.on('message', () => {
  try {
    checkpoint();
  } finally {
    Atomics.store(cell, 0, 0);
    Atomics.notify(cell, 0);
  }
  parentPort?.postMessage('done');
});
