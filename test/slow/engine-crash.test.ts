import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { createEngine, createSqliteStore, createSystemClock } from '../../runtime/asl/index.ts';
import { openDatabase } from '../../runtime/store/database.ts';
import { expectedOutput } from './engine-crash-load.ts';

const EXECUTIONS = 500;
const KILLS = 20;
const WORKER = fileURLToPath(new URL('./engine-crash-worker.ts', import.meta.url));

/** Runs the worker; kills it after so many milliseconds, where given. Resolves with how it ended. */
function runWorker(database: string, killAfter?: number): Promise<'ended' | 'killed'> {
  return new Promise((resolve, reject) => {
    const worker = spawn(process.execPath, [WORKER, database, String(EXECUTIONS)], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let complaints = '';
    worker.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
    const timer = killAfter === undefined ? undefined : setTimeout(() => worker.kill('SIGKILL'), killAfter);
    worker.on('exit', (code, signal) => {
      clearTimeout(timer);
      if (signal === 'SIGKILL') resolve('killed');
      else if (code === 0) resolve('ended');
      else reject(new Error(`the worker ended with ${code ?? signal}: ${complaints}`));
    });
  });
}

it(
  `${EXECUTIONS} executions survive ${KILLS} kills, and each ends once, as if there had been none`,
  { timeout: 300_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tourniquet-crash-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'engine.db');
    let killed = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      // at least long enough for the process to load; then anywhere in its work
      const ended = await runWorker(path, 250 + Math.random() * 700);
      if (ended === 'ended') break;
      killed += 1;
    }
    expect(killed).toBe(KILLS);
    expect(await runWorker(path)).toBe('ended');

    const database = openDatabase(path);
    const engine = createEngine({
      store: createSqliteStore(database),
      clock: createSystemClock(),
      invokeTask: () => Promise.reject(new Error('nothing is left to do')),
    });
    for (let n = 0; n < EXECUTIONS; n += 1) {
      const executionArn = `arn:aws:states:us-east-1:111111111111:execution:crash:execution-${n}`;
      expect(engine.describe({ executionArn })).toMatchObject({
        status: 'SUCCEEDED',
        output: expectedOutput(n),
      });
      const { events } = engine.history({ executionArn, maxResults: 1000 });
      expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
      expect(events.filter(({ type }) => /^Execution(?!Started)/.test(type))).toHaveLength(1);
      expect(events.filter(({ type }) => type === 'MapIterationSucceeded')).toHaveLength(12);
    }
    database.close();
  },
);
