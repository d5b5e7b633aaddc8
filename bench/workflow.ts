import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Config } from '../core/config.ts';
import type { Home } from '../runtime/home/home.ts';
import { openHome } from '../runtime/home/open-home.ts';
import { openDatabase } from '../runtime/store/database.ts';
import { readExample } from './example.ts';
import type { Figure } from './figure.ts';
import { percentile } from './percentile.ts';

const exampleText = JSON.stringify(JSON.parse(readExample().toString()));
const names = {
  account: '111122223333',
  finding: '5ac1e07d3b9f4a52b6c0d1e2f3a4b5c6',
  instance: 'i-0a1b2c3d4e5f67890',
  eni: 'eni-0f1e2d3c4b5a69788',
};

/** As many to an account as its budgets let through at once, with room for the warm-up. */
const perAccount = 10;

/** The example again, as another finding on another instance, in an account with nine others like it. */
function eventNumber(n: number): Uint8Array {
  const hex = n.toString(16).padStart(8, '0');
  const text = exampleText
    .replaceAll(names.finding, `${hex}${names.finding.slice(8)}`)
    .replaceAll(names.instance, `i-${hex}${names.instance.slice(10)}`)
    .replaceAll(names.eni, `eni-${hex}${names.eni.slice(12)}`)
    .replaceAll(names.account, String(100_000_000_000 + Math.floor(n / perAccount)));
  return new TextEncoder().encode(text);
}

async function send(home: Home, n: number): Promise<string> {
  const origin = { via: 'file', account: null, trusted: true } as const;
  const arrival = { bytes: eventNumber(n), delivery: `bench-${n}`, origin, label: `bench ${n}` };
  const [finding] = (await home.intake(arrival)).findings;
  if (finding === undefined) throw new Error('the example was not taken in');
  return finding.id;
}

async function withHome<T>(work: (home: Home) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tourniquet-bench-'));
  const database = join(folder, 'bench.db');
  const home = await openHome({ database, config: Config.parse({}), playbooks: null });
  try {
    return await work(home);
  } finally {
    await home.close();
    rmSync(folder, { recursive: true });
  }
}

async function requireContained(home: Home, count: number): Promise<void> {
  const incidents = await home.stores.incidents.list();
  const contained = incidents.filter(({ status }) => status.state === 'contained').length;
  if (contained !== count) throw new Error(`${contained} of ${count} findings were contained`);
}

const warmUp = 50;

interface Throughput {
  /** Findings a second. */
  readonly rate: number;
  /** Milliseconds of this thread's CPU for a finding: unlike the rate, other work on the machine hardly changes it. */
  readonly cpu: number;
}

/** With as many under way as come, after as many again: a server runs for long, and its code is compiled by then. */
async function measureThroughput(count: number): Promise<Throughput> {
  return await withHome(async (home) => {
    await Promise.all(Array.from({ length: count }, (_, n) => send(home, n)));
    await home.idle();
    const before = process.threadCpuUsage();
    const start = performance.now();
    await Promise.all(Array.from({ length: count }, (_, n) => send(home, count + n)));
    await home.idle();
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.threadCpuUsage(before);
    await requireContained(home, 2 * count);
    return { rate: count / seconds, cpu: (user + system) / 1000 / count };
  });
}

/** Milliseconds from an event's arrival to the verified isolation of its instance, at a steady rate. */
async function measureLatency(rate: number, seconds: number): Promise<readonly number[]> {
  return await withHome(async (home) => {
    await Promise.all(Array.from({ length: warmUp }, (_, n) => send(home, n)));
    await home.idle();
    const count = rate * seconds;
    const arrived = new Map<string, number>();
    const start = performance.now();
    for (let n = 0; n < count; n++) {
      // An open loop: the next arrives in its time, however slow the last one is.
      await delay(Math.max(0, start + (n * 1000) / rate - performance.now()));
      const at = Date.now();
      void send(home, warmUp + n).then((finding) => arrived.set(finding, at));
    }
    await delay(100);
    await home.idle();
    await requireContained(home, warmUp + count);
    const incidents = await home.stores.incidents.list();
    const measured = await Promise.all(
      incidents.map(async ({ id, findings }) => {
        const at = arrived.get(findings[0] ?? '');
        const lines = await home.stores.timeline.list(id);
        const verified = lines.findLast(({ kind }) => kind === 'action.verified');
        return at === undefined || verified === undefined ? null : Date.parse(verified.at) - at;
      }),
    );
    return measured.filter((ms) => ms !== null).toSorted((a, b) => a - b);
  });
}

/** The yardstick: one row a transaction, one after another, on the same disk with the same settings. */
async function measureCommits(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'tourniquet-bench-'));
  const database = openDatabase(join(folder, 'yardstick.db'));
  database.sqlite.exec('CREATE TABLE rows (id INTEGER PRIMARY KEY, data TEXT)');
  const insert = database.sqlite.prepare('INSERT INTO rows (data) VALUES (?)');
  const count = 5000;
  const start = performance.now();
  for (let n = 0; n < count; n++) {
    await database.write(() => insert.run(exampleText.slice(0, 500)));
  }
  const rate = count / ((performance.now() - start) / 1000);
  database.close();
  rmSync(folder, { recursive: true });
  return rate;
}

/** The whole workflow, embedded, on SQLite on disk: each finding on an instance of its own, snapshot and isolated. */
export async function benchWorkflow(): Promise<readonly Figure[]> {
  const commits = await measureCommits();
  const throughput = await measureThroughput(500);
  const slow = await measureLatency(10, 10);
  const fast = await measureLatency(20, 10);
  const peak = process.resourceUsage().maxRSS / 1024;
  return [
    { name: 'SQLite transactions of one row (yardstick)', value: commits, unit: '1/s' },
    { name: 'findings with verified containment', value: throughput.rate, unit: '1/s', goal: '≥ 200' },
    { name: 'CPU of a finding', value: throughput.cpu, unit: 'ms' },
    {
      name: 'yardstick transactions in the time of one finding',
      value: commits / throughput.rate,
      unit: 'x',
    },
    { name: 'event to verified containment at 10/s, p50', value: percentile(slow, 50), unit: 'ms' },
    {
      name: 'event to verified containment at 10/s, p99',
      value: percentile(slow, 99),
      unit: 'ms',
      goal: '< 150',
    },
    { name: 'event to verified containment at 20/s, p50', value: percentile(fast, 50), unit: 'ms' },
    {
      name: 'event to verified containment at 20/s, p99',
      value: percentile(fast, 99),
      unit: 'ms',
      goal: '< 100',
    },
    { name: 'peak memory', value: peak, unit: 'MiB' },
  ];
}
