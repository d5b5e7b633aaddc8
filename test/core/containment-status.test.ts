import { describe, expect, it } from 'vitest';
import { containmentStatus, playbookStatus } from '../../core/containment-status.ts';
import type { ActionOutcome } from '../../core/records/action-outcomes.ts';
import { catalog } from '../../tasks/actions/catalog.ts';

const outcome = (action: string, changes: Partial<ActionOutcome>): ActionOutcome => ({
  run: { incident: 'inc-1', revision: 1, playbook: 'isolate', execution: 'arn:run' },
  step: action.split('.')[1] ?? '',
  action,
  target: null,
  status: 'applied',
  verified: 'contained',
  plan: 'hash',
  rule: null,
  reason: null,
  firstPlannedAt: '2026-11-20T00:00:00.000Z',
  ...changes,
});
const denied = { status: 'denied', verified: null } as const;
const isolated = outcome('ec2.isolate-instance', {});
const outside = outcome('ec2.detach-from-asg', { ...denied, rule: 'nothing-to-do', reason: 'in no group' });
const refused = outcome('ec2.stop-instance', { ...denied, rule: 'paused', reason: 'ana paused' });
const evidence = outcome('ec2.snapshot-volumes', {});

interface Case {
  readonly title: string;
  readonly outcomes: readonly ActionOutcome[];
  readonly incident: string;
  readonly playbook: string;
}

const cases: readonly Case[] = [
  {
    title: 'what was meant is contained',
    outcomes: [evidence, isolated],
    incident: 'contained',
    playbook: 'succeeded',
  },
  {
    title: 'one step had nothing to do',
    outcomes: [outside, isolated],
    incident: 'contained',
    playbook: 'succeeded',
  },
  {
    title: 'one step was denied',
    outcomes: [isolated, refused],
    incident: 'partially-contained',
    playbook: 'partial',
  },
  { title: 'all was denied', outcomes: [refused], incident: 'not-contained', playbook: 'failed' },
  {
    title: 'no step had anything to do',
    outcomes: [outside],
    incident: 'not-contained',
    playbook: 'succeeded',
  },
  { title: 'there is evidence only', outcomes: [evidence], incident: 'not-contained', playbook: 'succeeded' },
  {
    title: 'what was applied does not hold',
    outcomes: [outcome('ec2.isolate-instance', { verified: 'partial' })],
    incident: 'not-contained',
    playbook: 'succeeded',
  },
];

describe('when', () => {
  it.each(cases)(
    '$title, the incident is $incident and the playbook $playbook',
    ({ outcomes, incident, playbook }) => {
      expect(containmentStatus(outcomes, catalog, []).state).toBe(incident);
      expect(playbookStatus('completed', outcomes)).toBe(playbook);
    },
  );
});
