import * as z from 'zod';
import { Enrichment } from '../enrichment.ts';
import { Finding, SeverityLabel } from '../finding.ts';
import { Incident, Milestones } from '../incident.ts';
import { JsonValue } from '../json.ts';
import { Plan, Target } from '../plan.ts';
import { Mode } from '../playbook/protocol.ts';
import { ActionOutcome } from '../records/action-outcomes.ts';
import { TimelineEntry } from '../records/timeline.ts';
import { Risk, RiskLevel } from '../risk.ts';
import { ApprovalView } from './approvals.ts';
import { ExecutionId } from './executions.ts';
import { PageQuery } from './paging.ts';

export const IncidentState = z.enum([
  'open',
  'awaiting-approval',
  'contained',
  'partially-contained',
  'not-contained',
  'released',
  'resolved',
]);
export type IncidentState = z.infer<typeof IncidentState>;

/** Comma-separated in a query string. The pattern is for the document: what is wrong is said in words elsewhere. */
const someOf = (known: readonly string[], most: number, example: string) => {
  const one = `\\s*(?:${known.join('|')})?\\s*`;
  return z
    .string()
    .max(most)
    .optional()
    .meta({ example, pattern: `^${one}(?:,${one})*$` });
};

/** Which incidents a list shows: all that hold. Several values of one field: any of them. */
export const IncidentFilter = z.object({
  status: someOf(IncidentState.options, 200, 'open,awaiting-approval'),
  severity: someOf(SeverityLabel.options, 100, 'HIGH,CRITICAL'),
  level: someOf(RiskLevel.options, 50, 'HIGH'),
  account: z.string().max(20).optional(),
  /** Part of the id, title, type, or the resource's id. Upper and lower case are one. */
  q: z.string().max(200).optional(),
});
export type IncidentFilter = z.infer<typeof IncidentFilter>;

export const IncidentQuery = PageQuery.extend(IncidentFilter.shape);
export type IncidentQuery = z.infer<typeof IncidentQuery>;

/** One line of the list of incidents. */
export const IncidentSummary = z
  .object({
    id: z.string(),
    title: z.string(),
    type: z.string(),
    account: z.string(),
    region: z.string(),
    resource: Incident.shape.resource,
    status: IncidentState,
    /** Why it stands so, where there is a reason to give. */
    reason: z.string().nullable(),
    severity: z.object({ label: SeverityLabel, score: z.number() }),
    risk: z.object({ score: z.number(), level: RiskLevel }),
    firstSeen: z.iso.datetime(),
    lastSeen: z.iso.datetime(),
    revision: z.number().int(),
    findings: z.number().int(),
    sample: z.boolean(),
    trusted: z.boolean(),
    archived: z.boolean(),
  })
  .meta({ id: 'IncidentSummary' });
export type IncidentSummary = z.infer<typeof IncidentSummary>;

/** What became of one step, with the plan that it was about. */
export const ActionView = ActionOutcome.omit({ run: true, plan: true })
  .extend({
    playbook: z.string(),
    revision: z.number().int(),
    target: Target.nullable(),
    plan: Plan.nullable(),
    /** Whether the incident holds it now, so that it can be undone. */
    held: z.boolean(),
  })
  .meta({ id: 'ActionView' });
export type ActionView = z.infer<typeof ActionView>;

const PlaybookRunView = z
  .object({
    playbook: z.string(),
    revision: z.number().int(),
    status: z.string(),
    mode: Mode,
    /** Of the playbook as it was when it ran. */
    hash: z.string(),
    execution: ExecutionId.nullable(),
  })
  .meta({ id: 'PlaybookRunView' });

/** A finding of an incident as it stands now. */
export const FindingView = z
  .object({
    finding: Finding,
    enrichment: Enrichment,
    risk: Risk,
    /** What was otherwise when it was told again, oldest first. */
    changes: z.array(z.object({ at: z.iso.datetime(), field: z.string(), was: JsonValue, is: JsonValue })),
  })
  .meta({ id: 'FindingView' });
export type FindingView = z.infer<typeof FindingView>;

/** Everything that there is to know about one incident. */
export const IncidentDetail = IncidentSummary.extend({
  risk: Risk,
  key: z.string(),
  windowStart: z.iso.datetime(),
  /** How often its findings were told. Counting ends at 5,000. */
  occurrences: z.number().int(),
  revisions: Incident.shape.revisions,
  releasedAt: z.iso.datetime().nullable(),
  /** When it first came so far. */
  milestones: Milestones,
  findings: z.array(FindingView),
  /** How many findings there are in all; `findings` has the first hundred. */
  findingCount: z.number().int(),
  playbooks: z.array(PlaybookRunView),
  actions: z.array(ActionView),
  approvals: z.array(ApprovalView),
  /** Of the responses to it, and of the triages that opened it or made it worse; newest first, twenty of each at most. */
  executions: z.array(ExecutionId),
  /** Oldest first: the newest thousand lines. A report has all. */
  timeline: z.array(TimelineEntry),
  /**
   * Whether the hash chain of these lines holds; else the number of the first one that does not fit. `from`: the number
   * of the first of them, 1 unless there are more than are shown.
   */
  chain: z.object({
    whole: z.boolean(),
    brokenAt: z.number().int().nullable(),
    from: z.number().int(),
  }),
}).meta({ id: 'IncidentDetail' });
export type IncidentDetail = z.infer<typeof IncidentDetail>;

/** An incident for whoever keeps or looks into it elsewhere. */
export const IncidentReport = z
  .object({
    generatedAt: z.iso.datetime(),
    generatedBy: z.string(),
    /** Of Tourniquet. */
    version: z.string(),
    incident: IncidentDetail,
  })
  .meta({ id: 'IncidentReport' });
export type IncidentReport = z.infer<typeof IncidentReport>;

const Subject = z.object({ action: z.string(), target: Target });

/** What undoing would do, or did. */
export const UndoResult = z
  .object({
    /** Put back, or to be put back. */
    undone: z.array(Subject),
    /** Left alone, and why: somebody changed it since, or another incident holds it too. */
    left: z.array(Subject.extend({ reason: z.string() })),
    /** What the incident holds afterwards. */
    held: z.array(Subject),
    released: z.boolean(),
    /** The calls that would be made; empty where it was done. */
    calls: z.array(z.object({ action: z.string(), target: Target, calls: Plan.shape.calls })),
  })
  .meta({ id: 'UndoResult' });
export type UndoResult = z.infer<typeof UndoResult>;

export const UndoRequest = z
  .object({
    /** One action only, by its id or the end of it; absent: everything that the incident holds. */
    action: z.string().min(1).max(100).optional(),
  })
  .meta({ id: 'UndoRequest' });
export type UndoRequest = z.infer<typeof UndoRequest>;

/** What was started because a person asked. */
export const RespondResult = z
  .object({
    /** The playbooks that run now; empty: none fits. */
    playbooks: z.array(z.string()),
  })
  .meta({ id: 'RespondResult' });
export type RespondResult = z.infer<typeof RespondResult>;
