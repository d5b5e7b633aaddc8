import { createHash, randomUUID } from 'node:crypto';
import type { Config } from '../../core/config.ts';
import type { Rule } from '../../core/detect/rule.ts';
import type { ThreatList } from '../../core/intel/threat-list.ts';
import type { TimerClock } from '../../core/ports/clock.ts';
import type { Digest } from '../../core/ports/digest.ts';
import type { Evidence } from '../../core/ports/evidence.ts';
import type { Executions } from '../../core/ports/executions.ts';
import type { Geo } from '../../core/ports/geo.ts';
import type { RawStore } from '../../core/ports/raw-store.ts';
import type { Table } from '../../core/ports/table.ts';
import { createInbox } from '../../core/records/inbox.ts';
import { createLedger } from '../../core/records/ledger.ts';
import { createPlans } from '../../core/records/plans.ts';
import { DeliveryRef } from '../../core/records/deliveries.ts';
import { createStagedRules } from '../../core/records/staged-rules.ts';
import { createStores, type Stores } from '../../core/records/stores.ts';
import { createAlarmExposed } from '../../tasks/alarm-exposed/index.ts';
import { actions } from '../../tasks/actions/registry.ts';
import { catalog } from '../../tasks/actions/catalog.ts';
import { type ContainPorts, createContain } from '../../tasks/contain/index.ts';
import { createApprovalLinks } from '../../tasks/approval-links/index.ts';
import { createDecide } from '../../tasks/decide/index.ts';
import { createIntake } from '../../tasks/intake/index.ts';
import { readReceived } from '../../tasks/read-received.ts';
import { createReleaseIncident, type ReleaseIncidentPorts } from '../../tasks/release-incident/index.ts';
import { createRespond } from '../../tasks/respond/index.ts';
import { startTriage } from '../../tasks/start-triage.ts';
import { createTellTrials } from '../../tasks/detect/tell-trials.ts';
import { createSweep } from '../../tasks/sweep/index.ts';
import { createMessenger } from '../../tasks/messenger/messenger.ts';
import { noWebhooks, type Webhooks } from '../../tasks/messenger/webhooks.ts';
import { withMessenger } from '../../tasks/messenger/with-messenger.ts';
import type { Task } from '../../tasks/task.ts';
import { createEngine, type Engine } from '../asl/index.ts';
import { createSqliteStore } from '../asl/store/sqlite-store.ts';
import {
  createLiveLibrary,
  type LiveLibrary,
  type PlaybookLibrary,
  withPlaybook,
} from '../playbooks/library.ts';
import { type ApprovalReport, createReport, reportApproval } from '../report.ts';
import { createLake, type EmbeddedLake } from '../lake/create-lake.ts';
import type { Database } from '../store/database.ts';
import { createEvidenceMemory } from '../store/evidence-files.ts';
import { createForgetExpired } from '../store/forget-expired.ts';
import { createSqliteTable } from '../store/sqlite-table.ts';
import { watchChanges } from '../store/watch-changes.ts';
import {
  createEngineCallbacks,
  createEngineExecutions,
  isRunOpen,
  listExecutions,
  waitUntilIdle,
} from './engine-ports.ts';
import { createLogs } from './create-logs.ts';
import { createFunctions } from './functions.ts';
import type { Home } from './home.ts';
import { createInvokeFunctions } from './invoke-functions.ts';
import { createSecrets } from '../../tasks/ask/secrets.ts';
import { registerMachines, registerPlaybook } from './machines.ts';
import { onceEach } from './once-each.ts';
import { functionName, machineArn, place } from './place.ts';
import { replayDecisions } from './replay-decisions.ts';
import type { TargetAccount } from './target-account.ts';

export interface HomeConfig {
  readonly database: Database;
  readonly raw: RawStore;
  /** @default gone with the process */
  readonly evidence?: Evidence;
  readonly clock: TimerClock;
  readonly config: Config;
  readonly library: PlaybookLibrary;
  readonly geo: Geo;
  readonly threatLists: readonly ThreatList[];
  readonly account: TargetAccount;
  /** Where the lake lies. @default nowhere for long: gone when it is closed */
  readonly lakeFolder?: string;
  /** What is found in logs. @default nothing */
  readonly rules?: readonly Rule[];
  /** @default none */
  readonly webhooks?: Webhooks;
  /** Cases: called before each task. What it throws is the task's error, as if the task itself had thrown it. */
  readonly beforeTask?: (payload: unknown) => void;
  /** Watches the table. @default the database's own */
  readonly table?: Table;
}

const digest: Digest = (text) => createHash('sha256').update(text).digest('hex');

/** Composes the embedded home. Executions that an earlier process left unfinished go on with `resume`. */
export async function createHome(config: HomeConfig): Promise<Home> {
  const { database, raw, clock, account } = config;
  const library = createLiveLibrary(config.library);
  const table = config.table ?? createSqliteTable(database);
  const stores = createStores({ table, clock, digest });
  const listeners: Listener[] = [];
  const workflow = createWorkflow({ given: { ...config, library }, table, stores, listeners });
  const { engine, callbacks, runner, taskOf } = workflow;
  await registerMachines(engine, library);
  const executions = prepareBeforeTriage(createEngineExecutions(engine), stores, account);
  const lake = await createLake({
    database,
    folder: config.lakeFolder ?? null,
    clock,
    config: config.config.lake,
  });
  const [plans, ledger] = [createPlans(table), createLedger(table, clock)];
  const starting = { stores, executions, clock, newId: randomUUID };
  const respond = createRespond({ ...starting, selectPlaybooks: taskOf('SelectPlaybooksFunction') });
  const decide = createDecide({ stores, callbacks, clock });
  const intake = createIntake({ raw, stores, executions, clock, digest });

  return {
    engine,
    stores,
    plans,
    inbox: createInbox(table),
    raw,
    lake,
    digest,
    newId: randomUUID,
    intake,
    ...createLogs({ ...config, ...starting, database, table, raw, lake, digest, intake, setting: config }),
    sweep: createHomeSweep({ ...workflow, given: config, table, stores, executions }),
    respond,
    ...receiving({ ...starting, digest, respond }, library),
    setting: config,
    ...authoring(engine, library),
    lookAgain: runner.lookAgain,
    ...releasing({ stores, runner, clock, catalog, ledger }),
    decide,
    approvalLinks: createApprovalLinks({ stores, plans, digest, decide }),
    ...running({ ...workflow, stores, database, lake, clock }),
    onQuestion: (listener) => void listeners.push(listener),
    waitingApprovals: async () => (await stores.approvals.listWaiting()).map(reportApproval),
    report: async () =>
      await createReport({ stores, plans, listExecutions: async () => listExecutions(engine) }),
  };
}

interface Sweeping extends Pick<ReturnType<typeof createWorkflow>, 'taskOf'> {
  readonly given: Pick<HomeConfig, 'clock' | 'rules'>;
  readonly table: Table;
  readonly stores: Stores;
  readonly executions: Executions;
}

function createHomeSweep({ given, table, stores, executions, taskOf }: Sweeping): Task {
  const { clock, rules = [] } = given;
  const ledger = createLedger(table, clock);
  return createSweep({
    stores,
    executions,
    clock,
    alarmExposed: createAlarmExposed({ ledger, stores, actions, clock, digest }),
    tellTrials: createTellTrials({
      rules,
      staged: createStagedRules({ table, clock, digest }),
      outbox: stores.outbox,
      clock,
    }),
    escalate: taskOf('EscalateFunction'),
    selectPlaybooks: taskOf('SelectPlaybooksFunction'),
  });
}

interface Running extends Pick<ReturnType<typeof createWorkflow>, 'engine' | 'callbacks' | 'isBusy'> {
  readonly stores: Stores;
  readonly database: Database;
  readonly lake: EmbeddedLake;
  readonly clock: TimerClock;
}

/** How far everything is, and how it goes on and ends. */
function running({ engine, callbacks, isBusy, stores, database, lake, clock }: Running) {
  return {
    resume: async () => {
      engine.resume();
      await replayDecisions(engine, stores, callbacks);
    },
    goOnWithDecisions: onceEach(
      () => database.generation(),
      async () => await replayDecisions(engine, stores, callbacks),
    ),
    changes: watchChanges(database),
    forgetExpired: createForgetExpired(database, clock),
    isBusy,
    idle: async () => await waitUntilIdle(engine),
    countRunning: () => engine.list({ statusFilter: 'RUNNING', maxResults: 1000 }).executions.length,
    close: async () => {
      engine.close();
      await lake.close();
      database.close();
    },
  } satisfies Partial<Home>;
}

function releasing(ports: ReleaseIncidentPorts): Pick<Home, 'release' | 'rehearseRelease' | 'listHeld'> {
  const { release, rehearse, listHeld } = createReleaseIncident(ports);
  return { release, rehearseRelease: rehearse, listHeld };
}

function authoring(engine: Engine, library: LiveLibrary): Pick<Home, 'library' | 'usePlaybook'> {
  return {
    library,
    async usePlaybook(loaded) {
      await registerPlaybook(engine, withPlaybook(library, loaded), loaded);
      library.replace(loaded);
    },
  };
}

/** Findings that nobody delivered. */
function receiving(
  ports: Omit<ContainPorts, 'playbooks'>,
  library: LiveLibrary,
): Pick<Home, 'contain' | 'triage'> {
  return {
    contain: createContain({
      ...ports,
      get playbooks() {
        return library.playbooks.map(({ playbook }) => playbook);
      },
    }),
    triage: async (finding) => {
      await startTriage(ports, { delivery: `again-${ports.newId()}`, index: 0 }, finding);
    },
  };
}

type Listener = (approval: ApprovalReport) => void;

interface Parts {
  readonly given: HomeConfig;
  readonly table: Table;
  readonly stores: Stores;
  readonly listeners: readonly Listener[];
}

/** Engine and functions call each other: the engine's half is bound late. */
function createWorkflow({ given, table, stores, listeners }: Parts) {
  const { database, clock } = given;
  const late: { engine?: Engine } = {};
  const engineOf = (): Engine => {
    if (late.engine === undefined) throw new Error('the engine is not there yet');
    return late.engine;
  };
  const callbacks = createEngineCallbacks(engineOf);
  const messenger = createMessenger({ stores, clock, webhooks: given.webhooks ?? noWebhooks });
  const { tasks, runner } = createFunctions({
    ...given,
    evidence: given.evidence ?? createEvidenceMemory(),
    catalog,
    table,
    stores,
    digest,
    secrets: createSecrets(),
    callbacks,
    machineArn,
    access: withMessenger(given.account.access, messenger),
    bounds: given.account.bounds,
    isRunOpen: async (execution) => isRunOpen(engineOf(), execution),
    asked: (approval) => void announce(stores, approval, listeners),
  });
  const invoke = createInvokeFunctions((name) => tasks.get(functionName(name)), given.beforeTask);
  let underWay = 0;
  const engine = createEngine({
    store: createSqliteStore(database),
    clock,
    invokeTask: async (call) => {
      underWay += 1;
      try {
        return await invoke(call);
      } finally {
        underWay -= 1;
      }
    },
    place,
  });
  late.engine = engine;
  const taskOf = (name: string): Task => {
    const task = tasks.get(name);
    if (task === undefined) throw new TypeError(`there is no function ${name}`);
    return task;
  };
  return { engine, callbacks, runner, taskOf, isBusy: () => underWay > 0 };
}

async function announce(stores: Stores, id: string, listeners: readonly Listener[]): Promise<void> {
  const approval = await stores.approvals.get(id);
  if (approval === null) return;
  for (const listener of listeners) listener(reportApproval(approval));
}

function prepareBeforeTriage(executions: Executions, stores: Stores, account: TargetAccount): Executions {
  return {
    async start(execution) {
      if (execution.stateMachine === 'triage') {
        const { finding } = await readReceived(stores, DeliveryRef.parse(execution.input['ref']));
        await account.prepare(finding);
      }
      return await executions.start(execution);
    },
  };
}
