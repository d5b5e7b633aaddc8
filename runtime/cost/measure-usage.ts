import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { Config } from '../../core/config.ts';
import type { MeasuredUsage, TableUsage, Usage } from '../../core/cost/usage.ts';
import type { JsonObject } from '../../core/json.ts';
import { createBudgets } from '../../core/records/budgets.ts';
import { createDeliver } from '../../tasks/deliver/index.ts';
import { createMeasureWork } from '../../tasks/sweep/measure-work.ts';
import type { HistoryEvent } from '../asl/index.ts';
import { createSimulatedHome } from '../home/create-simulated-home.ts';
import { listExecutions, readEvents } from '../home/engine-ports.ts';
import type { SimulatedHome } from '../home/home.ts';
import { openIntelligence } from '../home/open-intelligence.ts';
import { functionName, machineArn } from '../home/place.ts';
import { shippedPlaybooks } from '../home/shipped-playbooks.ts';
import { loadLibrary } from '../playbooks/library.ts';
import { createVirtualClock, type VirtualClock } from '../playbooks/virtual-clock.ts';
import { openDatabase } from '../store/database.ts';
import { createRawMemory } from '../store/raw-files.ts';
import { createSqliteTable } from '../store/sqlite-table.ts';
import { type CountingTable, createCountingTable } from './counting-table.ts';

const example = new URL('../../docs/examples/ec2-cryptocurrency.json', import.meta.url);

/** Runs the workflow on a simulated account, and counts what it would use on AWS. */
export async function measureUsage(): Promise<MeasuredUsage> {
  const config = Config.parse({});
  const database = openDatabase(':memory:');
  const table = createCountingTable(createSqliteTable(database));
  const clock = createVirtualClock(Date.now());
  const home = await createSimulatedHome({
    database,
    table,
    raw: createRawMemory(),
    clock,
    config,
    library: await loadLibrary(shippedPlaybooks),
    ...(await openIntelligence(config)),
  });
  try {
    const world = { home, table, clock };
    const eachMinute = await measureMinute(world);
    const triaged = await measureEvent(world, exampleOf('triaged', { severity: 2 }));
    const contained = await measureEvent(world, exampleOf('contained', {}));
    return { triaged, contained, eachMinute };
  } finally {
    await home.close();
  }
}

/** The example, as a finding of its own in an account of its own. */
function exampleOf(id: string, changes: JsonObject): Uint8Array {
  const event = JSON.parse(readFileSync(example, 'utf8')) as { detail: JsonObject };
  return new TextEncoder().encode(JSON.stringify({ ...event, detail: { ...event.detail, id, ...changes } }));
}

interface World {
  readonly home: SimulatedHome;
  readonly table: CountingTable;
  readonly clock: VirtualClock;
}

async function measureMinute({ home, table, clock }: World): Promise<Readonly<Record<string, TableUsage>>> {
  table.take();
  await home.sweep({});
  await createMeasureWork({ stores: home.stores, budgets: createBudgets(table), clock })();
  const SweepFunction = table.take();
  const nobody = { publish: () => Promise.reject(new TypeError('nothing is to be sent')) };
  const url = 'https://tourniquet.example.com';
  await createDeliver({ stores: home.stores, publisher: nobody, clock, url })({});
  return { SweepFunction, DeliverFunction: table.take() };
}

async function measureEvent({ home, table, clock }: World, bytes: Uint8Array): Promise<Usage> {
  const [known, told] = [new Set(listExecutions(home.engine).map(arnOf)), await countMessages(home)];
  table.take();
  const origin = { via: 'eventbridge', account: '111122223333', trusted: true } as const;
  await home.intake({ bytes, delivery: `cost-${known.size}`, origin, label: 'the example' });
  await clock.runUntil(home.idle(), home.isBusy);
  const used = table.take();
  const fresh = listExecutions(home.engine)
    .map(arnOf)
    .filter((arn) => !known.has(arn));
  const events = fresh.flatMap((arn) => readEvents(home.engine, arn));
  return {
    ...used,
    transitions: events.filter(({ type }) => type.endsWith('StateEntered')).length + fresh.length,
    executions: fresh.length,
    historyEvents: events.length,
    invocations: countInvocations(events),
    rawBytes: bytes.byteLength,
    messages: (await countMessages(home)) - told,
  };
}

const arnOf = ({ stateMachine, name }: { readonly stateMachine: string; readonly name: string }): string =>
  `${machineArn(stateMachine).replace(':stateMachine:', ':execution:')}:${name}`;

const countMessages = async ({ stores }: SimulatedHome): Promise<number> =>
  (await stores.outbox.list()).length;

/** What is read of a task that was scheduled: its parameters are JSON text. */
const Scheduled = z.looseObject({
  parameters: z
    .string()
    .default('{}')
    .transform((text) => z.looseObject({ FunctionName: z.string().optional() }).parse(JSON.parse(text))),
});

/** Each attempt of a task that calls a function. */
function countInvocations(events: readonly HistoryEvent[]): Readonly<Record<string, number>> {
  const names = events.flatMap(({ taskScheduledEventDetails: scheduled }) => {
    const { FunctionName: name } = Scheduled.parse(scheduled ?? {}).parameters;
    return name === undefined ? [] : [functionName(name)];
  });
  return Object.fromEntries(
    [...Map.groupBy(names, (name) => name)].map(([name, calls]) => [name, calls.length]),
  );
}
