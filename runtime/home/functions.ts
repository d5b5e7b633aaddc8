import type { AccountBounds } from '../../core/account-bounds.ts';
import type { Catalog } from '../../core/action-spec.ts';
import type { Config } from '../../core/config.ts';
import type { ThreatList } from '../../core/intel/threat-list.ts';
import type { Json } from '../../core/json.ts';
import type { Callbacks } from '../../core/ports/callbacks.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Digest } from '../../core/ports/digest.ts';
import type { Evidence } from '../../core/ports/evidence.ts';
import type { Geo } from '../../core/ports/geo.ts';
import type { Table } from '../../core/ports/table.ts';
import { createPlans } from '../../core/records/plans.ts';
import type { Stores } from '../../core/records/stores.ts';
import { actions } from '../../tasks/actions/registry.ts';
import { createHomeRunner } from '../../tasks/actions/home-runner.ts';
import type { ActionRunner } from '../../tasks/actions/runner/index.ts';
import type { Secrets } from '../../tasks/ask/invite.ts';
import { createAsk } from '../../tasks/ask/index.ts';
import type { AwsAccess } from '../../tasks/aws-clients.ts';
import { createBeginPlaybook } from '../../tasks/begin-playbook/index.ts';
import { createCloseResponse } from '../../tasks/close-response/index.ts';
import { createDeadLetter } from '../../tasks/dead-letter/index.ts';
import { createDeduplicate } from '../../tasks/deduplicate/index.ts';
import { createEndPlaybook } from '../../tasks/end-playbook/index.ts';
import { createEnrich } from '../../tasks/enrich/index.ts';
import { createEscalate } from '../../tasks/escalate/index.ts';
import { createNotify } from '../../tasks/notify/index.ts';
import { createOpenResponse } from '../../tasks/open-response/index.ts';
import { createScore } from '../../tasks/score/index.ts';
import { createSelectPlaybooks } from '../../tasks/select-playbooks/index.ts';
import { createStore } from '../../tasks/store/index.ts';
import type { Task } from '../../tasks/task.ts';
import { createWriteBack } from '../../tasks/write-back/index.ts';
import type { PlaybookLibrary } from '../playbooks/library.ts';

export interface FunctionPorts {
  readonly config: Config;
  readonly library: PlaybookLibrary;
  readonly catalog: Catalog;
  readonly table: Table;
  readonly stores: Stores;
  readonly access: AwsAccess;
  readonly bounds: AccountBounds;
  readonly geo: Geo;
  readonly threatLists: readonly ThreatList[];
  readonly callbacks: Callbacks;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly evidence: Evidence;
  readonly secrets: Secrets;
  readonly isRunOpen: (execution: string) => Promise<boolean>;
  readonly machineArn: (name: string) => string;
  readonly asked: (approval: string) => void;
}

export interface Functions {
  /** By placeholder: `EnrichFunction` answers what `${EnrichFunction}` in the state machines calls. */
  readonly tasks: ReadonlyMap<string, Task>;
  readonly runner: ActionRunner;
}

/** What deployment gives Lambda functions for, in one process: each task with its ports. */
export function createFunctions(ports: FunctionPorts): Functions {
  const runner = createHomeRunner({ ...ports, actions });
  const act: Task = async (payload) => (await runner.act(payload)) as Json;
  return {
    runner,
    tasks: new Map<string, Task>([
      ...Object.entries(triageTasks(ports)),
      ...Object.entries(responseTasks(ports)),
      ['RollbackFunction', async (payload) => (await runner.rollback(payload)) as Json],
      ...[...ports.catalog.keys()].map((id) => [actionsFunction(id), act] as const),
    ]),
  };
}

/** `ActionsEc2Function` for `ec2.isolate-instance`: one function, and one role, per service. */
function actionsFunction(action: string): string {
  const service = action.split('.')[0] ?? '';
  return `Actions${service.charAt(0).toUpperCase()}${service.slice(1)}Function`;
}

function triageTasks(ports: FunctionPorts) {
  const { config, library, stores, clock, digest } = ports;
  return {
    EnrichFunction: createEnrich({ ...ports, config: config.enrich }),
    ScoreFunction: createScore({ stores, config: config.score }),
    DeduplicateFunction: createDeduplicate({ stores, digest, config: config.dedupe }),
    StoreFunction: createStore({ stores }),
    EscalateFunction: createEscalate({ stores, clock, tellFrom: config.tellFrom }),
    SelectPlaybooksFunction: createSelectPlaybooks({
      stores,
      select: library.select,
      findPlaybook: library.find,
    }),
    DeadLetterFunction: createDeadLetter({ stores, clock, digest }),
  };
}

function responseTasks(ports: FunctionPorts) {
  const {
    config,
    library,
    catalog,
    table,
    stores,
    access,
    callbacks,
    clock,
    digest,
    secrets,
    machineArn,
    asked,
  } = ports;
  return {
    OpenResponseFunction: createOpenResponse({
      stores,
      clock,
      machineArn: (id) => machineArn(`playbook-${id}`),
    }),
    CloseResponseFunction: createCloseResponse({ stores, catalog, clock, evidence: ports.evidence }),
    WriteBackFunction: createWriteBack({ stores, access, cap: config.mode, guardrails: config.guardrails }),
    BeginPlaybookFunction: createBeginPlaybook({ stores, findPlaybook: library.find, cap: config.mode }),
    EndPlaybookFunction: createEndPlaybook({ stores, clock }),
    AskFunction: createAsk({
      stores,
      plans: createPlans(table),
      callbacks,
      clock,
      digest,
      secrets,
      config: config.approvals,
      asked,
    }),
    NotifyFunction: createNotify({ stores, clock, digest }),
  };
}
