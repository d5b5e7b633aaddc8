import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundleTasks, forLambda } from '../infra/bundle/bundle-tasks.ts';
import { functions } from '../infra/functions.ts';
import type { Figure } from './figure.ts';
import { percentile } from './percentile.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const runs = 5;

/** Milliseconds of a fresh process that imports a module, with source maps, as Lambda is told to. */
interface Cold {
  readonly wall: number;
  /** Of all threads: other work on the machine hardly changes it. */
  readonly cpu: number;
}

const script = `
  const [begun, used] = [performance.now(), process.cpuUsage()];
  await import(process.argv[1]);
  const wall = performance.now() - begun;
  const { user, system } = process.cpuUsage(used);
  console.log(JSON.stringify({ wall, cpu: (user + system) / 1000 }));`;

function importOnce(module: string): Cold {
  const flags = ['--enable-source-maps', '--input-type=module', '--eval', script, module];
  return JSON.parse(execFileSync(process.execPath, flags, { encoding: 'utf8' })) as Cold;
}

function importCold(module: string): Cold {
  importOnce(module);
  const taken = Array.from({ length: runs }, () => importOnce(module));
  const median = (part: keyof Cold) =>
    percentile(
      taken.map((one) => one[part]).toSorted((a, b) => a - b),
      50,
    );
  return { wall: median('wall'), cpu: median('cpu') };
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
    ...forLambda,
  });
  return [
    ['an empty module (yardstick)', empty],
    ['the DynamoDB client alone (yardstick)', client],
  ];
}

function figuresOf(name: string, module: string, goal?: string): readonly Figure[] {
  const { wall, cpu } = importCold(module);
  return [
    { name, value: wall, unit: 'ms', ...(goal !== undefined && { goal }) },
    { name: `${name}, CPU`, value: cpu, unit: 'ms' },
  ];
}

/** What a cold start of each function waits for before its first event: its bundle, imported in a fresh process. */
export async function benchCold(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tourniquet-bench-'));
  try {
    await bundleTasks(folder);
    const yardsticks = (await writeYardsticks(folder)).flatMap(([name, module]) => figuresOf(name, module));
    const bundles = Object.keys(functions).flatMap((name) =>
      figuresOf(`cold import of ${name}`, join(folder, name, 'index.mjs'), '< 150'),
    );
    return [...yardsticks, ...bundles];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
