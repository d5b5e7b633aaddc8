import type { Overview } from '../api/overview.ts';
import type { Incident, Milestone } from '../incident.ts';
import { describeTimes } from './describe-times.ts';

/** A span of whole days in UTC. */
export interface Period {
  /** ISO 8601: the beginning of the first day. */
  readonly from: string;
  readonly to: string;
  /** `2026-11-20`, the oldest first. */
  readonly days: readonly string[];
}

const millisecondsPerDay = 86_400_000;

/** Today and the days before it. @param now epoch milliseconds. */
export function periodOf(now: number, days: number): Period {
  const today = Math.floor(now / millisecondsPerDay) * millisecondsPerDay;
  const dates = Array.from({ length: days }, (_, back) => new Date(today - back * millisecondsPerDay));
  const names = dates.map((date) => date.toISOString().slice(0, 10)).toReversed();
  return { from: `${names[0] ?? ''}T00:00:00.000Z`, to: new Date(now).toISOString(), days: names };
}

type Figures = Pick<
  Overview,
  | 'incidents'
  | 'days'
  | 'states'
  | 'acknowledge'
  | 'contain'
  | 'resolve'
  | 'automation'
  | 'topTypes'
  | 'topResources'
>;

const mostNames = 10;

/** Figures over the incidents that began within the period. */
export function summariseIncidents(all: Iterable<Incident>, { from, to, days }: Period): Figures {
  const incidents = [...all].filter(({ firstSeen }) => firstSeen >= from && firstSeen <= to);
  const secondsUntil = (milestone: Milestone) => describeTimes(incidents.map(takenUntil(milestone)));
  return {
    incidents: incidents.length,
    days: countByDay(incidents, days),
    states: tally(incidents.map(({ status }) => status.state)),
    acknowledge: secondsUntil('acknowledged'),
    contain: secondsUntil('contained'),
    resolve: secondsUntil('closed'),
    automation: shareOfAutomatic(incidents),
    topTypes: tally(incidents.map(({ type }) => type)).slice(0, mostNames),
    topResources: tally(incidents.map(({ resource }) => `${resource.kind} ${resource.id}`)).slice(
      0,
      mostNames,
    ),
  };
}

const takenUntil =
  (milestone: Milestone) =>
  ({ firstSeen, milestones }: Incident): number | null => {
    const at = milestones?.[milestone];
    return at === undefined ? null : (Date.parse(at) - Date.parse(firstSeen)) / 1000;
  };

/** A row for each day, also where nothing happened. */
function countByDay(incidents: readonly Incident[], days: readonly string[]): Overview['days'] {
  const none = { INFORMATIONAL: 0, LOW: 0, MEDIUM: 0, HIGH: 0, CRITICAL: 0 };
  const rows = new Map(days.map((day) => [day, { ...none }]));
  for (const { firstSeen, severity } of incidents) {
    const counts = rows.get(firstSeen.slice(0, 10));
    if (counts !== undefined) counts[severity.label] += 1;
  }
  return [...rows].map(([day, counts]) => ({ day, counts }));
}

/** The most frequent first, equal ones by name. */
function tally(names: readonly string[]): Overview['states'] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

/** Of those that were contained, how many were so before a person was asked, if one was at all. */
function shareOfAutomatic(incidents: readonly Incident[]): number | null {
  const contained = incidents.flatMap(({ milestones }) =>
    milestones?.contained === undefined ? [] : [{ at: milestones.contained, asked: milestones.asked }],
  );
  if (contained.length === 0) return null;
  return contained.filter(({ at, asked }) => asked === undefined || asked > at).length / contained.length;
}
