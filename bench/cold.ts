import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundleTasks } from '../infra/bundle/bundle-tasks.ts';
import { functions } from '../infra/functions.ts';
import type { Figure } from './figure.ts';
import { percentile } from './percentile.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const runs = 7;

/** Milliseconds that a fresh process takes to import a module, with source maps, as Lambda is told to. */
function importOnce(module: string): number {
  const measured = `const begun = performance.now(); await import(${JSON.stringify(module)}); console.log(performance.now() - begun);`;
  const flags = ['--enable-source-maps', '--input-type=module', '--eval', measured];
  return Number(execFileSync(process.execPath, flags, { encoding: 'utf8' }));
}

function importCold(module: string): number {
  importOnce(module);
  const taken = Array.from({ length: runs }, () => importOnce(module));
  return percentile(
    taken.toSorted((a, b) => a - b),
    50,
  );
}

/** The yardsticks: nothing at all, and one SDK client as a bundle of its own. */
async function writeYardsticks(folder: string): Promise<readonly (readonly [string, string])[]> {
  const [empty, client] = [join(folder, 'empty.mjs'), join(folder, 'dynamodb.mjs')];
  writeFileSync(empty, 'export {};\n');
  await build({
    stdin: {
      contents:
        "import { DynamoDBClient } from '@aws-sdk/client-dynamodb'; export default new DynamoDBClient({});",
      resolveDir: root,
    },
    outfile: client,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    sourcemap: 'linked',
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  });
  return [
    ['an empty module (yardstick)', empty],
    ['the DynamoDB client alone (yardstick)', client],
  ];
}

/** What a cold start of each function waits for before its first event: its bundle, imported in a fresh process. */
export async function benchCold(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tourniquet-bench-'));
  try {
    await bundleTasks(folder);
    const yardsticks = (await writeYardsticks(folder)).map(([name, module]) => ({
      name,
      value: importCold(module),
      unit: 'ms',
    }));
    const bundles = Object.keys(functions).map((name) => ({
      name: `cold import of ${name}`,
      value: importCold(join(folder, name, 'index.mjs')),
      unit: 'ms',
      goal: '< 150',
    }));
    return [...yardsticks, ...bundles];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
