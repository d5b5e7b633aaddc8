import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { createInbox } from '../../core/records/inbox.ts';
import type { LoggedCall } from '../../runtime/account/account-file.ts';
import { createSimulatedAccounts } from '../../runtime/account/simulated-accounts.ts';
import { openDatabase } from '../../runtime/store/database.ts';
import { createSqliteTable } from '../../runtime/store/sqlite-table.ts';
import { reportSchema } from '../runtime/cli/report-schema.ts';
import { runCli } from '../runtime/cli/spawn-cli.ts';
import { countAccepted, readProgress, runUntilKilled, writeFindings } from './crash-run.ts';

type Report = z.output<typeof reportSchema>;

const findings = 30;
const kills = 5;
const scenarios = [1, 2, 3];
const seed = Number(process.env['FC_SEED']);

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-crash-'));
const files = writeFindings(folder, findings);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Mulberry32: the same numbers for the same seed. */
function createRandom(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const argsOf = (database: string, ...more: readonly string[]): string[] => [
  'run',
  '--json',
  '--approve',
  'all',
  '--db',
  database,
  ...more,
];

interface Outcome {
  readonly report: Report;
  /** Mutating calls by the resource that they were made for, in order. */
  readonly calls: ReadonlyMap<string, readonly LoggedCall[]>;
  readonly snapshots: number;
  readonly unfinished: unknown;
  readonly progress: number;
}

async function readOutcome(database: string, json: string): Promise<Outcome> {
  const report = reportSchema.parse(JSON.parse(json));
  const opened = openDatabase(database);
  const accounts = createSimulatedAccounts({ database: opened, clock: { now: () => 0 } });
  const resources = new Map(report.incidents.map(({ id, resource }) => [id, resource.id]));
  const calls = Map.groupBy(accounts.calls(), ({ incident }) => resources.get(incident) ?? 'nobody');
  const snapshots = accounts.snapshot('111122223333').snapshot.length;
  const unfinished = await createInbox(createSqliteTable(opened)).unfinished();
  opened.close();
  return { report, calls, snapshots, unfinished, progress: readProgress(database) };
}

/** AWS answers these, asked for the state that already is, with success and does nothing. */
const repeatable = new Set([
  'ModifyNetworkInterfaceAttribute',
  'UpdateAccessKey',
  'PutRolePolicy',
  'PutPublicAccessBlock',
  'BatchUpdateFindings',
]);

/** What the calls came to: one that says again what the one before it said is left out, where AWS lets it pass. */
function effects(calls: readonly LoggedCall[]): readonly string[] {
  return calls
    .filter((call, index) => {
      const before = calls[index - 1];
      const again =
        before?.command === call.command && JSON.stringify(before.input) === JSON.stringify(call.input);
      return !(again && repeatable.has(call.command));
    })
    .filter((call) => !makesSharedGroup(call))
    .map(({ purpose, command }) => `${purpose} ${command}`);
}

/** The group without rules that isolates: made once for the VPC, on behalf of whoever comes first. */
const makesSharedGroup = ({ command, input }: LoggedCall): boolean =>
  command === 'RevokeSecurityGroupEgress' ||
  (command === 'CreateSecurityGroup' && JSON.stringify(input).includes('"tourniquet-isolation"'));

describe('kill -9 in the middle of run --db, then --resume', () => {
  let calm: Outcome;
  beforeAll(async () => {
    const database = join(folder, 'calm.db');
    const { code, out, err } = await runCli(...argsOf(database, ...files));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    calm = await readOutcome(database, out);
  });

  it('is measured against a run that nobody disturbed', () => {
    expect(calm.report.incidents).toHaveLength(findings);
    expect(calm.report.incidents.flatMap(({ approvals }) => approvals).length).toBeGreaterThan(3);
    expect(calm.calls.size).toBe(findings);
  });

  it.for(scenarios)(
    `${kills} times ends as if it had never been killed (scenario %i, seed ${seed})`,
    async (scenario) => {
      const random = createRandom(seed + scenario);
      const points = Array.from({ length: kills }, () => Math.ceil(random() * calm.progress)).toSorted(
        (a, b) => a - b,
      );
      console.log(`scenario ${scenario}: killed at steps ${points.join(', ')} of ${calm.progress}`);
      mkdirSync(join(folder, String(scenario)));
      const database = join(folder, String(scenario), 'run.db');
      let killed = 0;
      let resume: readonly string[] = [];
      for (const at of points) {
        // Without the files only where all of them were accepted: what was not is not in the database.
        const all = countAccepted(database) === findings;
        const args = argsOf(database, ...resume, ...(all && random() < 0.5 ? [] : files));
        const ended = await runUntilKilled(args, { file: database, at });
        if (ended === null) killed += 1;
        else expect(ended).toMatchObject({ code: 0, err: '' });
        if (ended === null) resume = ['--resume'];
      }
      expect(killed).toBeGreaterThan(kills / 2);
      const { code, out, err } = await runCli(...argsOf(database, '--resume', ...files));
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expectAsCalm(await readOutcome(database, out));
    },
  );

  function expectAsCalm({ report, calls, snapshots, unfinished }: Outcome): void {
    const { incidents, executions, deadLetters, notifications } = report;
    expect(unfinished).toBeNull();
    expect(deadLetters).toEqual([]);
    expect(incidents.map(({ resource }) => resource.id).toSorted()).toEqual(
      [...calm.calls.keys()].toSorted(),
    );
    for (const { status, occurrences, revision, reason, approvals } of incidents) {
      expect({ status, occurrences, revision, reason }).toEqual({
        status: 'contained',
        occurrences: 1,
        revision: 1,
        reason: null,
      });
      expect(approvals.every(({ decision }) => decision?.decision === 'approved')).toBe(true);
    }
    expect(report.findings).toHaveLength(findings);
    expect(executions).toHaveLength(3 * findings);
    expect(executions.filter(({ status }) => status !== 'SUCCEEDED')).toEqual([]);
    const told = notifications.filter(({ kind }) => kind === 'alert' || kind === 'outcome');
    expect(told.map(({ incident, kind }) => `${incident} ${kind}`).length).toBe(
      calm.report.notifications.filter(({ kind }) => kind === 'alert' || kind === 'outcome').length,
    );
    expect(snapshots).toBe(calm.snapshots);
    expect([...calls.keys()].toSorted()).toEqual([...calm.calls.keys()].toSorted());
    for (const [resource, made] of calls) {
      expect({ resource, made: effects(made) }).toEqual({
        resource,
        made: effects(calm.calls.get(resource) ?? []),
      });
    }
    expect([...calls.values()].flat().filter(makesSharedGroup)).toHaveLength(2);
  }
});
