import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Overview } from '../../../core/api/overview.ts';
import type { Incident } from '../../../core/incident.ts';
import { describeTimes } from '../../../core/overview/describe-times.ts';
import { periodOf, summariseIncidents } from '../../../core/overview/summarise-incidents.ts';
import { makeIncident } from '../../support/incidents.ts';

const now = Date.UTC(2026, 10, 20, 15, 30);
const period = periodOf(now, 3);
const began = (day: number, changes: Partial<Incident> = {}): Incident =>
  makeIncident({ firstSeen: new Date(Date.UTC(2026, 10, day, 10)).toISOString(), ...changes });
/** The time of day on the 20th. */
const on20 = (time: string): string => `2026-11-20T${time}.000Z`;

describe('the period of an overview', () => {
  it('is whole days in UTC and the part of today that is over', () => {
    expect(period).toEqual({
      from: '2026-11-18T00:00:00.000Z',
      to: '2026-11-20T15:30:00.000Z',
      days: ['2026-11-18', '2026-11-19', '2026-11-20'],
    });
  });
});

describe('the figures of an overview', () => {
  it('count the incidents of each day by severity, and none that began before', () => {
    const critical = { label: 'CRITICAL', score: 95 } as const;
    const { incidents, days } = summariseIncidents(
      [began(20), began(20), began(18, { severity: critical }), began(17)],
      period,
    );
    expect(incidents).toBe(3);
    expect(days.map(({ day, counts }) => [day, counts.HIGH, counts.CRITICAL])).toEqual([
      ['2026-11-18', 0, 1],
      ['2026-11-19', 0, 0],
      ['2026-11-20', 2, 0],
    ]);
  });

  it('tell how long it took to take up, contain and close, over those where it happened', () => {
    const milestones = { acknowledged: on20('10:00:05'), contained: on20('10:01:00') };
    const { acknowledge, contain, resolve } = summariseIncidents(
      [began(20, { milestones }), began(20, { milestones: { acknowledged: on20('10:00:15') } }), began(20)],
      period,
    );
    expect(acknowledge).toEqual({ count: 2, median: 5, p90: 15 });
    expect(contain).toEqual({ count: 1, median: 60, p90: 60 });
    expect(resolve).toEqual({ count: 0, median: null, p90: null });
  });

  it('count as automatic what was contained before anybody was asked', () => {
    const contained = on20('10:01:00');
    const { automation } = summariseIncidents(
      [
        began(20, { milestones: { contained } }),
        began(20, { milestones: { contained, asked: on20('10:00:30') } }),
        began(20, { milestones: { contained, asked: on20('12:00:00') } }),
        began(20, { milestones: { asked: on20('10:00:30') } }),
      ],
      period,
    );
    expect(automation).toBeCloseTo(2 / 3);
  });

  it('have no share of automatic ones where nothing was contained', () => {
    expect(summariseIncidents([began(20)], period).automation).toBeNull();
  });

  it('name the ten most frequent types and resources', () => {
    const many = Array.from({ length: 12 }, (_, n) => began(20, { type: `Type ${n}` }));
    const { topTypes, topResources } = summariseIncidents([...many, began(20, { type: 'Type 11' })], period);
    expect(topTypes).toHaveLength(10);
    expect(topTypes[0]).toEqual({ name: 'Type 11', count: 2 });
    expect(topResources).toEqual([{ name: 'ec2-instance i-1', count: 13 }]);
  });

  it('are what the API promises, of nothing too', () => {
    const rest = {
      from: period.from,
      to: period.to,
      partial: false,
      deadLetters: 0,
      waitingApprovals: 0,
      threatLists: [],
    };
    expect(() => Overview.parse({ ...rest, ...summariseIncidents([], period) })).not.toThrow();
  });
});

describe('times', () => {
  it('are ones that were taken: half of all are no longer than the median, nine in ten than the 90th percentile', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 1 }), (times) => {
        const { median, p90, count } = describeTimes([null, ...times, null]);
        const within = (limit: number | null) => times.filter((time) => time <= (limit ?? -1)).length;
        expect(count).toBe(times.length);
        expect(times).toContain(median);
        expect(within(median)).toBeGreaterThanOrEqual(times.length * 0.5);
        expect(within(p90)).toBeGreaterThanOrEqual(times.length * 0.9);
        expect(times.filter((time) => time < (median ?? -1)).length).toBeLessThan(times.length * 0.5);
      }),
    );
  });
});
