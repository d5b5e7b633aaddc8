import { describe, expect, it } from 'vitest';
import { absorbFinding, type Arrival, openIncident } from '../../../core/dedupe/absorb-finding.ts';
import type { Finding } from '../../../core/finding.ts';
import type { Incident } from '../../../core/incident.ts';
import type { Risk } from '../../../core/risk.ts';
import { makeFinding } from '../../runtime/account/world.ts';

const first = '2026-11-20T00:00:00.000Z';
const later = '2026-11-20T01:00:00.000Z';
const risk = (score: number, level: Risk['level']): Risk => ({ score, level, factors: [], weights: '1' });
const severities = {
  LOW: { label: 'LOW', score: 30 },
  MEDIUM: { label: 'MEDIUM', score: 55 },
  HIGH: { label: 'HIGH', score: 80 },
  CRITICAL: { label: 'CRITICAL', score: 95 },
} as const;

const arrive = (finding: Partial<Finding>, changes: Partial<Arrival> = {}): Arrival => ({
  occurrence: 'd2/0',
  finding: makeFinding([], { severity: severities.MEDIUM, ...finding }),
  risk: risk(72, 'MEDIUM'),
  receivedAt: later,
  ...changes,
});

const opened = (changes: Partial<Incident> = {}): Incident => ({
  ...openIncident(
    { id: 'inc-1', key: 'k', windowStart: first, resource: { kind: 'ec2-instance', id: 'i-1' } },
    arrive({}, { occurrence: 'd1/0', receivedAt: first }),
  ),
  ...changes,
});

describe('an incident', () => {
  it('opens with its first finding as revision 1, with nothing told and nothing started', () => {
    expect(opened()).toMatchObject({
      status: { state: 'open' },
      revisions: [{ number: 1, causedBy: 'd1/0', reason: 'first finding', at: first }],
      alerted: 0,
      started: 0,
      firstSeen: first,
      lastSeen: first,
    });
  });

  it.each<[string, Arrival, string | undefined]>([
    ['the same again', arrive({}), undefined],
    ['a milder finding', arrive({ severity: severities.LOW }, { risk: risk(20, 'LOW') }), undefined],
    ['a worse severity', arrive({ severity: severities.HIGH }), 'severity rose from MEDIUM to HIGH'],
    ['a higher risk band', arrive({}, { risk: risk(85, 'HIGH') }), 'risk rose from MEDIUM to HIGH'],
    ['a higher score within its band', arrive({}, { risk: risk(79, 'MEDIUM') }), undefined],
    [
      'a higher severity number within its label',
      arrive({ severity: { label: 'MEDIUM', score: 60 } }),
      undefined,
    ],
    [
      'both at once',
      arrive({ severity: severities.CRITICAL }, { risk: risk(99, 'HIGH') }),
      'severity rose from MEDIUM to CRITICAL',
    ],
  ])('looks again after %s only when it got worse', (_what, arrival, reason) => {
    const { revisions } = absorbFinding(opened(), arrival);
    expect(revisions.slice(1)).toEqual(
      reason === undefined ? [] : [{ number: 2, causedBy: 'd2/0', reason, at: later }],
    );
  });

  it('keeps the worst severity and risk that it saw', () => {
    const worse = absorbFinding(opened(), arrive({ severity: severities.HIGH }, { risk: risk(85, 'HIGH') }));
    const again = absorbFinding(
      worse,
      arrive({ severity: severities.LOW }, { occurrence: 'd3/0', risk: risk(1, 'LOW') }),
    );
    expect(again).toMatchObject({ severity: severities.HIGH, risk: { score: 85, level: 'HIGH' } });
  });

  it.each(['released', 'resolved'] as const)('that was %s reopens when it is seen again', (state) => {
    const closed = opened({ status: { state, reason: 'done' } });
    expect(absorbFinding(closed, arrive({}))).toMatchObject({
      status: { state: 'open' },
      revisions: [{}, { number: 2, reason: `seen again after it was ${state}` }],
    });
  });

  it.each(['contained', 'awaiting-approval'] as const)('that is %s stays so when it gets worse', (state) => {
    const worse = absorbFinding(opened({ status: { state } }), arrive({ severity: severities.CRITICAL }));
    expect(worse.status).toEqual({ state });
    expect(worse.revisions).toHaveLength(2);
  });

  it('absorbs the same occurrence twice as if once', () => {
    const arrival = arrive({ severity: severities.CRITICAL });
    const once = absorbFinding(opened(), arrival);
    expect(absorbFinding(once, arrival)).toEqual(once);
    const closed = { ...once, status: { state: 'released' } } as const;
    expect(absorbFinding(closed, arrival)).toEqual(closed);
  });

  it('counts every finding once, and never moves its last sight back', () => {
    const two = absorbFinding(opened(), arrive({ id: 'other' }));
    const old = absorbFinding(two, arrive({ id: 'other' }, { occurrence: 'd3/0', receivedAt: first }));
    expect(old.findings).toEqual([makeFinding([]).id, 'other']);
    expect(old).toMatchObject({ firstSeen: first, lastSeen: later });
  });
});
