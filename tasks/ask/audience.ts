import type { ApprovalConfig } from '../../core/approval-config.ts';
import { InvalidInput } from '../../core/errors.ts';
import { isSamePerson } from '../../core/same-person.ts';
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
  const named = request.approvers ?? config.approvers;
  const approvers = named.filter((name, at) => named.findIndex((one) => isSamePerson(one, name)) === at);
  const quorum = request.quorum ?? config.quorum;
  if (quorum <= Math.max(1, approvers.length)) return { approvers, quorum };
  const asked = approvers.length === 0 ? 'nobody is named' : `only ${approvers.join(', ')} are asked`;
  throw new InvalidInput(
    `${request.step}: ${quorum} people have to approve, and ${asked}; name them in the step's approval.approvers or in approvals.approvers of the configuration`,
  );
}
