import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../core/json.ts';
import { describeHappening } from '../../../console/src/pages/incident/timeline/describe-happening.ts';

const words = (kind: string, data: JsonObject): string => describeHappening({ kind, data }).text;

describe('a line of the timeline', () => {
  it.each<[kind: string, data: JsonObject, text: string]>([
    [
      'finding.opened',
      { finding: 'arn', type: 'Recon:EC2/X', severity: 'LOW', score: 23 },
      'Finding Recon:EC2/X, severity LOW, risk 23',
    ],
    [
      'finding.repeated',
      {
        finding: 'arn',
        type: 'T',
        severity: { was: 'LOW', is: 'HIGH' },
        score: 71,
        remotes: { was: '', is: '192.0.2.1' },
      },
      'The finding came again: severity LOW → HIGH, remotes none → 192.0.2.1',
    ],
    ['alert.not-told', { score: 23, tellFrom: 70, archived: false }, 'Nobody was told: risk 23 is below 70'],
    [
      'alert.not-told',
      { score: 93, tellFrom: 70, archived: true },
      'Nobody was told: the finding is archived',
    ],
    ['playbooks.selected', { playbooks: [] }, 'No playbook answers this'],
    [
      'playbooks.selected',
      { playbooks: ['a', 'b'], by: 'kim', reason: 'odd' },
      'Chosen: a, b, asked for by kim: odd',
    ],
    ['playbook.ended', { playbook: 'a', status: 'failed', cause: 'why' }, 'Playbook a ended: failed: why'],
    [
      'approval.asked',
      {
        step: 'ok',
        playbook: 'p',
        deadline: '2026-11-20T20:43:39.880Z',
        approvers: ['kim', 'lee'],
        quorum: 2,
      },
      'Asked kim, lee about ok of p, 2 of them must say yes, until 2026-11-20 20:43:39 UTC',
    ],
    [
      'approval.reminded',
      { step: 'ok', playbook: 'p', approvers: [], quorum: 1 },
      'Reminder: Asked whoever may answer about ok of p',
    ],
    [
      'approval.decided',
      { decision: 'rejected', by: 'kim', step: 'ok', reason: 'no' },
      'kim rejected ok: no',
    ],
    [
      'approval.decided',
      { decision: 'expired', by: 'deadline', step: 'ok' },
      'Nobody answered about ok in time: the answer is no',
    ],
    ['approval.refused', { why: 'wrong-code', approver: null }, 'An answer was refused: wrong-code'],
    ['action.applied', { text: 'Applied: x on y', before: {} }, 'Applied: x on y'],
    [
      'incident.released',
      { by: 'kim', released: true, undone: ['a on b'], left: [] },
      'Released by kim; undone: a on b',
    ],
    [
      'incident.released',
      { by: 'kim', released: false, undone: [], left: ['c'] },
      'Partly released by kim; left as it is: c',
    ],
    [
      'finding.written-back',
      { written: [], failed: ['arn'] },
      'Nothing to write back to Security Hub; it failed for arn',
    ],
  ])('%s reads as a sentence (%#)', (kind, data, text) => {
    expect(words(kind, data)).toBe(text);
  });

  it.each<[kind: string, data: JsonObject]>([
    ['action.verified', { text: 'x', verified: 'not' }],
    ['approval.decided', { decision: 'rejected', by: 'kim', step: 'ok' }],
    ['playbook.ended', { playbook: 'a', status: 'something new' }],
    ['action.failed', { text: 'x' }],
  ])('%s looks bad where it is (%#)', (kind, data) => {
    expect(describeHappening({ kind, data }).tone).toBe('bad');
  });

  it('shows a kind that is not known by its name and data: nothing is hidden', () => {
    expect(words('something.new', { a: 1 })).toBe('something.new: {"a":1}');
    expect(words('something.new', { text: 'said' })).toBe('something.new: said');
  });
});
