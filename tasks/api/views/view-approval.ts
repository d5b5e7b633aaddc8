import type { ApprovalView } from '../../../core/api/approvals.ts';
import type { Approval } from '../../../core/records/approvals.ts';

/** A question as people see it: the task token, what was seen of its plans and the rest of its run stay in the store. */
export function viewApproval({ token: _token, seen: _seen, run, ...approval }: Approval): ApprovalView {
  const { incident, playbook, revision } = run;
  return { ...approval, incident, playbook, revision };
}
