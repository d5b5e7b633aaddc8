import { standingOf } from './finding-identity.ts';
import type { Finding, SeverityLabel } from '../finding.ts';
import { type Incident, type IncidentStatus, wantedRevision } from '../incident.ts';
import { moveTo } from '../milestones.ts';
import type { Risk, RiskLevel } from '../risk.ts';

/** A finding as it reaches an incident. */
export interface Arrival {
  /** See `occurrenceId`: the same occurrence never raises the revision twice. */
  readonly occurrence: string;
  readonly finding: Finding;
  readonly risk: Risk;
  /** ISO 8601. */
  readonly receivedAt: string;
}

export interface IncidentSeed {
  readonly id: string;
  readonly key: string;
  readonly windowStart: string;
  readonly resource: Incident['resource'];
}

export function openIncident(
  seed: IncidentSeed,
  { occurrence, finding, risk, receivedAt }: Arrival,
): Incident {
  return {
    ...seed,
    type: finding.type,
    title: finding.title,
    account: finding.account,
    region: finding.region,
    status: { state: 'open' },
    severity: finding.severity,
    risk,
    firstSeen: receivedAt,
    lastSeen: receivedAt,
    ...standingOf(finding),
    findings: [finding.id],
    revisions: [{ number: 1, causedBy: occurrence, reason: 'first finding', at: receivedAt }],
    alerted: 0,
    started: 0,
  };
}

/**
 * The incident after one more finding: the worst severity and risk so far, and a new revision when it got
 * worse or came back after it was closed. The incident itself where the finding tells nothing new, so that of a
 * thousand repeats at the same time hardly any needs to write.
 */
export function absorbFinding(incident: Incident, arrival: Arrival): Incident {
  const { occurrence, finding, risk, receivedAt } = arrival;
  const reason = incident.revisions.some(({ causedBy }) => causedBy === occurrence)
    ? undefined
    : reasonToLookAgain(incident, arrival);
  const at = receivedAt;
  const comesBack = reason !== undefined && isClosed(incident.status);
  const absorbed: Incident = {
    ...(comesBack ? moveTo(incident, { state: 'open' }, at) : incident),
    severity: finding.severity.score > incident.severity.score ? finding.severity : incident.severity,
    risk: risk.score > incident.risk.score ? risk : incident.risk,
    lastSeen: receivedAt > incident.lastSeen ? receivedAt : incident.lastSeen,
    findings: incident.findings.includes(finding.id) ? incident.findings : [...incident.findings, finding.id],
    revisions:
      reason === undefined
        ? incident.revisions
        : [...incident.revisions, { number: wantedRevision(incident) + 1, causedBy: occurrence, reason, at }],
  };
  const parts = Object.keys(absorbed) as (keyof Incident)[];
  return parts.every((part) => absorbed[part] === incident[part]) ? incident : absorbed;
}

function reasonToLookAgain(incident: Incident, { finding, risk }: Arrival): string | undefined {
  if (isClosed(incident.status)) {
    // What the provider said before a person closed it is no news: only what it saw since reopens.
    return finding.updatedAt > (incident.releasedAt ?? '')
      ? `seen again after it was ${incident.status.state}`
      : undefined;
  }
  if (severityRank[finding.severity.label] > severityRank[incident.severity.label]) {
    return `severity rose from ${incident.severity.label} to ${finding.severity.label}`;
  }
  if (levelRank[risk.level] > levelRank[incident.risk.level]) {
    return `risk rose from ${incident.risk.level} to ${risk.level}`;
  }
  return undefined;
}

const isClosed = ({ state }: IncidentStatus): boolean => state === 'released' || state === 'resolved';

const severityRank: Record<SeverityLabel, number> = {
  INFORMATIONAL: 0,
  LOW: 1,
  MEDIUM: 2,
  HIGH: 3,
  CRITICAL: 4,
};
const levelRank: Record<RiskLevel, number> = { LOW: 0, MEDIUM: 1, HIGH: 2 };
