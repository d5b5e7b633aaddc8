import type { AccountBounds } from '../../../core/account-bounds.ts';
import type { GuardrailConfig } from '../../../core/guardrails/config.ts';
import type { Mode, Run } from '../../../core/playbook/protocol.ts';
import type { Clock } from '../../../core/ports/clock.ts';
import type { Digest } from '../../../core/ports/digest.ts';
import type { Table } from '../../../core/ports/table.ts';
import { createApprovals } from '../../../core/records/approvals.ts';
import { createActionOutcomes } from '../../../core/records/action-outcomes.ts';
import { createBudgets } from '../../../core/records/budgets.ts';
import { createControls } from '../../../core/records/controls.ts';
import { createLedger } from '../../../core/records/ledger.ts';
import { createOutbox } from '../../../core/records/outbox.ts';
import { createPlans } from '../../../core/records/plans.ts';
import type { Timeline } from '../../../core/records/timeline.ts';
import type { AwsAccess } from '../../aws-clients.ts';
import type { Action } from '../action.ts';

/** What the runner must know of an incident. */
interface IncidentScope {
  /** Where its target is, unless the parameters say otherwise. */
  readonly account: string;
  readonly region: string;
  /** The most that a playbook may do about it: sample findings `shadow`, untrusted origins `approve`. */
  readonly cap: Mode;
  /** Whether somebody vouches for the accounts that its findings name. */
  readonly trusted: boolean;
}

export interface RunnerPorts {
  readonly actions: ReadonlyMap<string, Action>;
  readonly access: AwsAccess;
  /** Beyond them nothing is called: what `access` refuses is denied before. */
  readonly bounds: AccountBounds;
  readonly table: Table;
  readonly digest: Digest;
  readonly clock: Clock;
  readonly guardrails: GuardrailConfig;
  readonly timeline: Pick<Timeline, 'append'>;
  /** Null: there is no such incident. */
  readonly readIncident: (incident: string) => Promise<IncidentScope | null>;
  /** The mode that the run was begun in; null: no such run was begun. */
  readonly readMode: (run: Run) => Promise<Mode | null>;
  /** False once the execution (by ARN) has ended: a task that outlives its run must not change anything. */
  readonly isRunOpen: (execution: string) => Promise<boolean>;
  /** See `createLedger`. */
  readonly leaseMs?: number;
}

/** The ports, with the records that the runner keeps. */
export type Services = ReturnType<typeof createServices>;

export function createServices(ports: RunnerPorts) {
  const { table, clock, leaseMs } = ports;
  return {
    ...ports,
    approvals: createApprovals(table),
    budgets: createBudgets(table),
    controls: createControls(table),
    ledger: createLedger(table, clock, leaseMs),
    outbox: createOutbox(table),
    outcomes: createActionOutcomes(table),
    plans: createPlans(table),
  };
}
