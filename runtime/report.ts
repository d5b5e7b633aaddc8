import type { Finding } from '../core/finding.ts';
import type { Plan, Target } from '../core/plan.ts';
import type { Approval } from '../core/records/approvals.ts';
import type { DeadLetter } from '../core/records/dead-letters.ts';
import type { Message } from '../core/records/outbox.ts';
import type { Plans } from '../core/records/plans.ts';
import type { Stores } from '../core/records/stores.ts';
import type { TimelineEntry } from '../core/records/timeline.ts';
import type { Incident } from '../core/incident.ts';
import type { Risk } from '../core/risk.ts';

/** What `run --json` prints. Task tokens are nowhere in it. */
export interface Report {
  readonly findings: readonly Finding[];
  readonly incidents: readonly IncidentReport[];
  readonly executions: readonly ExecutionReport[];
  readonly deadLetters: readonly DeadLetter[];
  readonly notifications: readonly MessageReport[];
}

/** A message without what one would answer its question with. */
export type MessageReport = Omit<Message, 'invitation'>;

export interface IncidentReport {
  readonly id: string;
  /** `contained`, `not-contained`, …; `reason` says why where there is one to say. */
  readonly status: Incident['status']['state'];
  readonly reason: string | null;
  readonly title: string;
  readonly type: string;
  readonly account: string;
  readonly region: string;
  readonly resource: Incident['resource'];
  readonly severity: Incident['severity'];
  readonly occurrences: number;
  readonly revision: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly findings: readonly string[];
  readonly risk: Risk;
  readonly playbooks: readonly { readonly id: string; readonly status: string; readonly mode: string }[];
  readonly actions: readonly ActionReport[];
  readonly approvals: readonly ApprovalReport[];
  readonly timeline: readonly TimelineEntry[];
}

export interface ActionReport {
  readonly playbook: string;
  readonly step: string;
  readonly action: string;
  readonly target: Target | null;
  readonly status: 'planned' | 'denied' | 'applied' | 'undone' | 'failed';
  readonly verified: 'contained' | 'partial' | 'not' | null;
  /** The guardrail, `mode`, `approval` or `drift` that said no, and why. */
  readonly rule: string | null;
  readonly reason: string | null;
  readonly plan: Plan | null;
}

export type ApprovalReport = Omit<Approval, 'token' | 'run'> & { readonly playbook: string };

/** The question as people may see it: without the task token. */
export function reportApproval({ token: _, run, ...approval }: Approval): ApprovalReport {
  return { playbook: run.playbook, ...approval };
}

export interface ExecutionReport {
  readonly name: string;
  readonly stateMachine: string;
  readonly status: string;
  /** How many events its history has. */
  readonly events: number;
}

export interface ReportSources {
  readonly stores: Stores;
  readonly plans: Plans;
  readonly listExecutions: () => Promise<readonly ExecutionReport[]>;
}

/** Everything there is in the store. */
export async function createReport({ stores, plans, listExecutions }: ReportSources): Promise<Report> {
  const [findings, incidents, executions, deadLetters, notifications] = await Promise.all([
    stores.findings.list(),
    reportIncidents(stores, plans),
    listExecutions(),
    stores.deadLetters.list(),
    stores.outbox.list(),
  ]);
  return {
    findings: findings.map(({ finding }) => finding),
    incidents,
    executions,
    deadLetters,
    notifications: notifications.map(({ invitation: _, ...message }) => message),
  };
}

/** Newest activity first. */
export async function reportIncidents(stores: Stores, plans: Plans): Promise<readonly IncidentReport[]> {
  const incidents = await stores.incidents.list();
  return await Promise.all(incidents.map((incident) => reportIncident(incident, { stores, plans })));
}

export async function reportIncident(
  incident: Incident,
  { stores, plans }: Pick<ReportSources, 'stores' | 'plans'>,
): Promise<IncidentReport> {
  const { id, status, revisions, risk, title, type, account, region, resource, severity } = incident;
  const [occurrences, runs, outcomes, approvals, timeline] = await Promise.all([
    stores.incidents.countOccurrences(id),
    stores.runs.list(id),
    stores.outcomes.list(id),
    stores.approvals.listOf(id),
    stores.timeline.list(id),
  ]);
  const planned = await Promise.all(
    outcomes.map(async ({ plan }) => (plan === null ? null : await plans.get(plan))),
  );
  return {
    id,
    status: status.state,
    reason: 'reason' in status ? status.reason : null,
    title,
    type,
    account,
    region,
    resource,
    severity,
    occurrences,
    revision: revisions.length,
    firstSeen: incident.firstSeen,
    lastSeen: incident.lastSeen,
    findings: incident.findings,
    risk,
    playbooks: runs.map(({ playbook, status: ended, mode }) => ({ id: playbook, status: ended, mode })),
    actions: outcomes.map(({ run, firstPlannedAt: _, ...outcome }, index) => ({
      playbook: run.playbook,
      ...outcome,
      plan: planned[index]?.plan ?? null,
    })),
    approvals: approvals.filter(({ run }) => run.incident === id).map(reportApproval),
    timeline,
  };
}
