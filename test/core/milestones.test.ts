import { describe, expect, it } from 'vitest';
import type { Incident, IncidentStatus } from '../../core/incident.ts';
import { moveTo, reach } from '../../core/milestones.ts';
import { makeIncident } from '../support/incidents.ts';

const at = (hour: number): string => new Date(Date.UTC(2026, 10, 20, hour)).toISOString();
const status = (state: IncidentStatus['state']): IncidentStatus =>
  ({ state, reason: 'why' }) as IncidentStatus;

const follow = (...states: readonly IncidentStatus['state'][]): Incident =>
  states.reduce((incident, state, hour) => moveTo(incident, status(state), at(hour)), makeIncident());

describe('the milestones of an incident', () => {
  it.each<[string, Incident, Incident['milestones']]>([
    ['has none while it is open', follow('open'), undefined],
    ['remembers that a person was asked', follow('open', 'awaiting-approval'), { asked: at(1) }],
    [
      'remembers the first containment, whatever comes after it',
      follow('contained', 'open', 'contained'),
      { contained: at(0) },
    ],
    ['counts neither partly nor not contained', follow('partially-contained', 'not-contained'), undefined],
    ['is closed by a release', follow('contained', 'released'), { contained: at(0), closed: at(1) }],
    ['is closed by a resolution', follow('resolved'), { closed: at(0) }],
    ['is closed no more when it comes back', follow('contained', 'released', 'open'), { contained: at(0) }],
    ['is closed no more when it is contained', follow('released', 'contained'), { contained: at(1) }],
    ['is closed from the last time on', follow('released', 'open', 'released'), { closed: at(2) }],
  ])('an incident %s', (_what, incident, milestones) => {
    expect(incident.milestones ?? {}).toEqual(milestones ?? {});
  });

  it('writes nothing where it had come so far before', () => {
    const taken = reach(makeIncident(), 'acknowledged', at(1));
    expect(reach(taken, 'acknowledged', at(2))).toBe(taken);
  });
});
