import { cpus } from 'node:os';
import { benchCold } from './cold.ts';
import type { Figure } from './figure.ts';
import { benchEngine } from './engine.ts';
import { benchIngest } from './ingest/index.ts';
import { benchLake } from './lake.ts';
import { benchLists } from './lists/index.ts';
import { benchWorkflow } from './workflow.ts';

const benches = new Map<string, () => Promise<readonly Figure[]>>([
  // First: its peak memory is the process's.
  ['workflow', benchWorkflow],
  ['engine', benchEngine],
  ['lists', benchLists],
  ['ingest', benchIngest],
  ['lake', benchLake],
  ['cold', benchCold],
]);

const chosen = process.argv.slice(2);
const unknown = chosen.find((name) => !benches.has(name));
if (unknown !== undefined) {
  console.error(`error: there is no benchmark ${unknown}; there are: ${[...benches.keys()].join(', ')}`);
  process.exit(2);
}

const round = (value: number): number => Number(value.toPrecision(4));
const results: Record<string, readonly Figure[]> = {};
for (const [name, bench] of benches) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  console.error(`measuring ${name} …`);
  // One after another: they share the machine.
  const figures = await bench();
  results[name] = figures.map((figure) => ({ ...figure, value: round(figure.value) }));
  console.table(
    Object.fromEntries(
      figures.map(({ name: what, value, unit, goal = '' }) => [what, { value: round(value), unit, goal }]),
    ),
  );
}
const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version };
console.log(JSON.stringify({ machine, results }, null, 2));

const missed = Object.values(results).flatMap((figures) => figures.filter(({ met }) => met === false));
for (const { name, value, unit, goal = '' } of missed) {
  console.error(`error: ${name}: ${value} ${unit}, and the goal is ${goal}`);
}
if (missed.length > 0) process.exitCode = 1;
