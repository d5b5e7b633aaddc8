import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../runtime/store/database.ts';
import type { Figure } from '../figure.ts';
import { percentile } from '../percentile.ts';
import { type Client, createClient } from './client.ts';
import { seedLists } from './seed.ts';
import { serveDatabase, type Served } from './serve.ts';

const warmUps = 20;
const rounds = 200;
/** What a page may take at p95, in milliseconds. */
const most = 50;

interface Page {
  readonly items: readonly unknown[];
  readonly next: string | null;
}

const lists: readonly (readonly [what: string, path: string])[] = [
  ['incidents', '/api/incidents?limit=50'],
  ['incidents by status', '/api/incidents?status=not-contained&limit=50'],
  ['incidents by severity and account', '/api/incidents?severity=HIGH&account=100000000003&limit=50'],
  ['incidents, a word that one in 1,000 has', '/api/incidents?q=bastion-eu&limit=50'],
  ['incidents, a word that none has', '/api/incidents?q=no-such-thing&limit=50'],
  ['executions', '/api/executions?limit=50'],
  ['executions of a machine', '/api/executions?machine=triage&limit=50'],
  ['executions with a status', '/api/executions?status=FAILED&limit=50'],
  ['executions of a machine with a status', '/api/executions?machine=triage&status=FAILED&limit=50'],
  ['executions, a status that none has', '/api/executions?status=TIMED_OUT&limit=50'],
  ['waiting approvals', '/api/approvals?limit=50'],
  ['all approvals', '/api/approvals?state=all&limit=50'],
  ['dead letters', '/api/dead-letters?limit=50'],
  ['messages', '/api/messages?limit=50'],
  ['overview of 14 days', '/api/overview?days=14'],
  ['overview of 90 days', '/api/overview?days=90'],
  ['playbooks', '/api/playbooks'],
];

/** Lists that people page through: so many pages of 200 are turned before the one that is measured. */
const deep: readonly (readonly [what: string, path: string, turns: number])[] = [
  ['incidents, page 190', '/api/incidents?limit=50', 47],
  ['executions, page 950', '/api/executions?limit=50', 237],
  ['messages, page 350', '/api/messages?limit=50', 87],
];

/**
 * The lists of the API, over HTTP and the loopback interface, on a store on disk that has seen years of work. Beside
 * them, in the same run: what an answer without a store costs, and the bare statements.
 */
export async function benchLists(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tourniquet-bench-'));
  const file = join(folder, 'bench.db');
  await seedLists(file);
  const server = await serveDatabase(file);
  const client = createClient(server.url);
  try {
    return [...(await measureYardsticks(client, file)), ...(await measureLists(client, server))];
  } finally {
    client.close();
    await server.stop();
    rmSync(folder, { recursive: true });
  }
}

async function measureYardsticks(client: Client, file: string): Promise<readonly Figure[]> {
  const health = await time(() => client.get('/health'));
  const database = openDatabase(file);
  const incidents = database.sqlite.prepare(
    "SELECT data FROM items WHERE gsi1pk = 'INCIDENTS' ORDER BY gsi1sk DESC LIMIT 50",
  );
  const executions = database.sqlite.prepare(
    'SELECT arn, name, status, started_at, stopped_at FROM asl_execution ORDER BY id DESC LIMIT 50',
  );
  const [someIncidents, someExecutions] = [
    await time(() => incidents.all()),
    await time(() => executions.all()),
  ];
  database.close();
  return [
    figure('health (yardstick), p95', percentile(health, 95)),
    figure('50 incidents as SQLite reads them (yardstick), p95', percentile(someIncidents, 95)),
    figure('50 executions as SQLite reads them (yardstick), p95', percentile(someExecutions, 95)),
  ];
}

async function measureLists(client: Client, server: Served): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const [what, path] of lists) {
    // One after another: they share the server.
    figures.push(...(await measure({ what, server }, () => client.get(path))));
  }
  for (const [what, path, turns] of deep) {
    const far = await turnPages(client, path, turns);
    figures.push(...(await measure({ what, server }, () => client.get(far))));
  }
  return figures;
}

/** The path of a page that so many pages of 200 lead to. */
async function turnPages(client: Client, path: string, turns: number): Promise<string> {
  let cursor = '';
  for (let turn = 0; turn < turns; turn += 1) {
    // Each page says where the next one begins
    const page = (await client.get(`${path.replace('limit=50', 'limit=200')}${cursor}`)) as Page;
    if (page.next === null) throw new Error(`${path} has only ${turn + 1} pages of 200`);
    cursor = `&cursor=${encodeURIComponent(page.next)}`;
  }
  return `${path}${cursor}`;
}

/** Beside the times the server's CPU, which other work on the machine hardly changes. */
async function measure(
  { what, server }: { readonly what: string; readonly server: Served },
  ask: () => Promise<unknown>,
): Promise<readonly Figure[]> {
  const before = await server.readCpu();
  const times = await time(ask);
  const cpu = ((await server.readCpu()) - before) / (warmUps + rounds);
  const p95 = percentile(times, 95);
  return [
    figure(`${what}, p50`, percentile(times, 50)),
    { ...figure(`${what}, p95`, p95), goal: `< ${most}`, met: p95 < most },
    figure(`${what}, CPU`, cpu),
  ];
}

const figure = (name: string, value: number): Figure => ({ name, value, unit: 'ms' });

/** Milliseconds, in rising order. */
async function time(work: () => unknown): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = -warmUps; round < rounds; round += 1) {
    const start = performance.now();
    // One after the other: how long one takes is the question
    await work();
    if (round >= 0) times.push(performance.now() - start);
  }
  return times.toSorted((a, b) => a - b);
}
