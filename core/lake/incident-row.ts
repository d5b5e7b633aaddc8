import type { Incident } from '../incident.ts';

/**
 * A row of the table `incidents`: on a desk made of the store when a query names it, on AWS copied from it by the hour.
 */
export const incidentRow = (incident: Incident) => ({
  incident_id: incident.id,
  title: incident.title,
  type: incident.type,
  account: incident.account,
  region: incident.region,
  resource_kind: incident.resource.kind,
  resource_id: incident.resource.id,
  severity: incident.severity.label,
  risk_score: incident.risk.score,
  risk_level: incident.risk.level,
  status: incident.status.state,
  first_seen: incident.firstSeen,
  last_seen: incident.lastSeen,
  acknowledged_at: incident.milestones?.acknowledged ?? null,
  contained_at: incident.milestones?.contained ?? null,
  closed_at: incident.milestones?.closed ?? null,
  findings: incident.findings.length,
});

type IncidentRow = ReturnType<typeof incidentRow>;

/** Hive's types, as for the lake's own columns. */
export const incidentColumns: Readonly<Record<keyof IncidentRow, 'string' | 'double'>> = {
  incident_id: 'string',
  title: 'string',
  type: 'string',
  account: 'string',
  region: 'string',
  resource_kind: 'string',
  resource_id: 'string',
  severity: 'string',
  risk_score: 'double',
  risk_level: 'string',
  status: 'string',
  first_seen: 'string',
  last_seen: 'string',
  acknowledged_at: 'string',
  contained_at: 'string',
  closed_at: 'string',
  findings: 'double',
};

/** What queries call the store's incidents. */
export const incidentTable = 'incidents';

/** Where the copy of them lies in the lake's bucket, alone under its prefix: Athena reads all that stands there. */
export const incidentsPrefix = 'incidents/';
export const incidentsObject = `${incidentsPrefix}incidents.ndjson.gz`;
