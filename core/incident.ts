import * as z from 'zod';
import { SeverityLabel } from './finding.ts';
import { Risk } from './risk.ts';

/** Where an incident stands. */
export const IncidentStatus = z.discriminatedUnion('state', [
  z.object({ state: z.literal('open') }),
  z.object({ state: z.literal('awaiting-approval') }),
  z.object({ state: z.literal('contained') }),
  z.object({ state: z.literal('partially-contained'), reason: z.string() }),
  z.object({ state: z.literal('not-contained'), reason: z.string() }),
  z.object({ state: z.literal('released') }),
  z.object({ state: z.literal('resolved'), reason: z.string() }),
]);
export type IncidentStatus = z.infer<typeof IncidentStatus>;

/** One time that the incident got worse and had to be looked at again. Number 1 is its opening. */
const Revision = z.object({
  number: z.number().int().min(1),
  /** The delivery that brought it: the same delivery never brings another. */
  causedBy: z.string(),
  reason: z.string(),
  at: z.iso.datetime(),
  /** The person who asked to look again, and so does not approve what follows. Absent: a finding brought it. */
  by: z.string().optional(),
});

/** When it first came so far, for figures over many incidents: their timelines say more, one by one. */
export const Milestones = z.object({
  /** A playbook or a person took it up. */
  acknowledged: z.iso.datetime().optional(),
  /** A person was asked. */
  asked: z.iso.datetime().optional(),
  contained: z.iso.datetime().optional(),
  /** It was released or resolved, and is so still. */
  closed: z.iso.datetime().optional(),
});
export type Milestone = keyof z.infer<typeof Milestones>;

export const Incident = z.object({
  /** `inc-` and 16 hex digits of the digest of key and window start. */
  id: z.string(),
  key: z.string(),
  windowStart: z.iso.datetime(),
  type: z.string(),
  title: z.string(),
  account: z.string(),
  region: z.string(),
  resource: z.object({ kind: z.string(), id: z.string() }),
  status: IncidentStatus,
  severity: z.object({ label: SeverityLabel, score: z.number() }),
  risk: Risk,
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
  /** See `Standing`: samples and untrusted origins cap the mode of playbooks, archived findings are not answered. */
  sample: z.boolean(),
  trusted: z.boolean(),
  archived: z.boolean(),
  findings: z.array(z.string()),
  revisions: z.array(Revision).min(1),
  /** When a person last released it: from then on containing it again is asked first. */
  releasedAt: z.iso.datetime().optional(),
  milestones: Milestones.optional(),
  /** The highest revision that people were told of, and for which a response was started. 0: none yet. */
  alerted: z.number().int().min(0),
  started: z.number().int().min(0),
});
export type Incident = z.infer<typeof Incident>;

/** The revision that is wanted: alerts and responses are due while they are behind it. */
export function wantedRevision(incident: Incident): number {
  return incident.revisions.length;
}
