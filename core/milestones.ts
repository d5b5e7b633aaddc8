import type { Incident, IncidentStatus, Milestone } from './incident.ts';

/** The incident, having come so far; the first time counts. The same object where it had come so far before. */
export function reach(incident: Incident, milestone: Milestone, at: string): Incident {
  if (incident.milestones?.[milestone] !== undefined) return incident;
  return { ...incident, milestones: { ...incident.milestones, [milestone]: at } };
}

const milestoneOf: Readonly<Partial<Record<IncidentStatus['state'], Milestone>>> = {
  'awaiting-approval': 'asked',
  contained: 'contained',
  released: 'closed',
  resolved: 'closed',
};

/** The incident in another state, with the time where that is a milestone. One that is open again is not closed. */
export function moveTo(incident: Incident, status: IncidentStatus, at: string): Incident {
  const milestone = milestoneOf[status.state];
  const moved = { ...incident, status };
  if (milestone !== undefined) return reach(milestone === 'closed' ? moved : reopen(moved), milestone, at);
  return reopen(moved);
}

function reopen(incident: Incident): Incident {
  if (incident.milestones?.closed === undefined) return incident;
  const { closed: _, ...milestones } = incident.milestones;
  return { ...incident, milestones };
}
