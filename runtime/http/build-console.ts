import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtConsole } from './console-files.ts';

const checkout = fileURLToPath(new URL('../../', import.meta.url));
const vite = join(checkout, 'node_modules/vite/bin/vite.js');
/** Says of which sources a build is. */
const mark = 'sources.sha256';

/** `fresh`: it is there as the sources have it. `no-tools`: Vite is not installed (`npm ci --omit=dev`). */
export type ConsoleState = 'fresh' | 'stale' | 'no-tools';

/** Whether what `npm start` would serve is of the sources as they are now. */
export async function checkConsole(): Promise<ConsoleState> {
  if (!existsSync(join(checkout, 'console/index.html'))) return 'no-tools';
  const built = await readFile(join(builtConsole, mark), 'utf8').catch(() => null);
  if (built === (await hashSources())) return 'fresh';
  return existsSync(vite) ? 'stale' : 'no-tools';
}

/**
 * Builds the console in a process of its own, so that the server keeps nothing of what that takes. It is put into its
 * place when it is whole: whoever serves or builds it at the same time is not disturbed.
 * @throws Error with what Vite said.
 */
export async function buildConsole(): Promise<void> {
  const hash = await hashSources();
  const made = join(checkout, 'dist', `console-${process.pid}`);
  await runVite(['build', 'console', '--outDir', made, '--emptyOutDir', '--logLevel', 'warn']);
  await writeFile(join(made, mark), hash);
  await rm(builtConsole, { recursive: true, force: true });
  await rename(made, builtConsole).catch(async (error: NodeJS.ErrnoException) => {
    // Somebody else's build was put there meanwhile.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    await rm(made, { recursive: true, force: true });
  });
}

async function runVite(args: readonly string[]): Promise<void> {
  await mkdir(join(checkout, 'dist'), { recursive: true });
  const env = { ...process.env, NODE_ENV: 'production' };
  const child = spawn(process.execPath, [vite, ...args], {
    cwd: checkout,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`vite ended with ${code}: ${said.trim().slice(-2000)}`)),
    );
  });
}

/** Of everything that the build reads: the console, which takes types alone from elsewhere, and the versions of its packages. */
async function hashSources(): Promise<string> {
  const folder = join(checkout, 'console');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.tsbuildinfo'));
  const paths = [
    ...files.map((entry) => join(entry.parentPath, entry.name)),
    join(checkout, 'package-lock.json'),
  ];
  const named = paths
    .toSorted()
    .map(async (path) => [path.slice(checkout.length), await readFile(path)] as const);
  const hash = createHash('sha256');
  for (const [name, bytes] of await Promise.all(named))
    hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  return hash.digest('hex');
}
