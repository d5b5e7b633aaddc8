import type { IncidentSummary } from '../../../core/api/incidents.ts';
import { type Incident, wantedRevision } from '../../../core/incident.ts';

/** One line of the list of incidents. */
export function viewIncident(incident: Incident): IncidentSummary {
  const { id, title, type, account, region, resource, status, severity, risk } = incident;
  const { firstSeen, lastSeen, findings, sample, trusted, archived } = incident;
  return {
    id,
    title,
    type,
    account,
    region,
    resource,
    status: status.state,
    reason: 'reason' in status ? status.reason : null,
    severity,
    risk: { score: risk.score, level: risk.level },
    firstSeen,
    lastSeen,
    revision: wantedRevision(incident),
    findings: findings.length,
    sample,
    trusted,
    archived,
  };
}
