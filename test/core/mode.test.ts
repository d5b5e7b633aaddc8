import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../core/incident.ts';
import { capMode, modeOfIncident } from '../../core/mode.ts';
import { Mode } from '../../core/playbook/protocol.ts';
import { makeIncident } from '../support/incidents.ts';

describe('the mode of an incident', () => {
  it.each<[string, Partial<Incident>, string]>([
    ['is auto for what a trusted source vouched for', {}, 'auto'],
    ['is approve for what nobody vouched for', { trusted: false }, 'approve'],
    ['is shadow for samples', { sample: true }, 'shadow'],
    ['is shadow for archived findings', { archived: true }, 'shadow'],
    ['is shadow for a sample that nobody vouched for', { sample: true, trusted: false }, 'shadow'],
    ['is shadow once a person has released it', { status: { state: 'released' } }, 'shadow'],
    ['is auto while it is contained', { status: { state: 'contained' } }, 'auto'],
  ])('%s', (_title, changes, mode) => {
    expect(modeOfIncident(makeIncident(changes))).toBe(mode);
  });

  it('is capped by whatever is more careful', () => {
    expect(capMode('auto', 'approve', 'auto')).toBe('approve');
    expect(capMode('approve', 'shadow', 'auto')).toBe('shadow');
    expect(capMode('auto')).toBe('auto');
  });

  it('is never raised by another cap, in whatever order they come', () => {
    const mode = fc.constantFrom(...Mode.options);
    const rank = (of: Mode) => Mode.options.indexOf(of);
    fc.assert(
      fc.property(mode, fc.array(mode), (own, others) => {
        const capped = capMode(own, ...others);
        expect([own, ...others]).toContain(capped);
        for (const one of [own, ...others]) expect(rank(capped)).toBeLessThanOrEqual(rank(one));
      }),
    );
  });
});
