import { createHash } from 'node:crypto';
import { Config } from '../../core/config.ts';
import type { SeverityLabel } from '../../core/finding.ts';
import type { Incident, IncidentStatus } from '../../core/incident.ts';
import type { Message } from '../../core/records/outbox.ts';
import { createStores, type Stores } from '../../core/records/stores.ts';
import { createSqliteStore } from '../../runtime/asl/index.ts';
import type { StoredExecution } from '../../runtime/asl/store/execution-store.ts';
import { openHome } from '../../runtime/home/open-home.ts';
import { type Database, openDatabase } from '../../runtime/store/database.ts';
import { createSqliteTable } from '../../runtime/store/sqlite-table.ts';
import { readExample } from '../example.ts';

/** How much of everything is in the store. */
const amounts = {
  incidents: 10_000,
  messages: 20_000,
  executions: 50_000,
  approvals: 2000,
  waitingApprovals: 200,
  deadLetters: 5000,
};

/** What one finding leaves behind: all others are made after it. */
interface Template {
  readonly incident: Incident;
  readonly message: Message;
  readonly executions: readonly StoredExecution[];
}

const hourMs = 3_600_000;
/** Three months of work. */
const spanMs = 90 * 24 * hourMs;
const now = Date.now();
const moment = (n: number, of: number): string => new Date(now - spanMs + (n / of) * spanMs).toISOString();
const hex = (n: number): string => n.toString(16).padStart(16, '0');

/** Fills a database file as years of running would, through the stores themselves. */
export async function seedLists(file: string): Promise<void> {
  const template = await makeTemplate(file);
  const database = openDatabase(file);
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  const stores = createStores({ table: createSqliteTable(database), clock: { now: Date.now }, digest });
  await seedIncidents(stores, template);
  await seedMessages(stores, template.message);
  await seedApprovals(stores);
  await seedDeadLetters(stores);
  await seedExecutions(database, template.executions);
  database.close();
}

/** Runs the example as anyone would, and takes what it left. */
async function makeTemplate(file: string): Promise<Template> {
  const home = await openHome({ database: file, config: Config.parse({}), playbooks: null });
  await home.intake({
    bytes: readExample(),
    delivery: 'bench-0',
    origin: { via: 'file', account: null, trusted: true },
    label: 'bench',
  });
  await home.idle();
  const [incident] = await home.stores.incidents.list();
  const [message] = await home.stores.outbox.list();
  await home.close();
  const database = openDatabase(file);
  const store = createSqliteStore(database);
  const executions = store
    .executions({}, { limit: 10 })
    .map(({ arn }) => store.findExecution(arn))
    .filter((execution) => execution !== undefined);
  database.close();
  if (!incident || !message || executions.length === 0) throw new Error('the example left nothing to copy');
  return { incident, message, executions };
}

/** As many at once as share a commit without holding everything in memory. */
async function seedEach(count: number, seed: (n: number) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < count; from += 1000) {
    const some = Array.from({ length: Math.min(1000, count - from) }, (_, n) => seed(from + n));
    await Promise.all(some);
  }
}

const severities: readonly SeverityLabel[] = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'];
const statuses: readonly IncidentStatus[] = [
  { state: 'contained' },
  { state: 'contained' },
  { state: 'open' },
  { state: 'not-contained', reason: 'no playbook answers it' },
  { state: 'partially-contained', reason: 'one of two actions holds' },
  { state: 'released' },
  { state: 'resolved', reason: 'a person closed it' },
];

/** Every fifth one stands in an account of its own kind, and one in a thousand names a host that a search looks for. */
const seedIncidents = (stores: Stores, { incident }: Template): Promise<void> =>
  seedEach(amounts.incidents, (n) => {
    const at = moment(n, amounts.incidents);
    const severity = { ...incident.severity, label: severities[n % severities.length] ?? 'LOW' };
    const status = statuses[n % statuses.length] ?? { state: 'open' };
    const id = `inc-${hex(n)}`;
    return stores.incidents.create(id, {
      ...incident,
      id,
      key: id,
      title: n % 1000 === 0 ? 'Instance bastion-eu speaks to a miner' : incident.title,
      account: String(100_000_000_000 + (n % 5)),
      resource: { ...incident.resource, id: `i-${hex(n)}` },
      severity,
      status,
      windowStart: at,
      firstSeen: at,
      lastSeen: at,
      // None is behind: nothing is to be done for them.
      alerted: incident.revisions.length,
      started: incident.revisions.length,
    });
  });

const seedMessages = (stores: Stores, message: Message): Promise<void> =>
  seedEach(amounts.messages, (n) =>
    stores.outbox.put({
      ...message,
      id: `bench-${n}`,
      at: moment(n, amounts.messages),
      incident: `inc-${hex(Math.floor(n / 2))}`,
    }),
  );

const seedApprovals = (stores: Stores): Promise<void> =>
  seedEach(amounts.approvals, (n) => {
    const id = `bench-${hex(n)}`;
    const at = moment(n, amounts.approvals);
    const isWaiting = n >= amounts.approvals - amounts.waitingApprovals;
    const incident = `inc-${hex(Math.floor((n / amounts.approvals) * amounts.incidents))}`;
    return stores.approvals.create(id, {
      id,
      run: { incident, revision: 1, playbook: 'isolate-compromised-instance', execution: `${incident}-r1` },
      step: 'isolate',
      message: 'Isolate the instance?',
      plans: [],
      seen: [],
      askedAt: at,
      deadline: new Date(now + 24 * hourMs).toISOString(),
      asks: 1,
      token: `tqt_${'x'.repeat(43)}`,
      approvers: [],
      quorum: 1,
      requester: null,
      answers: [],
      decision: isWaiting ? null : { decision: 'approved', by: 'bench', at, hashes: [] },
    });
  });

const seedDeadLetters = (stores: Stores): Promise<void> =>
  seedEach(amounts.deadLetters, (n) =>
    stores.deadLetters.put({
      id: `bench-${hex(n)}`,
      at: moment(n, amounts.deadLetters),
      queue: 'ingestion',
      stage: 'intake',
      reason: 'it is no JSON: Unexpected end of input at position 512',
      delivery: `bench-${n}`,
      index: 0,
      raw: null,
      label: `record ${n}`,
      origin: { via: 'file', account: null, trusted: false },
      attempts: 1,
    }),
  );

/** All have ended: a server goes on with those that run. Lists read no journals, so that these have none. */
async function seedExecutions(database: Database, templates: readonly StoredExecution[]): Promise<void> {
  const store = createSqliteStore(database);
  await seedEach(amounts.executions, async (n) => {
    const template = templates[n % templates.length];
    if (!template) return;
    const name = `bench-${hex(n)}`;
    const startedAt = Date.parse(moment(n, amounts.executions));
    // One in fifty failed: what people look for.
    const status = n % 50 === 0 ? 'FAILED' : 'SUCCEEDED';
    const arn = template.arn.replace(template.name, name);
    await store.insertExecution({
      ...template,
      arn,
      name,
      startedAt,
      stoppedAt: undefined,
      status: 'RUNNING',
    });
    await store.append(arn, [], { ...template, status, stoppedAt: startedAt + 900 });
  });
}
