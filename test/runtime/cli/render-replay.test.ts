import { expect, it } from 'vitest';
import { renderReplay, summariseReplay } from '../../../runtime/cli/render/replay.ts';
import type { Replayed } from '../../../runtime/replay/replay-findings.ts';

const terminal = {
  out: () => undefined,
  err: () => undefined,
  pretty: false,
  lively: false,
  interactive: false,
  width: 80,
  paint: (_style: string, text: string) => text,
};

const target = { account: '111122223333', region: 'us-east-1', kind: 'ec2-instance', id: 'i-1' };
const about = (n: number): Pick<Replayed, 'finding' | 'incident'> => ({
  finding: {
    id: `finding-${n}`,
    type: 'Backdoor:EC2/C&CActivity.B',
    title: 'Command and control',
    account: '111122223333',
    region: 'us-east-1',
    createdAt: `2026-01-0${n}T10:00:00.000Z`,
  },
  incident: `inc-${n}`,
});
const action = (status: string, rule: string | null) => ({
  step: 'isolate',
  action: 'ec2.isolate-instance',
  target,
  status,
  rule,
  reason: rule && 'it is tagged',
});

const replayed: readonly Replayed[] = [
  {
    ...about(3),
    outcome: { status: 'succeeded', actions: [action('applied', null)], approvals: ['ok'] },
    problem: null,
  },
  {
    ...about(2),
    outcome: { status: 'denied', actions: [action('denied', 'protected-tags')], approvals: [] },
    problem: null,
  },
  { ...about(1), outcome: null, problem: 'it was not done after 20 s; look for what an expression repeats' },
];
const since = '2026-01-01T00:00:00.000Z';
const summary = summariseReplay({ playbook: 'isolate', since, looked: 9, replayed });

it('counts what would have become of actions, how often people are asked, and what says no', () => {
  expect(summary).toEqual({
    playbook: 'isolate',
    since,
    looked: 9,
    replayed: 3,
    failed: 1,
    approvals: 1,
    statuses: { denied: 1, succeeded: 1 },
    actions: { 'ec2.isolate-instance': { applied: 1, denied: 1 } },
    guardrails: { 'protected-tags': 1 },
  });
});

it('tells each finding, and what all come to', () => {
  expect(renderReplay(terminal, summary, replayed)).toBe(
    `2026-01-03 10:00  inc-3  111122223333  succeeded
  Backdoor:EC2/C&CActivity.B
  applied  ec2.isolate-instance i-1
  asked for: ok
2026-01-02 10:00  inc-2  111122223333  denied
  Backdoor:EC2/C&CActivity.B
  denied  ec2.isolate-instance i-1 (protected-tags: it is tagged)
2026-01-01 10:00  inc-1  111122223333  failed
  Backdoor:EC2/C&CActivity.B
  it was not done after 20 s; look for what an expression repeats

ACTION\tWOULD APPLY\tPLAN ONLY\tDENIED\tFAILED
ec2.isolate-instance\t1\t0\t1\t0

isolate would have run for 3 of 9 findings since 2026-01-01T00:00Z.
People would have been asked 1 time.
Guardrails that say no: protected-tags 1.
Of 1 it cannot be said.`,
  );
});

it('says so where the trigger takes nothing', () => {
  const none = summariseReplay({ playbook: 'isolate', since, looked: 9, replayed: [] });
  expect(renderReplay(terminal, none, [])).toContain('isolate would have run for 0 of 9 findings');
});
