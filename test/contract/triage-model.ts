import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Config } from '../../core/config.ts';
import type { Enrichment } from '../../core/enrichment.ts';
import { wantedRevision } from '../../core/incident.ts';
import type { Executions } from '../../core/ports/executions.ts';
import type { Table } from '../../core/ports/table.ts';
import { isBehind } from '../../core/records/incidents.ts';
import { createStores } from '../../core/records/stores.ts';
import { createRawMemory } from '../../runtime/store/raw-files.ts';
import { createDeduplicate } from '../../tasks/deduplicate/index.ts';
import { createEscalate } from '../../tasks/escalate/index.ts';
import { createIntake } from '../../tasks/intake/index.ts';
import { createOpenResponse } from '../../tasks/open-response/index.ts';
import { createScore } from '../../tasks/score/index.ts';
import { createSelectPlaybooks } from '../../tasks/select-playbooks/index.ts';
import { createStore } from '../../tasks/store/index.ts';
import { createSweep } from '../../tasks/sweep/index.ts';
import { Crash, createCrashingTable } from '../support/crashing-table.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const fixture = (name: string): Record<string, any> =>
  JSON.parse(readFileSync(new URL(`../support/findings/${name}.json`, import.meta.url), 'utf8'));
const routes = { guardduty: fixture('guardduty-ec2'), securityhub: fixture('asff-ec2') };
const config = Config.parse({});
const enrichment: Enrichment = { remotes: [], tags: {}, criticality: 'normal', gaps: [] };
const start = Date.UTC(2026, 10, 20);

/** One thing that the queue delivers, possibly more than once, to a process that dies after some write. */
interface Delivery {
  readonly route: keyof typeof routes;
  readonly critical: boolean;
  /** For each time it is delivered, after which write the process dies; the last one always ends well. */
  readonly crashes: readonly number[];
}

const severe = {
  guardduty: { severity: 9.5 },
  securityhub: { Severity: { Label: 'CRITICAL', Product: 9.5, Normalized: 95 } },
};

function eventOf({ route, critical }: Delivery): Uint8Array {
  const event = structuredClone(routes[route]);
  const detail = route === 'guardduty' ? event['detail'] : event['detail'].findings[0];
  if (critical) Object.assign(detail, severe[route]);
  return new TextEncoder().encode(JSON.stringify(event));
}

/** The tasks of triage over one store, run in the order of `triage.asl.json`. */
function createTriage(table: Table, executions: Executions, clock: { now(): number }) {
  const stores = createStores({ table, clock, digest });
  const select = () => [{ id: 'isolate', hash: 'h1' }];
  const tasks = {
    score: createScore({ stores, config: config.score }),
    deduplicate: createDeduplicate({ stores, digest, config: config.dedupe }),
    store: createStore({ stores }),
    escalate: createEscalate({ stores, clock, tellFrom: 0 }),
    select: createSelectPlaybooks({ stores, select, findPlaybook: () => null }),
    open: createOpenResponse({ stores, clock, machineArn: (id) => id }),
  };
  const triage = async (ref: { delivery: string; index: number }): Promise<void> => {
    const risk = await tasks.score({ ref, enrichment });
    const { incident, verdict } = (await tasks.deduplicate({ ref, risk })) as Record<string, string>;
    await tasks.store({ ref, enrichment, risk, incident, verdict });
    await tasks.escalate({ incident });
    const chosen = (await tasks.select({ incident })) as { start: boolean; name: string; revision: number };
    if (!chosen.start) return;
    const input = { incident: incident ?? '', revision: chosen.revision };
    await executions.start({ stateMachine: 'response', name: chosen.name, input });
    await tasks.open(input);
  };
  return { stores, tasks, triage };
}

const deliveries = fc.array(
  fc.record({
    route: fc.constantFrom('guardduty' as const, 'securityhub' as const),
    critical: fc.boolean(),
    crashes: fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 5 },
);

/** Triage on a store keeps its promises, wherever its processes die. `open` gives an empty table each time. */
export function triageModel(adapter: string, open: () => Promise<Table> | Table, numRuns: number): void {
  describe(`triage on ${adapter}`, () => {
    it('gives one incident, an exact count, one response per revision and no lost alert, wherever it crashes', async () => {
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), deliveries, async (scheduler, given) => {
          const world = createWorld(scheduler, await open());
          const everything = Promise.all(
            given.map((delivery, index) => world.deliver(delivery, `d${index}`)),
          );
          await scheduler.waitFor(everything);
          await world.sweep();

          const incidents = await world.stores.incidents.list();
          expect(incidents).toHaveLength(1);
          const [incident] = incidents;
          if (incident === undefined) return;
          const byRoute = Object.keys(routes).map((route) => given.filter((d) => d.route === route).length);
          expect(await world.stores.incidents.countOccurrences(incident.id)).toBe(Math.max(...byRoute));
          expect(isBehind(incident)).toBe(false);

          const revisions = Array.from({ length: wantedRevision(incident) }, (_, n) => n + 1);
          expect(revisions.length).toBeLessThanOrEqual(2);
          const alerts = (await world.stores.outbox.list()).map(({ id }) => id);
          expect(new Set(alerts).size).toBe(alerts.length);
          expect(alerts).toContain(`${incident.id}-r${revisions.length}-alert`);
          expect(world.started.size).toBeGreaterThan(0);
          expect(world.started.has(`${incident.id}-r${revisions.length}`)).toBe(true);
          for (const name of world.started) {
            expect(revisions.map((n) => `${incident.id}-r${n}`)).toContain(name);
          }

          const lines = await world.stores.timeline.list(incident.id);
          expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length);
          expect(lines.map(({ sequence }) => sequence)).toEqual(lines.map((_, n) => n + 1));
        }),
        { numRuns },
      );
    });
  });
}

function createWorld(scheduler: fc.Scheduler, shared: Table) {
  const raw = createRawMemory();
  const clock = { now: () => start };
  const started = new Set<string>();
  const responses: Executions = {
    start: async ({ name }) => (started.has(name) ? 'exists' : (started.add(name), 'started')),
  };

  /** One process that takes one delivery and dies after the given number of writes. */
  const attempt = async (delivery: Delivery, id: string, writes: number): Promise<void> => {
    let left = writes;
    const table = createCrashingTable(shared, {
      afterWrite: () => {
        left -= 1;
        if (left === 0) throw new Crash(`after write ${writes}`);
      },
      between: async () => await scheduler.schedule(Promise.resolve(), id),
    });
    const { stores, triage } = createTriage(table, responses, clock);
    const triages: Promise<void>[] = [];
    const executions: Executions = {
      start: async ({ input }) => {
        triages.push(triage(input['ref'] as { delivery: string; index: number }));
        return 'started';
      },
    };
    const intake = createIntake({ raw, stores, executions, clock, digest });
    const origin = { via: 'eventbridge', account: '111122223333', trusted: true } as const;
    await intake({ bytes: eventOf(delivery), delivery: id, origin, label: id });
    expect(triages).toHaveLength(1);
    await Promise.all(triages);
  };

  const calm = createTriage(shared, responses, clock);
  return {
    stores: calm.stores,
    started,
    async deliver(delivery: Delivery, id: string): Promise<void> {
      for (const writes of [...delivery.crashes, Number.POSITIVE_INFINITY]) {
        try {
          await attempt(delivery, id, writes);
        } catch (error) {
          if (!(error instanceof Crash)) throw error;
        }
      }
    },
    sweep: async () => {
      const { escalate, select: selectPlaybooks } = calm.tasks;
      const later = { now: () => start + 3_600_000 };
      await createSweep({
        alarmExposed: async () => [],
        tellTrials: async () => [],
        stores: calm.stores,
        executions: responses,
        escalate,
        selectPlaybooks,
        clock: later,
      })({});
      for (const incident of await calm.stores.incidents.listBehind()) {
        await calm.tasks.open({ incident: incident.id, revision: wantedRevision(incident) });
      }
    },
  };
}
