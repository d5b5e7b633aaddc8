import type { ApprovalConfig } from '../../core/approval-config.ts';
import { InvalidInput } from '../../core/errors.ts';
import type { AskRequest } from '../../core/playbook/protocol.ts';
import type { Approval } from '../../core/records/approvals.ts';

/**
 * Who is asked, and how many have to say yes: as the playbook says, else as configured.
 * @throws InvalidInput when the question could never be settled with a yes.
 */
export function findAudience(
  request: Pick<AskRequest, 'approvers' | 'quorum' | 'step'>,
  config: ApprovalConfig,
): Pick<Approval, 'approvers' | 'quorum'> {
  const approvers = [...new Set(request.approvers ?? config.approvers)];
  const quorum = request.quorum ?? config.quorum;
  if (quorum <= Math.max(1, approvers.length)) return { approvers, quorum };
  const named = approvers.length === 0 ? 'nobody is named' : `only ${approvers.join(', ')} are asked`;
  throw new InvalidInput(
    `${request.step}: ${quorum} people have to approve, and ${named}; name them in the step's approval.approvers or in approvals.approvers of the configuration`,
  );
}
