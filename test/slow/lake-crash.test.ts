import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { lakeFolder } from '../../runtime/lake/lake-part.ts';
import { createManifest } from '../../runtime/lake/manifest.ts';
import { createLakeQueries } from '../../runtime/lake/query-lake.ts';
import { openDatabase } from '../../runtime/store/database.ts';
import { removeFolder, temporaryFolder } from '../support/lake.ts';

const BATCHES = 6000;
const ROWS = 10;
const KILLS = 8;
/** Batches that were kept before and are sent again by the next process. */
const AGAIN = 40;
const WORKER = fileURLToPath(new URL('./lake-crash-worker.ts', import.meta.url));

interface Ended {
  readonly signal: NodeJS.Signals | null;
  /** The highest batch that was said to be kept; all before it were as well. */
  readonly kept: number;
  readonly complaints: string;
}

/** Appends from a batch on, and is killed after so many milliseconds. */
async function runWorker(database: string, from: number, killAfter: number): Promise<Ended> {
  return await new Promise((resolve, reject) => {
    const args = [WORKER, database, String(from), String(BATCHES), String(ROWS)];
    const worker = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let [said, complaints] = ['', ''];
    worker.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    worker.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
    const timer = setTimeout(() => worker.kill('SIGKILL'), killAfter);
    worker.on('close', (code, signal) => {
      clearTimeout(timer);
      const kept = Math.max(from, ...said.split('\n').slice(0, -1).map(Number));
      if (signal === 'SIGKILL' || code === 0) resolve({ signal, kept, complaints });
      else reject(new Error(`the worker ended with ${code ?? signal}: ${complaints}`));
    });
  });
}

it(
  `every row of ${BATCHES} batches is in the lake once, whatever ${KILLS} kills interrupted`,
  { timeout: 300_000 },
  async () => {
    const folder = temporaryFolder();
    onTestFinished(() => removeFolder(folder));
    const path = join(folder, 'lake.db');
    let [from, killed] = [0, 0];
    for (let kill = 0; kill < KILLS; kill++) {
      const { signal, kept, complaints } = await runWorker(path, from, 300 + Math.random() * 500);
      expect(complaints).not.toContain('stays as it is');
      if (signal === 'SIGKILL') killed += 1;
      // Groups of four end together: what is known to be kept is the group before.
      from = Math.max(0, (Math.floor(kept / 4) - 1) * 4 - AGAIN);
    }
    expect(killed).toBe(KILLS);
    expect((await runWorker(path, from, 200_000)).signal).toBeNull();

    const database = openDatabase(path);
    const states = createManifest(database).list();
    expect(states.filter(({ state }) => state === 'sealed').length).toBeGreaterThan(KILLS);
    const incidents = { newest: async () => ({ items: [], next: null, looked: 0 }) };
    const { rows } = await createLakeQueries({
      manifest: createManifest(database),
      folder: lakeFolder(path),
      incidents,
    }).ask('SELECT count(*), count(DISTINCT event_id) FROM events', { mostRows: 1, longest: 60_000 });
    expect(rows).toEqual([[BATCHES * ROWS, BATCHES * ROWS]]);
    database.close();
  },
);
