import type { Decision, Run } from '../../core/playbook/protocol.ts';
import type { Approval, Approvals } from '../../core/records/approvals.ts';

/** A question of that run which ana has said yes to, in the store; and the decision, as Ask would hand it on. */
export async function grant(
  approvals: Approvals,
  run: Run,
  changes: Partial<Approval> = {},
): Promise<Decision> {
  const { id = 'apr-1', plans = [] } = changes;
  const decision = {
    approval: id,
    decision: 'approved',
    by: 'ana',
    at: '2026-01-01T00:00:00.000Z',
    hashes: plans,
  } as const;
  await approvals.create(id, {
    id,
    run,
    step: 'contain',
    message: 'Contain it?',
    plans,
    seen: [],
    askedAt: '2026-01-01T00:00:00.000Z',
    deadline: '2026-01-01T01:00:00.000Z',
    asks: 1,
    token: 'token',
    approvers: [],
    quorum: 1,
    requester: null,
    answers: [],
    decision,
    ...changes,
  });
  return decision;
}
